//! Tencent's real SDK, whose cloud is not there: nothing of it leaves before the acknowledgement, and `userSig` stays its own.

use super::room::{documented, replace};
use crate::scene::Scene;
use anyhow::{Result, ensure};
use ciente_e2e::{
    browser::Look,
    database, host,
    page::{gone, js, js_async, part, run_module},
    programs,
    receiver::{Receiver, eventually, quiet},
};
use serde_json::Value;
use std::fs;

pub(super) const SIG: &str = "eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwsUpmYVFxcl5";

/// Whose servers the SDK turns to first.
pub(super) const CLOUD: [&str; 2] = ["qcloud.com", "tencent.cn"];

/// The network as the SDK sees it: requests are noted, sockets open to nowhere.
const WATCH: &str = "
    window.sent = [];
    const { fetch } = window;
    window.fetch = (to, ...more) => (sent.push(`fetch ${to?.url ?? to}`), fetch(to, ...more));
    const { open } = XMLHttpRequest.prototype;
    XMLHttpRequest.prototype.open = function (method, to, ...more) {
      sent.push(`xhr ${to}`);
      return open.call(this, method, to, ...more);
    };
    const beacon = navigator.sendBeacon.bind(navigator);
    navigator.sendBeacon = (to, ...more) => (sent.push(`beacon ${to}`), beacon(to, ...more));
    window.WebSocket = class extends EventTarget {
      constructor(to) {
        super();
        sent.push(`socket ${to}`);
      }
      send(data) {
        sent.push(`frame ${data}`);
      }
      close() {}
    };
    window.userSigOfYourServer = async () => 'SIG';
    window.openChat = () => {};
    window.leave = () => (window.left = true);";

/// Everything that the page keeps.
const KEPT: &str = "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, await Promise.all(
    (await indexedDB.databases()).map(({ name }) => new Promise((done, fail) => {
      const open = indexedDB.open(name);
      open.onerror = () => fail(open.error);
      open.onsuccess = async () => {
        const stores = [...open.result.objectStoreNames];
        const all = (store) => new Promise((done) => {
          open.result.transaction(store).objectStore(store).getAll().onsuccess = (e) => done(e.target.result);
        });
        const rows = await Promise.all(stores.map(all));
        open.result.close();
        done([name, stores, rows]);
      };
    })))])";

/// A page that is watched, with a receiver that is heard and these scripts of its own; it imports `/tencent-host.js`.
pub(super) async fn open(scripts: &[(&str, &str)]) -> Result<Scene> {
    let scene = Scene::open_on(Receiver::serve_heard().await?, Look::ENGLISH, host::CHAT).await?;
    let clients = programs::chat_clients()?;
    scene.host.serve_folder("/tencent/", clients.join("@tencentcloud/chat"));
    scene.host.serve_folder("/lite/", clients.join("@tencentcloud/lite-chat"));
    scene.host.serve_folder("/vue/", clients.join("vue/dist"));
    for (path, script) in scripts {
        scene.host.serve(path, script);
    }
    js(scene.driver(), &WATCH.replace("SIG", SIG)).await?;
    scene.host.take_requests();
    run_module(scene.driver(), "/tencent-host.js").await?;
    Ok(scene)
}

/// The documented login.
async fn log_in() -> Result<Scene> {
    let code = documented("import TencentCloudChat")?;
    let code = replace(&code, "\"@tencentcloud/chat\"", "'/tencent/index.es.js'")?;
    open(&[("/tencent-host.js", &code)]).await
}

/// What went to anybody else than the page's own server.
pub(super) async fn outside(scene: &Scene) -> Result<Vec<String>> {
    let sent = js(scene.driver(), "return sent").await?;
    let sent = sent.as_array().cloned().unwrap_or_default();
    let own = |line: &&str| {
        !line.contains(&scene.host.url()) && !line.starts_with("fetch ./") && !line.starts_with("fetch /")
    };
    Ok(sent.iter().filter_map(Value::as_str).filter(own).map(str::to_owned).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn tencents_sdk_sends_nothing_before_the_acknowledgement_and_its_signature_is_nowhere() -> Result<()> {
    let mut scene = log_in().await?;
    part(scene.driver(), "acknowledge").await?;
    quiet().await;
    let early = outside(&scene).await?;
    ensure!(early.is_empty(), "{early:?}");
    let requests = scene.host.take_requests();
    let known =
        |line: &String| ["/assets/", "/notices/im/", "/v1/acknowledgements"].iter().any(|own| line.contains(own));
    ensure!(!requests.is_empty() && requests.iter().all(known), "{requests:?}");

    part(scene.driver(), "acknowledge").await?.click().await?;
    gone(scene.driver()).await?;
    // Now it does, and the same eyes see it.
    eventually("the SDK connects", async || {
        let sent = outside(&scene).await?;
        ensure!(sent.iter().any(|line| CLOUD.iter().any(|cloud| line.contains(cloud))), "{sent:?}");
        Ok(())
    })
    .await?;

    let rows = database::rows(&scene.receiver.data())?;
    ensure!(rows.len() == 1 && rows[0]["subject"] == "alice" && rows[0]["tenant"] == "1400000000", "{rows:?}");
    for post in scene.host.take_posts() {
        ensure!(!format!("{post:?}").contains(SIG), "{post:?}");
    }
    let kept = js_async(scene.driver(), KEPT).await?;
    let kept = kept.as_str().unwrap_or_default();
    ensure!(kept.contains("ciente") && !kept.contains(SIG), "{kept}");
    scene.receiver.stop().await?;
    let log = fs::read_to_string(scene.receiver.log())?;
    ensure!(log.contains("acknowledgements") && !log.contains(SIG), "{log}");
    // The database itself, and what SQLite keeps beside it.
    for file in fs::read_dir(scene.receiver.folder())? {
        let path = file?.path();
        if path.is_file() {
            let bytes = fs::read(&path)?;
            ensure!(!bytes.windows(SIG.len()).any(|part| part == SIG.as_bytes()), "{}", path.display());
        }
    }
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn tencents_sdk_is_not_created_for_whoever_declines() -> Result<()> {
    let scene = log_in().await?;
    part(scene.driver(), "decline").await?.click().await?;
    eventually("the host is told", async || {
        ensure!(js(scene.driver(), "return window.left ?? false").await? == true);
        Ok(())
    })
    .await?;
    quiet().await;
    let sent = outside(&scene).await?;
    ensure!(sent.is_empty(), "{sent:?}");
    ensure!(database::rows(&scene.receiver.data())?[0]["action"] == "declined");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_of_tencents_sdk_that_is_overtaken_is_ended_and_an_instance_is_prepared_once() -> Result<()> {
    let scene = open(&[(
        "/tencent-host.js",
        "import TencentCloudChat from '/tencent/index.es.js';
         import { loginWithNotice } from '/assets/adapters/tencent-chat.js';
         import { onLogout } from '/assets/adapters/login.js';
         window.told = [];
         window.fail = true;
         const { create } = TencentCloudChat;
         // The cloud is not there: whether the SDK gets in is the test's affair.
         TencentCloudChat.create = (options) => {
           const chat = create.call(TencentCloudChat, options);
           chat.login = () => (told.push('login'), fail ? Promise.reject(Error('expired')) : new Promise((done) => (window.letIn = done)));
           chat.logout = async () => void told.push('logout');
           return chat;
         };
         window.leave = onLogout;
         window.enter = () =>
           loginWithNotice(TencentCloudChat, { SDKAppID: 1400000000, userID: 'alice', userSig: 'sig' }, {
             notice: '/notices/im',
             endpoint: '/v1/acknowledgements',
             prepare: () => told.push('prepare'),
           }).then((chat) => told.push(chat ? 'in' : 'out'), ({ message }) => told.push(message));
         enter();",
    )])
    .await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    let told = async |wanted: &[&str]| {
        eventually("what was done", async || {
            let told = js(scene.driver(), "return window.told ?? null").await?;
            ensure!(told == serde_json::json!(wanted), "{told}");
            Ok(())
        })
        .await
    };
    told(&["prepare", "login", "expired"]).await?;
    // Tried again, the SDK gives the instance that listens already.
    js(scene.driver(), "window.fail = false; window.enter()").await?;
    told(&["prepare", "login", "expired", "login"]).await?;
    js(scene.driver(), "leave(); letIn()").await?;
    told(&["prepare", "login", "expired", "login", "logout", "out"]).await?;
    scene.browser.quit().await
}
