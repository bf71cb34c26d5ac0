//! The composable for Tencent's Vue kit, with Vue and the kit's own `TUILogin`.

use super::{
    room::{documented, replace},
    tencent::{CLOUD, SIG, open, outside},
};
use crate::scene::Scene;
use anyhow::{Result, ensure};
use ciente_e2e::{
    page::{js, part},
    programs,
    receiver::eventually,
};
use std::fs;

/// The documented code, and a login by it.
async fn log_in() -> Result<Scene> {
    // A bundler would resolve these names.
    let code = documented("useLoginWithNotice(Vue")?;
    let code = replace(&code, "\"vue\"", "'/vue/vue.runtime.esm-browser.prod.js'")?;
    let code = replace(&code, "\"@tencentcloud/tui-core-lite\"", "'/tui-core.js'")?;
    let kit = fs::read_to_string(programs::chat_clients()?.join("@tencentcloud/tui-core-lite/index.js"))?;
    let kit = replace(&kit, "\"@tencentcloud/lite-chat/basic\"", "'/lite/basic.es.js'")?;
    let code = format!(
        "{code}
         window.states = [];
         Vue.watch(state, (now) => states.push(now), {{ flush: 'sync' }});
         const account = {{ SDKAppID: 1400000000, userID: 'alice', userSig: '{SIG}' }};
         login(account, {{ notice: '/notices/im', endpoint: '/v1/acknowledgements' }});"
    );
    open(&[("/tui-core.js", &kit), ("/tencent-host.js", &code)]).await
}

async fn states(scene: &Scene, wanted: &[&str]) -> Result<()> {
    eventually("the login's states", async || {
        let states = js(scene.driver(), "return window.states ?? null").await?;
        ensure!(states == serde_json::json!(wanted), "{states}");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_vue_kit_logs_in_after_the_acknowledgement() -> Result<()> {
    let scene = log_in().await?;
    part(scene.driver(), "acknowledge").await?;
    states(&scene, &["asking"]).await?;
    let early = outside(&scene).await?;
    ensure!(early.is_empty(), "{early:?}");
    part(scene.driver(), "acknowledge").await?.click().await?;
    // The policy lets nothing out, so it stays at trying.
    eventually("the kit connects", async || {
        let sent = outside(&scene).await?;
        ensure!(sent.iter().any(|line| CLOUD.iter().any(|cloud| line.contains(cloud))), "{sent:?}");
        Ok(())
    })
    .await?;
    states(&scene, &["asking"]).await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_vue_kit_does_not_log_in_whoever_declines() -> Result<()> {
    let scene = log_in().await?;
    part(scene.driver(), "decline").await?.click().await?;
    states(&scene, &["asking", "refused"]).await?;
    ensure!(outside(&scene).await?.is_empty());
    scene.browser.quit().await
}
