//! On a phone of 390 × 844 with a touch screen, everything is done by touch.

use crate::scene::Scene;
use anyhow::{Result, ensure};
use ciente_e2e::{
    browser::Look,
    database,
    page::{gone, js, part, still, taken_over, touch},
};
use serde_json::json;

const PHONE: Look = Look { size: (390, 844), phone: true, ..Look::USUAL };

/// What a finger finds: where things lie, and what they are.
const SEEN: &str = "const shadow = document.querySelector('ciente-notice').shadowRoot;
    const box = (element) => element.getBoundingClientRect();
    const inside = ({ left, top, right, bottom }) => left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
    const buttons = ['acknowledge', 'decline'].map((name) => box(shadow.querySelector(`[part=${name}]`)));
    return { screen: [innerWidth, innerHeight], touch: matchMedia('(pointer: coarse)').matches,
      dialog: inside(box(shadow.querySelector('dialog'))), buttons: buttons.every(inside),
      large: buttons.every((button) => button.width >= 44 && button.height >= 44),
      wide: document.documentElement.scrollWidth > innerWidth }";

#[tokio::test(flavor = "multi_thread")]
async fn a_first_login_on_a_phone_is_read_scrolled_and_acknowledged_by_touch() -> Result<()> {
    needs!(Touch);
    let scene = Scene::open(PHONE).await?;
    let driver = scene.driver();
    scene.ask("alice", "").await?;
    taken_over(driver).await?;
    still(driver).await?;
    let seen = js(driver, SEEN).await?;
    let wanted =
        json!({ "screen": [390, 844], "touch": true, "dialog": true, "buttons": true, "large": true, "wide": false });
    ensure!(seen == wanted, "{seen}");

    // A finger that is drawn up scrolls the text, and nothing behind it.
    let text = part(driver, "sections").await?;
    touch(driver, &text, 0, -300).await?;
    let scrolled = "const shadow = document.querySelector('ciente-notice').shadowRoot;
        return [shadow.querySelector('[part=sections]').scrollTop > 100, scrollY]";
    ciente_e2e::receiver::eventually("the text scrolls", async || {
        let scrolled = js(driver, scrolled).await?;
        ensure!(scrolled == json!([true, 0]), "{scrolled}");
        Ok(())
    })
    .await?;
    ensure!(database::rows(&scene.receiver.data())?.is_empty(), "reading is no act");

    touch(driver, &part(driver, "acknowledge").await?, 0, 0).await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    gone(driver).await?;
    ensure!(database::rows(&scene.receiver.data())?.len() == 1);
    scene.browser.quit().await
}
