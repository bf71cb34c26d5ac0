//! On a phone of 390 × 844 with a touch screen, everything is done by touch.

use crate::scene::Scene;
use anyhow::{Result, ensure};
use ciente_e2e::{
    browser::Look,
    database,
    page::{cdp, gone, js, part, still, taken_over, touch},
    receiver::eventually,
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

/// The notice is there, at rest, and the widget answers for it.
async fn asked(scene: &Scene) -> Result<()> {
    scene.ask("alice", "").await?;
    taken_over(scene.driver()).await?;
    still(scene.driver()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_login_on_a_phone_is_read_scrolled_and_acknowledged_by_touch() -> Result<()> {
    needs!(Touch);
    let scene = Scene::open(PHONE).await?;
    let driver = scene.driver();
    asked(&scene).await?;
    let seen = js(driver, SEEN).await?;
    let wanted =
        json!({ "screen": [390, 844], "touch": true, "dialog": true, "buttons": true, "large": true, "wide": false });
    ensure!(seen == wanted, "{seen}");

    // A finger that is drawn up scrolls the text, and nothing behind it.
    let text = part(driver, "sections").await?;
    touch(driver, &text, 0, -300).await?;
    let scrolled = "const shadow = document.querySelector('ciente-notice').shadowRoot;
        return [shadow.querySelector('[part=sections]').scrollTop > 100, scrollY]";
    eventually("the text scrolls", async || {
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

/// Where the dialog ends, and whether its buttons are in it.
const END: &str = "const shadow = document.querySelector('ciente-notice').shadowRoot;
    const { top, bottom } = shadow.querySelector('dialog').getBoundingClientRect();
    const buttons = [...shadow.querySelectorAll('footer button')].map((button) => button.getBoundingClientRect());
    return [Math.round(bottom), top >= 24 && buttons.every((button) => button.bottom <= bottom)]";

#[tokio::test(flavor = "multi_thread")]
async fn a_keyboard_on_the_screen_covers_no_button() -> Result<()> {
    needs!(Touch);
    let scene = Scene::open(PHONE).await?;
    let driver = scene.driver();
    asked(&scene).await?;
    // No driver can make a real keyboard come up.
    let cover = async |pixels: u32| {
        let covered = format!(
            "Object.defineProperty(visualViewport, 'height', {{ configurable: true, get: () => innerHeight - {pixels} }});
             visualViewport.dispatchEvent(new Event('resize'))"
        );
        js(driver, &covered).await
    };
    ensure!(js(driver, END).await? == json!([844, true]));
    cover(336).await?;
    ensure!(js(driver, END).await? == json!([508, true]), "{}", js(driver, END).await?);
    cover(0).await?;
    ensure!(js(driver, END).await? == json!([844, true]), "{}", js(driver, END).await?);
    js(driver, "delete visualViewport.height").await?;

    // Two fingers that enlarge the page make the same of the visual viewport, and the notice stays where it is.
    cdp(driver, "Emulation.setPageScaleFactor", json!({ "pageScaleFactor": 2 })).await?;
    let zoomed = "const { style } = document.querySelector('ciente-notice').shadowRoot.querySelector('dialog');
        return [visualViewport.scale, visualViewport.height, style.getPropertyValue('--_covered')]";
    eventually("the page is enlarged", async || {
        let zoomed = js(driver, zoomed).await?;
        ensure!(zoomed == json!([2, 422, "0px"]), "{zoomed}");
        Ok(())
    })
    .await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_lies_under_the_notch_or_the_home_bar() -> Result<()> {
    needs!(Touch);
    let edges = "const shadow = document.querySelector('ciente-notice').shadowRoot;
        const of = (css) => [...shadow.querySelectorAll(css)].map((element) => element.getBoundingClientRect());
        const [dialog] = of('dialog');
        const top = Math.min(...of('dialog h2').map(({ top }) => top));
        // Where there is little height, the buttons come after the text.
        shadow.querySelector('dialog').scrollTo(0, 1e6);
        const bottom = Math.max(...of('footer button').map(({ bottom }) => bottom));
        return [dialog.left, innerWidth - dialog.right, top, innerHeight - bottom]";
    // Upright, then on its side: a bar at the top or at both ends, and one below.
    for (size, [left, top, bottom]) in [((390, 844), [0, 47, 34]), ((844, 390), [47, 0, 21])] {
        let scene = Scene::open(Look { size, ..PHONE }).await?;
        let driver = scene.driver();
        let insets = json!({ "top": top, "topMax": top, "bottom": bottom, "bottomMax": bottom, "left": left, "leftMax": left,
            "right": left, "rightMax": left });
        cdp(driver, "Emulation.setSafeAreaInsetsOverride", json!({ "insets": insets })).await?;
        asked(&scene).await?;
        let found: Vec<f64> = serde_json::from_value(js(driver, edges).await?)?;
        let wanted = [left, left, top, bottom].map(f64::from);
        ensure!(found.iter().zip(wanted).all(|(found, wanted)| *found >= wanted), "{size:?}: {found:?}");
        scene.browser.quit().await?;
    }
    Ok(())
}
