//! A login of one's own: the recipe for Matrix and other clients, and a login that is overtaken.

use super::room::documented;
use crate::scene::Scene;
use anyhow::{Result, ensure};
use ciente_e2e::{
    browser::Look,
    page::{gone, is_shown, js, part, run_module},
    receiver::eventually,
};
use serde_json::{Value, json};

/// As much of a matrix-js-sdk client as the recipe meets; it notes what it is told to do.
const CLIENT: &str = "
    window.told = [];
    window.client = {
      getUserId: () => '@alice:chat.example',
      startClient: async () => void told.push('start'),
      logout: async (everything) => void told.push(`logout ${everything}`),
    };";

async fn open() -> Result<Scene> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.host.serve("/matrix-host.js", &documented("client.startClient()")?);
    js(scene.driver(), CLIENT).await?;
    run_module(scene.driver(), "/matrix-host.js").await?;
    part(scene.driver(), "acknowledge").await?;
    ensure!(js(scene.driver(), "return told").await? == json!([]));
    Ok(scene)
}

async fn told(scene: &Scene, what: &Value) -> Result<()> {
    eventually("the client is told", async || {
        let told = js(scene.driver(), "return told").await?;
        ensure!(told == *what, "{told}");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_recipe_starts_a_client_after_the_acknowledgement() -> Result<()> {
    let scene = open().await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    told(&scene, &json!(["start"])).await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_recipe_logs_out_whoever_declines() -> Result<()> {
    let scene = open().await?;
    part(scene.driver(), "decline").await?.click().await?;
    told(&scene, &json!(["logout true"])).await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_documented_logout_ends_what_is_going_on() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.host.serve("/logout.js", &documented("await chat.logout()")?);
    scene.host.serve(
        "/login.js",
        "import { onLogin } from '/assets/adapters/login.js';
         window.told = [];
         window.chat = { logout: async () => void told.push('logout') };
         const options = { notice: '/notices/im', endpoint: '/v1/acknowledgements', tenant: 't' };
         onLogin('alice', options).then((goesOn) => told.push(`goes on: ${goesOn}`));",
    );
    run_module(scene.driver(), "/login.js").await?;
    part(scene.driver(), "acknowledge").await?;
    run_module(scene.driver(), "/logout.js").await?;
    gone(scene.driver()).await?;
    told(&scene, &json!(["logout", "goes on: false"])).await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_of_the_hosts_lets_nobody_in_unasked() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    let said = "(await (async () => {
        const { onLogin } = await import('/assets/adapters/login.js');
        const options = { notice: '/notices/im', endpoint: '/v1/acknowledgements', tenant: 't' };
        const calls = [[null, options], ['', options], ['alice', { ...options, onX: 1 }], ['alice', { ...options, endpoint: 'ftp://a' }]];
        const came = [];
        for (const call of calls) came.push(await onLogin(...call).then(String, ({ message }) => message.split(' ')[0]));
        return came;
      })())";
    let said = ciente_e2e::page::js_async(scene.driver(), said).await?;
    ensure!(said == json!(["subject", "subject", "onX", "endpoint"]), "{said}");
    scene.browser.quit().await
}

/// Two logins at once, each with what it came to.
const LOGINS: &str = "
    window.came = {};
    window.logins = await import('/assets/adapters/login.js');
    window.enter = (subject) => logins
      .onLogin(subject, { notice: '/notices/im', endpoint: '/v1/acknowledgements', tenant: 't' })
      .then((goesOn) => (came[subject] = goesOn));";

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_is_overtaken_goes_no_further() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    ciente_e2e::page::js_async(scene.driver(), &format!("(await (async () => {{ {LOGINS} }})(), true)")).await?;
    js(scene.driver(), "enter('alice')").await?;
    part(scene.driver(), "acknowledge").await?;
    js(scene.driver(), "enter('bob')").await?;
    let came = async |what: Value| {
        eventually("the logins come to something", async || {
            let came = js(scene.driver(), "return came").await?;
            ensure!(came == what, "{came}");
            Ok(())
        })
        .await
    };
    came(json!({ "alice": false })).await?;
    part(scene.driver(), "acknowledge").await?;

    // A logout while the notice is read: what the host does not start, nobody needs to end.
    js(scene.driver(), "logins.onLogout()").await?;
    gone(scene.driver()).await?;
    came(json!({ "alice": false, "bob": false })).await?;

    js(scene.driver(), "enter('bob')").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    came(json!({ "alice": false, "bob": true })).await?;
    ensure!(!is_shown(scene.driver()).await?);
    scene.browser.quit().await
}
