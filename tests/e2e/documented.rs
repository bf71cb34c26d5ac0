//! The pages, calls, styles and policies of the documentation, in a page: its `html`, `js`, `css` and `csp` blocks. What is
//! typed into a shell is run by `crates/cli/tests/guides`, which also sees that no block is passed over.

use crate::{accessibility::axe, scene::Scene};
use anyhow::{Context, Result, ensure};
use ciente_e2e::{
    blocks::{Block, blocks},
    browser::Look,
    database, host,
    page::{gone, is_shown, js, js_async, part, still},
    programs,
    receiver::eventually,
};
use serde_json::json;
use std::fs;

/// What a host has beside the documented code.
const GIVEN: &str = "window.token = async () => 'token'; window.signOut = async () => void (window.signedOut = true);";

/// What stands in a page whose code is no call.
const ELEMENT: &str = "<ciente-notice notice=\"/notices/im\" endpoint=\"/v1/acknowledgements\" tenant=\"t\" \
                       subject=\"alice\"></ciente-notice>";

/// The blocks of these languages in all documents, each with the document that it is in; what has a test of its own left out.
fn documented(languages: &[&str]) -> Result<Vec<(String, Block)>> {
    let mut paths = vec![programs::root().join("README.md"), programs::root().join("static/package/README.md")];
    for file in fs::read_dir(programs::root().join("docs"))? {
        paths.push(file?.path());
    }
    let mut found = Vec::new();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "md")) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let all = blocks(&fs::read_to_string(path)?);
        let wanted = all.into_iter().filter(|block| {
            let is_page = block.tags.is_empty() || block.language == "html";
            is_page && languages.contains(&block.language.as_str())
        });
        found.extend(wanted.map(|block| (name.clone(), block)));
    }
    ensure!(!found.is_empty(), "no document has a block of {languages:?}");
    Ok(found)
}

/// The same for a page of the tests: the sample notice, and no bundler that would resolve the package's name.
fn here(block: &Block) -> String {
    block.text.replace("/notices/shop", "/notices/im").replace("from \"ciente\"", "from \"/assets/ciente.js\"")
}

/// Acknowledges, and waits for the record.
async fn acknowledge(scene: &Scene, at: &str) -> Result<()> {
    part(scene.driver(), "acknowledge").await.with_context(|| format!("{at}: nobody is asked"))?.click().await?;
    gone(scene.driver()).await?;
    eventually("it is recorded", async || {
        let rows = database::rows(&scene.receiver.data())?;
        ensure!(rows.len() == 1 && rows[0]["action"] == "acknowledged" && rows[0]["subject"] == "alice", "{rows:?}");
        Ok(())
    })
    .await
}

async fn nothing_is_violated(scene: &Scene, at: &str) -> Result<()> {
    let violations = js(scene.driver(), "return violations").await?;
    ensure!(violations == json!([]), "{at}: {violations}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn documented_pages_ask_and_record() -> Result<()> {
    for (name, block) in documented(&["html"])? {
        let at = format!("{name}:{}", block.line);
        let scene = Scene::open_under(host::STRICT, Look::ENGLISH).await?;
        scene.host.set_content(&here(&block));
        scene.reload().await?;
        acknowledge(&scene, &at).await?;
        nothing_is_violated(&scene, &at).await?;
        scene.browser.quit().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn documented_calls_do_what_they_say() -> Result<()> {
    let mut asked = 0;
    for (name, block) in documented(&["js"])? {
        let at = format!("{name}:{}", block.line);
        let scene = Scene::open_under(host::STRICT, Look::ENGLISH).await?;
        // What is no call is about an element that is there, and a user who was asked; a call brings its own.
        let asks = block.text.contains("requireAcknowledgement(");
        if !asks {
            scene.host.set_content(ELEMENT);
        }
        scene.host.serve("/documented.js", &here(&block));
        scene.reload().await?;
        if !asks {
            acknowledge(&scene, &at).await?;
        }
        js(scene.driver(), GIVEN).await?;
        let run = "import('/documented.js').then(() => (window.ended = 'well'), (e) => (window.ended = String(e)))";
        js(scene.driver(), run).await?;
        if asks {
            acknowledge(&scene, &at).await?;
            asked += 1;
        }
        eventually("the code comes to its end", async || {
            let ended = js(scene.driver(), "return window.ended ?? null").await?;
            ensure!(ended == "well", "{at}: {ended}");
            Ok(())
        })
        .await?;
        ensure!(js(scene.driver(), "return window.signedOut ?? false").await? == false, "{at}: nobody declined");
        if block.text.contains(".open(") {
            part(scene.driver(), "close").await.with_context(|| format!("{at}: it is not shown"))?;
        } else {
            ensure!(!is_shown(scene.driver()).await?, "{at}: a notice is shown");
        }
        let errors = scene.events("error").await?;
        ensure!(errors.is_empty(), "{at}: {errors:?}");
        nothing_is_violated(&scene, &at).await?;
        scene.browser.quit().await?;
    }
    ensure!(asked >= 4, "only {asked} calls were found");
    Ok(())
}

/// Adopted, because the page's policy has no room for another stylesheet.
const STYLE: &str = "(async (text) => {
    const sheet = await new CSSStyleSheet().replace(text);
    document.adoptedStyleSheets = [sheet];
    return getComputedStyle(document.querySelector('ciente-notice')).getPropertyValue('--ciente-accent') !== '';
  })";

#[tokio::test(flavor = "multi_thread")]
async fn documented_themes_have_contrast_enough() -> Result<()> {
    for (name, block) in documented(&["css"])? {
        for dark in [false, true] {
            let scene = Scene::open(Look { dark, ..Look::ENGLISH }).await?;
            // A theme that is dark whatever the device prefers says so beside its block.
            let theme = if block.text.contains("light-dark(") { "auto" } else { "dark" };
            scene.ask("alice", &format!("theme: '{theme}'")).await?;
            part(scene.driver(), "acknowledge").await?;
            let text = serde_json::to_string(&block.text)?;
            let applies = js_async(scene.driver(), &format!("await {STYLE}({text})")).await?;
            let places_message = block.text.contains("::part(message)");
            ensure!(applies == true || places_message, "{name}:{}: the styles do not reach the notice", block.line);
            still(scene.driver()).await?;
            axe(&scene).await.with_context(|| format!("{name}:{}, dark: {dark}", block.line))?;
            if places_message {
                part(scene.driver(), "acknowledge").await?.click().await?;
                eventually("the message is where the styles say", async || {
                    let top = scene
                        .in_shadow("return shadow.querySelector('[part=message]')?.getBoundingClientRect().top")
                        .await?;
                    ensure!(top == 7.75 * 16.0, "{top}");
                    Ok(())
                })
                .await?;
            }
            scene.browser.quit().await?;
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn documented_policies_are_not_violated() -> Result<()> {
    for (name, block) in documented(&["csp"])? {
        let at = format!("{name}:{}", block.line);
        // It is the host's for as long as the tests run.
        let policy: &'static str = Box::leak(block.text.trim().to_owned().into_boxed_str());
        let scene = Scene::open_under(policy, Look::ENGLISH).await?;
        scene.ask("alice", "").await?;
        acknowledge(&scene, &at).await?;
        ensure!(scene.result().await?["delivery"] == "recorded", "{at}");
        // Where WebAssembly may not run, that is the one thing that is refused.
        let expected = if policy.contains("'wasm-unsafe-eval'") { 0 } else { 1 };
        let violations = js(scene.driver(), "return violations.filter((v) => !v.includes('wasm-eval')).length").await?;
        ensure!(violations == 0, "{at}: {}", js(scene.driver(), "return violations").await?);
        let refused = scene.events("error").await?;
        ensure!(refused.len() == expected, "{at}: {refused:?}");
        scene.browser.quit().await?;
    }
    Ok(())
}
