//! A login of one's own: the recipe for Matrix and other clients, and a login that is overtaken.

use super::room::documented;
use crate::scene::Scene;
use anyhow::{Result, ensure};
use ciente_e2e::{
    browser::Look,
    host::Fault,
    page::{gone, is_shown, js, js_async, part, run_module},
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
async fn the_recipe_leaves_a_login_alone_that_was_ended_and_nobody_is_asked_for_it_again() -> Result<()> {
    let scene = open().await?;
    let logout = "(await (await import('/assets/adapters/login.js')).onLogout(), true)";
    js_async(scene.driver(), logout).await?;
    gone(scene.driver()).await?;
    // As pages come back that were left: the element, and a copy of it.
    let back = "const element = document.querySelector('ciente-notice');
        document.body.append(element.cloneNode(true), element);
        return element.subject";
    ensure!(js(scene.driver(), back).await? == "");
    js_async(scene.driver(), "(await new Promise((done) => setTimeout(done, 500)), true)").await?;
    ensure!(!is_shown(scene.driver()).await? && js(scene.driver(), "return told").await? == json!([]));
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

/// A login by its name, of a subject, with more options; what came of it stands in `came`.
const NAMED: &str = "
    window.came = {};
    window.logins = await import('/assets/adapters/login.js');
    window.enter = (name, subject, more) => logins
      .onLogin(subject, { notice: '/notices/im', endpoint: '/v1/acknowledgements', tenant: 't', ...more })
      .then((goesOn) => (came[name] = goesOn), ({ message }) => (came[name] = message));
    window.press = (element) => element.shadowRoot.querySelector('[part=acknowledge]').click();";

async fn named() -> Result<Scene> {
    let scene = Scene::open(Look::ENGLISH).await?;
    ciente_e2e::page::js_async(scene.driver(), &format!("(await (async () => {{ {NAMED} }})(), true)")).await?;
    Ok(scene)
}

async fn comes(scene: &Scene, what: Value) -> Result<()> {
    eventually("the logins come to something", async || {
        let came = js(scene.driver(), "return came").await?;
        ensure!(came == what, "{came}");
        Ok(())
    })
    .await
}

async fn shown_in(scene: &Scene, element: &str) -> Result<()> {
    eventually("a notice is shown", async || {
        let code = format!("return !!{element}.shadowRoot.querySelector('dialog[open] [part=acknowledge]')");
        ensure!(js(scene.driver(), &code).await? == json!(true));
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_goes_on_because_the_page_took_the_notice_away() -> Result<()> {
    let scene = named().await?;
    for (n, end) in ["remove()", "reset()"].iter().enumerate() {
        js(scene.driver(), &format!("enter('{n}', 'subject-{n}')")).await?;
        part(scene.driver(), "acknowledge").await?;
        js(scene.driver(), &format!("document.querySelector('ciente-notice').{end}")).await?;
        gone(scene.driver()).await?;
    }
    comes(&scene, json!({ "0": false, "1": false })).await?;
    // Another option is another notice, and the first was not answered.
    js(scene.driver(), "enter('one', 'alice')").await?;
    part(scene.driver(), "acknowledge").await?;
    js(scene.driver(), "enter('two', 'alice', { tenant: 'another' })").await?;
    comes(&scene, json!({ "0": false, "1": false, "one": false })).await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    comes(&scene, json!({ "0": false, "1": false, "one": false, "two": true })).await?;
    scene.browser.quit().await
}

/// A fault that did not end the call, and right after it the page takes the notice away.
#[tokio::test(flavor = "multi_thread")]
async fn a_fault_that_leaves_the_notice_on_the_screen_lets_nobody_in() -> Result<()> {
    let scene = named().await?;
    scene.host.fault("GET", "/notices/im/2022-07/es.view.json", usize::MAX, Fault::status(404));
    js(scene.driver(), "enter('one', 'alice')").await?;
    part(scene.driver(), "acknowledge").await?;
    js(
        scene.driver(),
        "const element = document.querySelector('ciente-notice');
         element.addEventListener('ciente-error', () => setTimeout(() => element.reset()), { once: true });
         element.locale = 'es';",
    )
    .await?;
    comes(&scene, json!({ "one": false })).await?;
    scene_error(&scene, "notice-not-found").await?;
    scene.browser.quit().await
}

/// What the endpoint calls stale is current where the page has it from: nothing else can be shown.
#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_nobody_can_acknowledge_locks_nobody_out() -> Result<()> {
    let scene = named().await?;
    scene.host.fault("POST", "/v1/acknowledgements", usize::MAX, Fault::stale());
    for (name, more, goes_on) in [("one", "", true), ("two", "{ unavailable: 'logout' }", false)] {
        let more = if more.is_empty() { String::new() } else { format!(", {more}") };
        js(scene.driver(), &format!("came = {{}}; enter('{name}', '{name}'{more})")).await?;
        part(scene.driver(), "acknowledge").await?.click().await?;
        comes(&scene, json!({ name: goes_on })).await?;
    }
    scene_error(&scene, "notice-stale").await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_clients_with_an_element_each_have_a_login_each() -> Result<()> {
    let scene = named().await?;
    let elements =
        "[window.a, window.b] = [1, 2].map(() => document.body.appendChild(document.createElement('ciente-notice')))";
    js(scene.driver(), elements).await?;
    js(scene.driver(), "enter('alice', 'alice', { element: a })").await?;
    shown_in(&scene, "a").await?;
    js(scene.driver(), "enter('bob', 'bob', { element: b })").await?;
    shown_in(&scene, "b").await?;
    // What fails in one is none of the other's affairs.
    js(scene.driver(), "b.dispatchEvent(new CustomEvent('ciente-error', { bubbles: true, detail: { code: 'bad-option', message: 'no' } }))")
        .await?;
    js(scene.driver(), "press(a)").await?;
    comes(&scene, json!({ "alice": true })).await?;
    js(scene.driver(), "logins.onLogout(a)").await?;
    shown_in(&scene, "b").await?;
    js(scene.driver(), "logins.onLogout(b)").await?;
    eventually("bob's login ends", async || {
        let came = js(scene.driver(), "return came").await?;
        ensure!(came["alice"] == true && (came["bob"] == false || came["bob"] == "no"), "{came}");
        Ok(())
    })
    .await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_logout_reaches_an_element_in_a_shadow_tree_and_other_elements_faults_reach_no_login() -> Result<()> {
    let scene = named().await?;
    js(
        scene.driver(),
        "const host = document.body.appendChild(document.createElement('div'));
         window.inner = host.attachShadow({ mode: 'open' }).appendChild(document.createElement('ciente-notice'))",
    )
    .await?;
    js(scene.driver(), "enter('alice', 'alice', { element: inner })").await?;
    shown_in(&scene, "inner").await?;
    js(scene.driver(), "logins.onLogout()").await?;
    comes(&scene, json!({ "alice": false })).await?;
    ensure!(js(scene.driver(), "return inner.shadowRoot.querySelector('dialog[open]')").await?.is_null());

    js(scene.driver(), "enter('carol', 'carol')").await?;
    part(scene.driver(), "acknowledge").await?;
    js(
        scene.driver(),
        "const other = document.createElement('ciente-notice');
         Object.assign(other, { notice: '/n', endpoint: 'ftp://x', tenant: 't', subject: 's' });
         document.body.append(other)",
    )
    .await?;
    scene_error(&scene, "bad-option").await?;
    part(scene.driver(), "acknowledge").await?.click().await?;
    comes(&scene, json!({ "alice": false, "carol": true })).await?;
    scene.browser.quit().await
}

async fn scene_error(scene: &Scene, code: &str) -> Result<()> {
    eventually("an error is told", async || {
        ensure!(scene.events("error").await?.iter().any(|error| error["code"] == code));
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_kits_state_says_what_became_of_a_login() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    let said = "(await (async () => {
        const { useLoginWithNotice } = await import('/assets/adapters/tencent-chat.js');
        const notice = { notice: '/notices/im', endpoint: '/v1/acknowledgements' };
        const account = { SDKAppID: 14, userID: 'alice', userSig: 's' };
        const made = [];
        let enter;
        const kit = { login: () => new Promise((resolve, reject) => (enter = { resolve, reject })), logout: async () => void made.push('out') };
        const { state, login, logout } = useLoginWithNotice({ shallowRef: (value) => ({ value }) }, kit);
        const until = async (what) => { while (!what()) await new Promise((go) => setTimeout(go, 10)); };
        const dialog = () => document.querySelector('ciente-notice')?.shadowRoot.querySelector('dialog[open] [part=acknowledge]');
        const said = [];
        let going = login(account, notice);
        await until(dialog);
        dialog().click();
        await until(() => enter);
        enter.reject(Error('expired'));
        said.push(await going.catch(({ message }) => message), state.value);
        enter = undefined;
        going = login(account, notice);
        await until(() => enter);
        await logout();
        enter.resolve();
        said.push(await going, state.value, made.length);
        said.push(await login({ userID: 'bob', userSig: 's' }, notice).catch(({ message }) => message), state.value);
        // Whoever is in is out before somebody else is asked, and stays out when they decline.
        enter = undefined;
        made.length = 0;
        going = login(account, notice);
        await until(() => enter);
        enter.resolve();
        said.push(await going, state.value, made.length);
        going = login({ ...account, userID: 'carol' }, notice);
        await until(dialog);
        said.push(made.length);
        document.querySelector('ciente-notice').shadowRoot.querySelector('[part=decline]').click();
        said.push(await going, state.value, made.length);
        // A logout that nobody waits for logs nobody else out.
        enter = undefined;
        going = login(account, notice);
        await until(() => enter);
        enter.resolve();
        await going;
        enter = undefined;
        const order = [];
        let left;
        kit.logout = () => new Promise((done) => (left = () => (order.push('left'), done())));
        kit.login = async () => void order.push('entered');
        logout();
        going = login({ ...account, userID: 'dora' }, notice);
        await until(dialog);
        dialog().click();
        await until(() => document.querySelector('ciente-notice').shadowRoot.querySelector('dialog[open]') === null);
        left();
        said.push(await going, state.value, order.join());
        return said;
      })())";
    let said = ciente_e2e::page::js_async(scene.driver(), said).await?;
    let wanted = json!([
        "expired",
        "loggedOut",
        false,
        "loggedOut",
        2,
        "tenant is missing",
        "loggedOut",
        true,
        "loggedIn",
        0,
        1,
        false,
        "refused",
        1,
        true,
        "loggedIn",
        "left,entered"
    ]);
    ensure!(said == wanted, "{said}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_of_the_hosts_lets_nobody_in() -> Result<()> {
    let scene = named().await?;
    let refused = "(await (async () => {
        const detached = document.createElement('ciente-notice');
        const notice = { notice: '/notices/im', endpoint: '/v1/acknowledgements', tenant: 't' };
        const tries = [logins.onLogin('alice'), logins.onLogin('alice', { ...notice, element: detached }),
          logins.onLogin('alice', { ...notice, unavailable: 'perhaps' })];
        return (await Promise.allSettled(tries)).map(({ status, reason }) => `${status} ${reason}`);
    })())";
    let refused = js_async(scene.driver(), refused).await?;
    let told = |n: usize, what: &str| {
        refused[n].as_str().is_some_and(|text| text.starts_with("rejected TypeError") && text.contains(what))
    };
    ensure!(told(0, "is missing") && told(1, "no document") && told(2, "unavailable cannot be"), "{refused}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_loader_that_cannot_be_had_locks_nobody_out() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.host.fault("GET", "/assets/ciente.js", usize::MAX, Fault::status(404));
    scene.open_bare().await?;
    ciente_e2e::page::js_async(scene.driver(), &format!("(await (async () => {{ {NAMED} }})(), true)")).await?;
    js(scene.driver(), "enter('goes on', 'alice'); enter('is out', 'bob', { unavailable: 'logout' })").await?;
    comes(&scene, json!({ "goes on": false, "is out": false })).await?;
    js(scene.driver(), "enter('goes on', 'bob')").await?;
    comes(&scene, json!({ "goes on": true, "is out": false })).await?;
    let errors = scene.events("error").await?;
    ensure!(errors.len() == 3 && errors.iter().all(|error| error["code"] == "widget-unreachable"), "{errors:?}");
    js(scene.driver(), "logins.onLogout()").await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_element_that_was_taken_away_does_not_ask_for_a_login_that_is_over() -> Result<()> {
    let scene = named().await?;
    js(scene.driver(), "window.a = document.body.appendChild(document.createElement('ciente-notice'))").await?;
    js(scene.driver(), "enter('alice', 'alice', { element: a })").await?;
    shown_in(&scene, "a").await?;
    scene.shown(1).await?;
    js(scene.driver(), "a.remove()").await?;
    comes(&scene, json!({ "alice": false })).await?;
    js(scene.driver(), "document.body.append(a)").await?;
    js(scene.driver(), "enter('again', 'alice', { element: a })").await?;
    shown_in(&scene, "a").await?;
    // Not a third time, as if it asked by itself.
    scene.shown(2).await?;
    js(scene.driver(), "press(a)").await?;
    comes(&scene, json!({ "alice": false, "again": true })).await?;
    ensure!(scene.events("shown").await?.len() == 2, "it asked by itself");
    scene.browser.quit().await
}
