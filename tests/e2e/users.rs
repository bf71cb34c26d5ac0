//! Nothing of one user reaches the next: authorization, options, events, and whose word was the last.

use crate::scene::Scene;
use anyhow::{Result, ensure};
use ciente_e2e::{
    browser::Look,
    database,
    host::{Fault, Post},
    page::{cdp, gone, in_notice, js, js_async, part, taken_over},
    receiver::eventually,
};
use serde_json::{Value, json};

const ENDPOINT: &str = "/v1/acknowledgements";
/// From now on POSTs wait until the test calls `open()`.
const GATE: &str = "const real = (window.real_fetch = window.fetch);
    const gate = new Promise((open) => (window.open_gate = open));
    window.fetch = (url, init) => (init?.method === 'POST' ? ((window.waits = true), gate.then(() => real(url, init))) : real(url, init));";

async fn click(scene: &Scene, name: &str) -> Result<()> {
    part(scene.driver(), name).await?.click().await?;
    Ok(())
}

async fn reset(scene: &Scene) -> Result<()> {
    js(scene.driver(), "document.querySelector('ciente-notice').reset()").await?;
    Ok(())
}

async fn recorded(scene: &Scene, subject: &str, count: usize) -> Result<()> {
    eventually("the record arrives and leaves the outbox", async || {
        let rows = database::rows_of(&scene.receiver.data(), subject)?;
        ensure!(rows.len() == count, "{} rows", rows.len());
        ensure!(scene.outbox().await?.is_empty(), "it is still in the outbox");
        Ok(())
    })
    .await
}

fn each_is_their_own(posts: &[Post]) -> Result<()> {
    for post in posts {
        let subject = post.body["subject"].as_str().unwrap_or_default();
        ensure!(post.authorization == format!("Bearer {subject}"), "{subject} was sent with {:?}", post.authorization);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_never_sent_with_another_users_authorization() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    // As hosts write it: the token of whoever is logged in when it arrives.
    let authorize = "authorize: async () => {
        await window.token;
        return { authorization: `Bearer ${who}` };
    }";
    for (leave, alice, bob) in [("reset", "alice", "bob"), ("subject", "anna", "ben")] {
        js(scene.driver(), &format!("window.who = '{alice}'; window.token = undefined")).await?;
        scene.ask(alice, authorize).await?;
        part(scene.driver(), "acknowledge").await?;
        js(scene.driver(), "window.token = new Promise((grant) => (window.grant = grant))").await?;
        click(&scene, "acknowledge").await?;
        eventually("the record is in the outbox", async || {
            ensure!(scene.outbox().await?.len() == 1, "not yet");
            Ok(())
        })
        .await?;
        if leave == "reset" {
            reset(&scene).await?;
        } else {
            let change = format!("document.querySelector('ciente-notice').setAttribute('subject', '{bob}')");
            js(scene.driver(), &change).await?;
        }
        js(scene.driver(), &format!("window.who = '{bob}'; grant()")).await?;
        scene.ask(bob, authorize).await?;
        click(&scene, "acknowledge").await?;
        ensure!(scene.result().await?["delivery"] == "recorded");
        let posts = scene.host.take_posts();
        ensure!(posts.len() == 1, "{posts:?}");
        each_is_their_own(&posts)?;

        // Alice is back: hers is sent, as hers.
        reset(&scene).await?;
        js(scene.driver(), &format!("window.who = '{alice}'")).await?;
        scene.ask(alice, authorize).await?;
        ensure!(scene.result().await?["outcome"] == "already");
        recorded(&scene, alice, 1).await?;
        each_is_their_own(&scene.host.take_posts())?;
        reset(&scene).await?;
    }
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_option_left_out_is_not_the_last_users() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    scene.ask("alice", "locale: 'pt-BR', wait: 1234, authorize: () => ({ authorization: 'Bearer alice' })").await?;
    click(&scene, "acknowledge").await?;
    scene.result().await?;
    each_is_their_own(&scene.host.take_posts())?;
    scene.ask("bob", "").await?;
    let title = part(scene.driver(), "title").await?.text().await?;
    ensure!(title.starts_with("Privacy"), "{title}");
    click(&scene, "acknowledge").await?;
    scene.result().await?;
    let posts = scene.host.take_posts();
    ensure!(posts.len() == 1 && posts[0].authorization.is_empty(), "{posts:?}");
    let left = js(
        scene.driver(),
        "const e = document.querySelector('ciente-notice'); return [e.wait, e.credentials, e.authorize ?? null]",
    )
    .await?;
    ensure!(left == json!([8000, "omit", null]), "{left}");

    // What the page's own markup says stays.
    js(scene.driver(), "document.querySelector('ciente-notice').setAttribute('locale', 'es')").await?;
    scene.ask("carol", "").await?;
    let title = part(scene.driver(), "title").await?.text().await?;
    ensure!(title.starts_with("Aviso de privacidad"), "{title}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn after_reset_the_old_call_says_nothing_more() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    js(scene.driver(), GATE).await?;
    scene.ask("alice", "").await?;
    click(&scene, "acknowledge").await?;
    // What is not on its way yet at a logout stays in the outbox until she is back.
    eventually("the record is on its way", async || {
        ensure!(js(scene.driver(), "return window.waits ?? false").await? == true, "not yet");
        Ok(())
    })
    .await?;
    reset(&scene).await?;
    // She acted, and the call says so, although nobody waits for the answer any more.
    let result = scene.result().await?;
    ensure!(result == json!({ "outcome": "acknowledged", "delivery": "pending" }), "{result}");
    js(scene.driver(), "events.length = 0; open_gate()").await?;
    recorded(&scene, "alice", 1).await?;
    let events = js(scene.driver(), "return events").await?;
    ensure!(events == json!([]), "{events}");

    // A call that is reset before anything is shown settles too.
    js(scene.driver(), "ask({ subject: 'bob' }); document.querySelector('ciente-notice').reset();").await?;
    ensure!(scene.result().await? == json!({ "outcome": "unavailable" }));
    // Nor does the element ask by itself afterwards.
    js_async(scene.driver(), "await new Promise((done) => setTimeout(done, 500))").await?;
    let events = js(scene.driver(), "return events").await?;
    ensure!(events == json!([]), "{events}");
    scene.browser.quit().await
}

/// The last word that the device remembers, of the one user there is.
async fn word(scene: &Scene) -> Result<Value> {
    js_async(
        scene.driver(),
        "await new Promise((done) => (indexedDB.open('ciente').onsuccess = ({ target: { result: db } }) => {
           db.transaction('records').objectStore('records').getAll().onsuccess = (e) => {
             db.close();
             done(e.target.result.map(({ action, state }) => [action, state]));
           };
         }))",
    )
    .await
}

async fn word_becomes(scene: &Scene, action: &str, state: &str) -> Result<()> {
    eventually("the last word", async || {
        let word = word(scene).await?;
        ensure!(word == json!([[action, state]]), "{word}");
        Ok(())
    })
    .await
}

/// Two elements for the same user stand for two tabs; `[data-tab]` tells them apart.
async fn two_tabs(scene: &Scene) -> Result<()> {
    js(
        scene.driver(),
        "for (const tab of [1, 2]) {
           const element = document.createElement('ciente-notice');
           Object.assign(element, { notice: '/notices/im', endpoint: '/v1/acknowledgements', tenant: 't', subject: 'alice' });
           element.dataset.tab = tab;
           document.body.append(element);
         }",
    )
    .await?;
    eventually("both are shown", async || {
        ensure!(scene.events("shown").await?.len() == 2, "not yet");
        Ok(())
    })
    .await
}

async fn press(scene: &Scene, tab: u8, name: &str) -> Result<()> {
    let script =
        format!("document.querySelector('[data-tab=\"{tab}\"]').shadowRoot.querySelector('[part={name}]').click()");
    js(scene.driver(), &script).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_act_has_the_last_word_whatever_order_the_answers_come_in() -> Result<()> {
    for (first, second) in [("acknowledged", "declined"), ("declined", "acknowledged")] {
        let scene = Scene::open(Look::default()).await?;
        let button = |action| if action == "declined" { "decline" } else { "acknowledge" };
        // A plain webhook: only the device knows what was said.
        scene.host.fault("GET", ENDPOINT, usize::MAX, Fault::status(404));
        two_tabs(&scene).await?;
        // The first one's request is slower than the second's.
        js(scene.driver(), GATE).await?;
        press(&scene, 1, button(first)).await?;
        word_becomes(&scene, first, "pending").await?;
        js(scene.driver(), "window.fetch = real_fetch").await?;
        press(&scene, 2, button(second)).await?;
        word_becomes(&scene, second, "recorded").await?;
        js(scene.driver(), "open_gate()").await?;
        recorded(&scene, "alice", 2).await?;
        word_becomes(&scene, second, "recorded").await?;

        scene.reload().await?;
        scene.ask("alice", "").await?;
        if second == "declined" {
            part(scene.driver(), "acknowledge").await?;
        } else {
            ensure!(scene.result().await?["outcome"] == "already");
        }
        scene.browser.quit().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_declined_and_is_not_sent_asks_again_and_is_sent() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    scene.host.fault("POST", ENDPOINT, 2, Fault::CutAfter);
    scene.ask("alice", "").await?;
    click(&scene, "decline").await?;
    ensure!(scene.result().await?["outcome"] == "declined");
    scene.host.mend();
    scene.reload().await?;
    scene.ask("alice", "").await?;
    in_notice(scene.driver(), "[part=acknowledge]").await?;
    recorded(&scene, "alice", 1).await?;
    click(&scene, "acknowledge").await?;
    ensure!(scene.result().await?["delivery"] == "recorded");
    scene.browser.quit().await
}

/// Authorization that can be seen to be gone.
const HELD: &str = "authorize: (() => {
    const authorize = async () => ({ authorization: 'Bearer alice' });
    window.held = new WeakRef(authorize);
    return authorize;
})()";

/// The next user is there, and nothing leads to the last one's authorization any more.
async fn is_forgotten(scene: &Scene, how: &str) -> Result<()> {
    reset(scene).await?;
    scene.ask("bob", "").await?;
    part(scene.driver(), "acknowledge").await?;
    eventually(&format!("what {how} authorized is gone"), async || {
        cdp(scene.driver(), "HeapProfiler.collectGarbage", json!({})).await?;
        ensure!(js(scene.driver(), "return !held.deref()").await? == true, "it is still there");
        Ok(())
    })
    .await?;
    reset(scene).await
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_user_who_logged_out_nothing_stays_in_memory() -> Result<()> {
    needs!(DevTools);
    let scene = Scene::open(Look::default()).await?;
    scene.ask("alice", HELD).await?;
    part(scene.driver(), "acknowledge").await?;
    is_forgotten(&scene, "who did not answer").await?;

    scene.ask("alice", HELD).await?;
    taken_over(scene.driver()).await?;
    scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::status(503));
    click(&scene, "acknowledge").await?;
    ensure!(scene.result().await?["delivery"] == "pending");
    is_forgotten(&scene, "who acknowledged").await?;

    scene.host.take_posts();
    // Not asked; what is left is sent in the background, or is tried to be.
    scene.ask("alice", HELD).await?;
    ensure!(scene.result().await?["outcome"] == "already");
    eventually("it is tried", async || {
        ensure!(!scene.host.take_posts().is_empty(), "not yet");
        Ok(())
    })
    .await?;
    is_forgotten(&scene, "whose record was sent again").await?;
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_ends_the_call_when_it_hears_of_the_act_does_not_undo_it() -> Result<()> {
    let scene = Scene::open(Look::default()).await?;
    for (subject, when) in [
        ("alice", "document.addEventListener('ciente-acknowledged', ({ target }) => target.reset(), { once: true })"),
        // At the very click.
        (
            "bob",
            "document.addEventListener('click', () => document.querySelector('ciente-notice').reset(), { once: true })",
        ),
    ] {
        js(scene.driver(), "window.result = undefined").await?;
        scene.ask(subject, "").await?;
        taken_over(scene.driver()).await?;
        js(scene.driver(), when).await?;
        part(scene.driver(), "acknowledge").await?.click().await?;
        let result = scene.result().await?;
        ensure!(result["outcome"] == "acknowledged", "{subject}: {result}");
        gone(scene.driver()).await?;
    }
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_again_hears_how_it_stands_now() -> Result<()> {
    let mut scene = Scene::open_versions(Look::ENGLISH, &["2022-05"]).await?;
    scene.ask("alice", "").await?;
    click(&scene, "acknowledge").await?;
    ensure!(scene.result().await?["outcome"] == "acknowledged");
    // A tab that is open for days, and asks whenever its connection is back.
    scene.ask("alice", "").await?;
    ensure!(scene.result().await? == json!({ "outcome": "already", "delivery": "recorded" }));
    scene.receiver.publish(&["2022-05", "2022-07"]).await?;
    scene.ask("alice", "").await?;
    click(&scene, "acknowledge").await?;
    let result = scene.result().await?;
    ensure!(result["receipt"]["acknowledgement"]["notice"]["version"] == "2022-07", "{result}");
    scene.browser.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_again_is_not_told_what_is_true_no_more() -> Result<()> {
    let scene = Scene::open(Look::ENGLISH).await?;
    for (subject, refusal, code) in
        [("alice", Fault::status(400), "endpoint-refused"), ("bob", Fault::stale(), "notice-stale")]
    {
        scene.host.fault("POST", ENDPOINT, usize::MAX, Fault::status(503));
        scene.ask(subject, "").await?;
        click(&scene, "acknowledge").await?;
        ensure!(scene.result().await?["delivery"] == "pending");
        scene.reload().await?;
        // It is sent behind the page, and refused.
        scene.host.mend();
        scene.host.fault("POST", ENDPOINT, usize::MAX, refusal);
        scene.ask(subject, "").await?;
        ensure!(scene.result().await? == json!({ "outcome": "already", "delivery": "pending" }));
        eventually("the host hears of it", async || {
            ensure!(scene.events("error").await?.iter().any(|error| error["code"] == code), "not yet");
            Ok(())
        })
        .await?;
        scene.host.mend();
        scene.ask(subject, "").await?;
        click(&scene, "acknowledge").await?;
        ensure!(scene.result().await?["delivery"] == "recorded");
        reset(&scene).await?;
    }
    scene.browser.quit().await
}
