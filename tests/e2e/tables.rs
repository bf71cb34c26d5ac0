//! The data-use table: folds, the filter, the cards, paper; found as a reader finds them, by role and name.

use crate::{accessibility::axe, scene::Scene};
use anyhow::{Result, ensure};
use ciente_e2e::{
    browser::Look,
    page::{emulate_paper, in_notice, js, part, role_and_name, still},
    receiver::eventually,
};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// A notice of so many kinds of data. The fourth is a letter.
pub(crate) fn publish_kinds(scene: &Scene, name: &str, kinds: usize) -> Result<()> {
    let mut table = "# Many\n\n| Data | Use | Legal basis |\n| --- | --- | --- |\n".to_owned();
    for n in 1..=kinds {
        let item = if n == 4 { "fourth letter" } else { "number" };
        writeln!(table, "| **Kind {n}:** {item} | We count it. | Processing is necessary for the contract. |")?;
    }
    scene.publish(name, &table)
}

/// What the rows that can be seen are called.
async fn rows_seen(scene: &Scene) -> Result<Value> {
    let names = "return [...shadow.querySelectorAll('tbody th')].filter((row) => row.checkVisibility()).map((row) => row.textContent)";
    scene.in_shadow(names).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_folds_and_says_how_much_it_hides() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.ask("alice", "").await?;
    let row = "[part=data-uses] tbody tr:nth-child(3)";
    let fold = in_notice(scene.driver(), &format!("{row} summary")).await?;
    let last = in_notice(scene.driver(), &format!("{row} details li:last-child")).await?;
    let hidden = scene.in_shadow(&format!("return shadow.querySelectorAll('{row} details li').length")).await?;
    let text = fold.text().await?;
    ensure!(text == format!("The rest ({hidden})"), "{text}, but {hidden} are hidden");
    let name = fold.attr("aria-label").await?.unwrap_or_default();
    ensure!(name == format!("{text}: Configuration data"), "{name}");
    // Not what drivers call displayed: some do not know of `details`.
    let is_last_seen = format!("return shadow.querySelector('{row} details li:last-child').checkVisibility()");
    let is_seen = async || scene.in_shadow(&is_last_seen).await;
    ensure!(is_seen().await? == false);
    fold.click().await?;
    ensure!(is_seen().await? == true);
    ensure!(last.text().await?.contains("data centre selected"), "{}", last.text().await?);
    // Where there are few items, nothing is folded.
    let folds = scene.in_shadow("return shadow.querySelectorAll('tbody details').length").await?;
    ensure!(folds == 1, "{folds}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn cards_are_the_same_table() -> Result<()> {
    needs!(Roles);
    let scene = Scene::open(Look { size: (500, 844), ..Look::ENGLISH }).await?;
    scene.ask("alice", "").await?;
    part(scene.driver(), "acknowledge").await?;
    let display = "return getComputedStyle(shadow.querySelector('[part=data-uses] tbody tr')).display";
    ensure!(scene.in_shadow(display).await? == "block", "these are no cards");
    // What an abbreviation stands for can be read by everybody, not only by whoever has a mouse.
    let legend = in_notice(scene.driver(), "[part=data-uses] .legend").await?.text().await?;
    ensure!(legend.contains("CLB") && legend.contains("Cloud Load Balancer"), "{legend}");
    for (css, role, name) in [
        ("table", "table", Some("Which data is used, what for, and on which legal basis")),
        ("tbody tr", "row", None),
        ("tbody th", "rowheader", Some("Log data")),
        ("thead th:nth-child(2)", "columnheader", Some("Use")),
        ("tbody td:last-child", "cell", None),
    ] {
        let (is, label) = role_and_name(&in_notice(scene.driver(), &format!("[part=data-uses] {css}")).await?).await?;
        ensure!(is == role, "{css} is a {is}");
        ensure!(name.is_none_or(|name| name == label), "{css} is called \"{label}\"");
        // Its column is told as such, and not once more with what the cell says.
        ensure!(role != "cell" || !label.starts_with("Legal basis"), "{css} is called \"{label}\"");
    }
    // Nothing is wider than the phone.
    let wide = "const text = shadow.querySelector('[part=sections]'); return text.scrollWidth - text.clientWidth";
    ensure!(scene.in_shadow(wide).await? == 0, "the text scrolls sideways");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn many_rows_can_be_searched() -> Result<()> {
    needs!(Roles);
    let scene = Scene::open(Look::ENGLISH).await?;
    publish_kinds(&scene, "many", 9)?;
    scene.ask("alice", "notice: '/notices/many'").await?;
    let field = in_notice(scene.driver(), "input").await?;
    let (role, name) = role_and_name(&field).await?;
    ensure!(role == "searchbox" && name == "Find in the table", "{role} \"{name}\"");
    let told = "window.told = 0; new MutationObserver(() => ++told).observe(shadow.querySelector('.filter [role=status]'), { childList: true })";
    scene.in_shadow(told).await?;
    field.send_keys("LÉTTER").await?;
    eventually("one row is left", async || {
        let rows = rows_seen(&scene).await?;
        ensure!(rows == json!(["Kind 4"]), "{rows}");
        Ok(())
    })
    .await?;
    let told = in_notice(scene.driver(), ".filter [role=status]").await?.text().await?;
    ensure!(told == "Rows shown: 1 of 9", "{told}");
    // Once: with the first letter that row is left already.
    let times = js(scene.driver(), "return told").await?;
    ensure!(times == 1, "it is told {times} times");
    field.send_keys(thirtyfour::Key::Escape + "").await?;
    eventually("all rows are back", async || {
        let rows = rows_seen(&scene).await?;
        ensure!(rows.as_array().is_some_and(|rows| rows.len() == 9), "{rows}");
        Ok(())
    })
    .await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_found_is_not_left_in_a_fold() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    let mut table = "# Many\n\n| Data | Use | Legal basis |\n| --- | --- | --- |\n".to_owned();
    for n in 1..=9 {
        let items: Vec<_> = (1..=12).map(|item| format!("piece {n}-{item}")).collect();
        let items = items.join(", ");
        writeln!(table, "| **Kind {n}:** {items} | We count it. | Processing is necessary for the contract. |")?;
    }
    scene.publish("many", &table)?;
    scene.ask("alice", "notice: '/notices/many'").await?;
    let field = in_notice(scene.driver(), "input").await?;
    let open = "return [...shadow.querySelectorAll('tbody details')].map((fold) => fold.open)";
    ensure!(scene.in_shadow(open).await? == json!(vec![false; 9]));
    // One that the reader opens is theirs.
    in_notice(scene.driver(), "tbody tr:nth-child(2) summary").await?.click().await?;
    field.send_keys("piece 4-12").await?;
    eventually("the fold is open", async || {
        ensure!(rows_seen(&scene).await? == json!(["Kind 4"]));
        let seen = "return [...shadow.querySelectorAll('li')].find((item) => item.textContent.includes('4-12')).checkVisibility()";
        ensure!(scene.in_shadow(seen).await? == true);
        Ok(())
    })
    .await?;
    field.send_keys(thirtyfour::Key::Escape + "").await?;
    eventually("what was opened for it is folded again", async || {
        let mut theirs = [false; 9];
        theirs[1] = true;
        ensure!(scene.in_shadow(open).await? == json!(theirs));
        Ok(())
    })
    .await?;
    // What a fold is called is no part of what the notice says.
    field.send_keys("show the rest").await?;
    eventually("no row is left", async || {
        ensure!(rows_seen(&scene).await? == json!([]));
        Ok(())
    })
    .await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn on_paper_there_are_all_rows_whatever_is_looked_for() -> Result<()> {
    needs!(DevTools);
    let scene = Scene::open(Look::ENGLISH).await?;
    publish_kinds(&scene, "many", 9)?;
    scene.ask("alice", "notice: '/notices/many'").await?;
    in_notice(scene.driver(), "input").await?.send_keys("letter").await?;
    ensure!(rows_seen(&scene).await? == json!(["Kind 4"]));
    emulate_paper(scene.driver()).await?;
    let rows = rows_seen(&scene).await?;
    ensure!(rows.as_array().is_some_and(|rows| rows.len() == 9), "{rows}");
    scene.browser.quit().await
}

/// A table that is no data use and no retention rule, wider than the paper.
fn publish_wide(scene: &Scene) -> Result<()> {
    let row = |cell: &str| format!("|{}", format!(" {cell} |").repeat(9));
    let cells = row("averyverylongwordthatnothingcanbreak");
    scene.publish("wide", &format!("# Wide\n\n## A table\n\n{}\n{}\n{cells}\n{cells}\n", row("Column"), row("---")))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wide_table_of_the_authors_is_scrolled_by_keyboard() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    publish_wide(&scene)?;
    scene.ask("alice", "notice: '/notices/wide'").await?;
    part(scene.driver(), "acknowledge").await?;
    let named = "const table = shadow.querySelector('.table'); table.focus();
        return [table === shadow.activeElement, shadow.getElementById(table.getAttribute('aria-labelledby')).textContent]";
    let named = scene.in_shadow(named).await?;
    ensure!(named == json!([true, "A table"]), "{named}");
    eventually("it scrolls", async || {
        scene.driver().action_chain().send_keys(thirtyfour::Key::Right).perform().await?;
        let scrolled = scene.in_shadow("return shadow.querySelector('.table').scrollLeft").await?;
        ensure!(scrolled.as_f64() > Some(0.0), "{scrolled}");
        Ok(())
    })
    .await?;
    still(scene.driver()).await?;
    axe(&scene).await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn on_paper_a_wide_table_of_the_authors_is_whole() -> Result<()> {
    needs!(DevTools);
    let scene = Scene::open(Look { size: (740, 900), ..Look::ENGLISH }).await?;
    publish_wide(&scene)?;
    scene.ask("alice", "notice: '/notices/wide'").await?;
    part(scene.driver(), "acknowledge").await?;
    emulate_paper(scene.driver()).await?;
    let room = scene
        .in_shadow("const table = shadow.querySelector('.table'); return table.scrollWidth - table.clientWidth")
        .await?;
    ensure!(room == 0, "{room} pixels are cut off");
    scene.browser.quit().await
}
