//! The first screen, the chart, the contents, and what is long or odd: found as a reader finds them, by role and name.

use crate::{scene::Scene, tables::publish_kinds};
use anyhow::{Context, Result, ensure};
use ciente_e2e::{
    browser::Look,
    page::{in_notice, js, js_async, part, resize, role_and_name},
    receiver::eventually,
};
use serde_json::json;
use std::fmt::Write as _;

const ROOT: &str = "document.querySelector('ciente-notice').shadowRoot";

#[tokio::test(flavor = "multi_thread")]
async fn the_first_screen_says_what_the_rows_say() -> Result<()> {
    needs!(Roles);
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.ask("alice", "").await?;
    let essence = part(scene.driver(), "summary").await?.text().await?;
    for words in [
        "At a glance",
        "analyse performance",
        "Contract with you",
        "Cloud Load Balancer (CLB)",
        "TencentDB for Redis",
        "7 days",
        "2 months",
    ] {
        ensure!(essence.contains(words), "{words} is not in: {essence}");
    }
    for (row, name) in [
        (1, "Log data: 7 days"),
        (2, "Monitoring data: 2 days"),
        (3, "Configuration data: While you use it, then 2 months"),
    ] {
        let picture = in_notice(scene.driver(), &format!(".kinds li:nth-child({row}) svg")).await?;
        let (role, label) = role_and_name(&picture).await?;
        ensure!(["image", "img"].contains(&role.as_str()) && label == name, "{role} \"{label}\"");
    }
    for (row, name, href) in [
        (3, "Chat Example", "https://chat.example/privacy"),
        (4, "privacy@chat.example", "mailto:privacy@chat.example"),
    ] {
        let link = in_notice(scene.driver(), &format!(".essence dl > :nth-child({row}) a")).await?;
        ensure!(role_and_name(&link).await? == ("link".into(), name.into()), "{:?}", role_and_name(&link).await?);
        let attribute = async |name| anyhow::Ok(link.attr(name).await?.unwrap_or_default());
        ensure!(attribute("href").await? == href && attribute("rel").await?.contains("noopener"), "{name}");
    }
    // Longer is longer, and what is kept after the end lies behind the end.
    let widths = js(
        scene.driver(),
        &format!("return [...{ROOT}.querySelectorAll('.bar .keep')].map((bar) => bar.getBoundingClientRect().width)"),
    )
    .await?;
    let width = |i: usize| widths[i].as_f64().context("no bar");
    ensure!(width(1)? > 0.0 && width(0)? > 1.5 * width(1)?, "{widths}");
    let behind = js(
        scene.driver(),
        &format!(
            "const bar = {ROOT}.querySelector('.kinds li:nth-child(3) svg');
             const edge = (css, side) => bar.querySelector(css).getBoundingClientRect()[side];
             return edge('.keep', 'left') >= edge('.using', 'right') - 1"
        ),
    )
    .await?;
    ensure!(behind == true, "the period after the end does not lie behind the end");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_axis_is_no_wider_than_its_bars_in_any_language() -> Result<()> {
    needs!(DevTools);
    for locale in ["en", "es", "pt-BR", "id", "ja", "ko", "zh-CN", "ar"] {
        let scene = Scene::open(Look { size: (500, 844), ..Look::ENGLISH }).await?;
        resize(scene.driver(), 320, 640, 1).await?;
        scene.ask("alice", &format!("locale: '{locale}'")).await?;
        part(scene.driver(), "acknowledge").await?;
        let outside = format!(
            "const axis = {ROOT}.querySelector('.axis').getBoundingClientRect();
             const boxes = [...{ROOT}.querySelectorAll('.axis text')].map((text) => text.getBoundingClientRect());
             return boxes.filter((box) => box.left < axis.left - 1 || box.right > axis.right + 1).length"
        );
        ensure!(js(scene.driver(), &outside).await? == 0, "{locale}: a mark of the axis lies outside");
        // And between letters twice as large they do not lie on each other.
        let crossing = format!(
            "document.querySelector('ciente-notice').style.setProperty('--ciente-font-size', '32px');
             const boxes = [...{ROOT}.querySelectorAll('.axis text')].map((text) => text.getBoundingClientRect()).filter((box) => box.width);
             const crosses = (one, other) => one !== other && one.left < other.right && other.left < one.right;
             return [boxes.length > 1, boxes.filter((one) => boxes.some((other) => crosses(one, other))).length]"
        );
        let crossing = js(scene.driver(), &crossing).await?;
        ensure!(crossing == json!([true, 0]), "{locale}: marks of the axis lie on each other");
        scene.browser.quit().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_contents_lead_to_each_section_and_leave_the_dialog_in_place() -> Result<()> {
    needs!(Roles);
    let scene = Scene::open(Look { size: (500, 844), ..Look::ENGLISH }).await?;
    scene.ask("alice", "").await?;
    let entry = in_notice(scene.driver(), "nav li:last-child button").await?;
    let (role, name) = role_and_name(&entry).await?;
    ensure!(role == "button" && name == "6. How long we keep data", "{role} {name}");
    entry.click().await?;
    let there = js(
        scene.driver(),
        &format!(
            "const heading = {ROOT}.activeElement, box = heading.getBoundingClientRect();
             const text = {ROOT}.querySelector('[part=sections]').getBoundingClientRect();
             return {{ name: heading.textContent, seen: box.top >= text.top && box.bottom <= text.bottom,
               dialog: {ROOT}.querySelector('dialog').scrollTop }}"
        ),
    )
    .await?;
    ensure!(there == json!({ "name": name, "seen": true, "dialog": 0 }), "{there}");
    scene.browser.quit().await
}

/// What stands in real notices: periods that are none, words without an end, a rule about no kind of data, a bare basis.
const ODD: &str = "# Odd

## Data

| Data | Use | Legal basis |
|---|---|---|
| **Log data:** address | We look for faults at https://shop.example/help/privacy/orders/delivery-information-and-more. | Our agreement. |
| **Donaudampfschifffahrtsgesellschaftskapitänsdaten:** name | We improve it. To do so, we share it. | Our agreement. |
| **Orders:** Lieferanschriftberichtigungsnummernverzeichnis | We deliver. Geschwindigkeitsbegrenzungsmaßnahmenüberwachung. | Processing is necessary for our legitimate interests. |

## Periods

| Data | Kept |
|---|---|
| Log data | We keep this data for 30 days, or for 90 days where there is a dispute. |
| Orders | We keep this data for 6 months. |
| Everything else | Deleted within 7 days, or sooner. |
";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_understood_is_said_in_the_notices_own_words_and_fits() -> Result<()> {
    for size in [(500, 844), (1280, 900)] {
        says_it_in_its_own_words_and_fits(size).await?;
    }
    Ok(())
}

async fn says_it_in_its_own_words_and_fits(size: (u32, u32)) -> Result<()> {
    let scene = Scene::open(Look { size, ..Look::ENGLISH }).await?;
    scene.publish("odd", ODD)?;
    scene.ask("alice", "notice: '/notices/odd'").await?;
    part(scene.driver(), "acknowledge").await?;
    let texts = async |css: &str| {
        js(scene.driver(), &format!("return [...{ROOT}.querySelectorAll('{css}')].map((e) => e.textContent)")).await
    };
    let terms = texts("[part=summary] .term").await?;
    let dispute = "We keep this data for 30 days, or for 90 days where there is a dispute.";
    ensure!(terms == json!([dispute, "6 months", "Deleted within 7 days, or sooner."]), "{terms}");
    let kinds = texts("[part=summary] .kind").await?;
    ensure!(kinds[3] == "Everything else", "{kinds}");
    let bases = texts("[part=summary] .basis li").await?;
    ensure!(bases == json!(["Our agreement", "Legitimate interests"]), "{bases}");
    let purposes = texts("[part=summary] .why").await?;
    ensure!(purposes[1] == "We improve it.", "{purposes}");
    let said = texts("[part=retention] td .term").await?;
    ensure!(said == json!(["6 months"]), "{said}");
    let wide =
        format!("const text = {ROOT}.querySelector('[part=sections]'); return text.scrollWidth - text.clientWidth");
    let inner = format!(
        "return [...{ROOT}.querySelectorAll('.table, .row')].filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent)"
    );
    ensure!(js(scene.driver(), &wide).await? == 0, "the text scrolls sideways");
    let inner = js(scene.driver(), &inner).await?;
    ensure!(inner == json!([]), "{inner}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn at_a_glance_are_the_first_of_many_kinds_and_the_rest_unfolds() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    publish_kinds(&scene, "twelve", 12)?;
    publish_kinds(&scene, "thirteen", 13)?;
    let seen =
        format!("return [...{ROOT}.querySelectorAll('.kinds li')].filter((kind) => kind.checkVisibility()).length");
    scene.ask("alice", "notice: '/notices/twelve'").await?;
    part(scene.driver(), "acknowledge").await?;
    ensure!(js(scene.driver(), &seen).await? == 12);
    part(scene.driver(), "acknowledge").await?.click().await?;
    scene.result().await?;

    scene.ask("alice", "notice: '/notices/thirteen'").await?;
    let more = in_notice(scene.driver(), "[part=summary] summary").await?;
    ensure!(js(scene.driver(), &seen).await? == 10);
    ensure!(more.text().await? == "The rest (3)", "{}", more.text().await?);
    more.send_keys(thirtyfour::Key::Enter + "").await?;
    eventually("all can be read", async || {
        ensure!(js(scene.driver(), &seen).await? == 13);
        Ok(())
    })
    .await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_panel_the_contents_leave_the_page_where_it_is() -> Result<()> {
    let scene = Scene::open(Look { size: (1280, 800), ..Look::ENGLISH }).await?;
    js(
        scene.driver(),
        "const chat = document.createElement('section');
         Object.assign(chat.style, { position: 'relative', width: '400px', height: '900px', marginBottom: '3000px' });
         chat.append(document.createElement('ciente-notice'));
         document.body.prepend(chat);",
    )
    .await?;
    scene.ask("alice", "mode: 'panel'").await?;
    in_notice(scene.driver(), "nav li:nth-child(4) button").await?;
    // Not a click of the driver's, which scrolls to what it clicks.
    let went = format!(
        "{ROOT}.querySelector('nav li:nth-child(4) button').click();
         const there = () => {ROOT}.activeElement?.id.startsWith('section-');
         for (let n = 0; n < 100 && !there(); n++) await new Promise(requestAnimationFrame);
         const text = {ROOT}.querySelector('[part=sections]');
         const [outer, inner] = [text, {ROOT}.activeElement].map((element) => element.getBoundingClientRect().top);
         return [there(), text.scrollTop > 0, Math.abs(inner - outer - 12) < 2, scrollY]"
    );
    let went = js_async(scene.driver(), &format!("await (async () => {{ {went} }})()")).await?;
    ensure!(went == json!([true, true, true, 0]), "{went}");
    scene.browser.quit().await
}

/// `/notices/long`: so many kinds of data and sections that what is far away is laid out later.
fn publish_long(scene: &Scene) -> Result<()> {
    let mut text = "# Long\n\n## Data\n\n| Data | Use | Legal basis |\n| --- | --- | --- |\n".to_owned();
    for n in 1..=200 {
        writeln!(text, "| **Kind {n}:** one, two, three | We count it. | Processing is necessary for the contract. |")?;
    }
    let paragraph = "Sixty words make a paragraph that nobody reads to its end. ".repeat(20);
    for n in 1..=200 {
        write!(text, "\n## Section {n}\n\n{paragraph}\n")?;
    }
    scene.publish("long", &text)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_notice_is_read_at_once_and_acknowledged_when_it_is_whole() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    publish_long(&scene)?;
    // Whoever acts as soon as they can read acts on the whole text: nothing is sent before it stands.
    js(
        scene.driver(),
        &format!(
            "document.addEventListener('ciente-shown', () => {{
               window.first = {ROOT}.querySelectorAll('.kinds li').length;
               {ROOT}.querySelector('[part=acknowledge]').click();
             }});
             const send = fetch;
             window.fetch = (url, init) => {{
               if (init?.method === 'POST') window.sent = {ROOT}.querySelectorAll('section').length;
               return send(url, init);
             }};"
        ),
    )
    .await?;
    scene.ask("alice", "notice: '/notices/long'").await?;
    let result = scene.result().await?;
    ensure!(result["outcome"] == "acknowledged", "{result}");
    let first = js(scene.driver(), "return first").await?;
    ensure!(first.as_u64().is_some_and(|kinds| kinds > 0), "nothing could be read: {first}");
    let sent = js(scene.driver(), "return sent").await?;

    // And everything can be reached.
    scene.reload().await?;
    scene.ask("bob", "notice: '/notices/long'").await?;
    eventually("the contents are whole", async || {
        let entries = js(scene.driver(), &format!("return {ROOT}.querySelectorAll('nav li').length")).await?;
        ensure!(entries.as_u64() >= Some(200), "{entries}");
        Ok(())
    })
    .await?;
    // They are laid out when they come near.
    in_notice(scene.driver(), "nav summary").await?.click().await?;
    let last = in_notice(scene.driver(), "nav details li:last-child button").await?;
    last.scroll_into_view().await?;
    eventually("the contents stand still", async || Ok(last.click().await?)).await?;
    eventually("the last section is there", async || {
        // Its button says the same.
        let at =
            js(scene.driver(), &format!("const at = {ROOT}.activeElement; return [at?.localName, at?.textContent]"))
                .await?;
        ensure!(at[0] != "button" && at[1] == "Section 200", "{at}");
        Ok(())
    })
    .await?;
    let rows = js(scene.driver(), &format!("return {ROOT}.querySelectorAll('tbody tr').length")).await?;
    ensure!(rows == 200, "{rows}");
    let whole = js(scene.driver(), &format!("return {ROOT}.querySelectorAll('section').length")).await?;
    ensure!(sent == whole && sent.as_u64() > Some(200), "it was sent when {sent} sections of {whole} stood");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_notice_that_is_moved_before_it_stands_comes_in_front_with_its_words() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    publish_long(&scene)?;
    // Its dialog is in the page for a while before it is opened: the styles are worked out then.
    js(
        scene.driver(),
        "ask({ subject: 'alice', notice: '/notices/long' });
         const notice = document.querySelector('ciente-notice');
         new MutationObserver((_, watch) => {
           const dialog = notice.shadowRoot.querySelector('dialog');
           if (!dialog) return;
           watch.disconnect();
           window.open = dialog.open;
           document.querySelector('main').append(notice);
         }).observe(notice.shadowRoot, { childList: true, subtree: true });",
    )
    .await?;
    let shown = eventually("the notice is shown", async || {
        let shown = scene.events("shown").await?;
        ensure!(shown.len() == 1, "{shown:?}");
        Ok(shown)
    })
    .await?;
    ensure!(js(scene.driver(), "return window.open").await? == false, "it was moved when it was open already");
    ensure!(shown[0]["notice"] == "long" && shown[0]["digest"].is_string(), "{shown:?}");
    part(scene.driver(), "acknowledge").await?.click().await?;
    ensure!(scene.result().await?["outcome"] == "acknowledged");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_of_rows_that_is_far_away_takes_about_the_room_of_its_rows() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    publish_long(&scene)?;
    scene.ask("alice", "notice: '/notices/long'").await?;
    part(scene.driver(), "acknowledge").await?;
    // The scroll bar says how much there is to read.
    let room = "const [group, row] = ['tbody:last-of-type', 'tbody:last-of-type tr:last-child'].map((css) => shadow.querySelector(`.table[part] ${css}`));
                return [group.children.length, group.getBoundingClientRect().height / row.parentElement.children.length, row.checkVisibility({ contentVisibilityAuto: true })]";
    eventually("all rows are there", async || {
        let measured = scene.in_shadow(room).await?;
        ensure!(measured[0].as_u64().is_some_and(|rows| rows > 1), "{measured}");
        ensure!(measured[2] == false, "it is laid out: {measured}");
        ensure!(measured[1].as_f64().is_some_and(|height| height > 70.0), "{measured}");
        Ok(())
    })
    .await?;
    scene.browser.quit().await
}
