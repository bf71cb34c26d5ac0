//! A page with converse.js, as the documentation says to write it, and the XMPP server it logs in to.

use crate::scene::Scene;
use anyhow::{Context, Result, ensure};
use ciente_e2e::{
    blocks::{Block, blocks},
    browser::Look,
    host,
    page::js,
    programs,
    prosody::Prosody,
    receiver::eventually,
};
use serde_json::Value;
use std::fs;
use thirtyfour::prelude::*;

/// The code block of `docs/chat-clients.md` that has this in it, and says that it is run here.
pub(crate) fn documented(what: &str) -> Result<String> {
    let text = fs::read_to_string(programs::root().join("docs/chat-clients.md"))?;
    let ours = |block: &Block| block.tag("test") == Some("tests/e2e/chat/room.rs") && block.text.contains(what);
    let block = blocks(&text).into_iter().find(ours).with_context(|| format!("no code for {what}"))?;
    Ok(block.text)
}

/// The same text with something else in one place.
pub(crate) fn replace(text: &str, what: &str, with: &str) -> Result<String> {
    ensure!(text.matches(what).count() == 1, "the documented code does not say {what} once:\n{text}");
    Ok(text.replace(what, with))
}

pub(crate) struct Room {
    pub(crate) scene: Scene,
    pub(crate) prosody: Prosody,
}

impl Room {
    /// The page, nobody logged in; `more` goes into the plugin's setting.
    pub(crate) async fn open(more: &str) -> Result<Self> {
        let prosody = Prosody::start(&["alice"]).await?;
        let scene = Scene::open_under(host::CHAT, Look::ENGLISH).await?;
        let code = documented("adapters/converse.js")?;
        let code = replace(&code, "wss://chat.example/xmpp-websocket", &prosody.url())?;
        let code = replace(&code, "whitelisted_plugins: [\"ciente\"]", "whitelisted_plugins: ['ciente', 'watch']")?;
        let code = replace(&code, "tenant: \"1400000000\",", &format!("tenant: '1400000000', {more}"))?;
        // What only a test needs: nothing from outside, the login form in view, a list of what happens.
        let quiet = "view_mode: 'overlayed', show_controlbox_by_default: true, assets_path: '/converse/', i18n: 'en',
             locked_domain: 'localhost', discover_connection_methods: false, allow_registration: false,";
        let code = replace(&code, "view_mode: \"overlayed\",", quiet)?;
        scene.host.serve("/converse-host.js", &format!("{code}\nconverse.plugins.add('watch', watch);"));
        scene.host.serve_folder("/converse/", programs::chat_clients()?.join("converse.js/dist"));
        scene.host.serve_folder("/chat/", programs::root().join("tests/chat/www"));
        let room = Self { scene, prosody };
        room.load().await?;
        Ok(room)
    }

    /// Opens the page, or opens it again.
    pub(crate) async fn load(&self) -> Result<()> {
        self.scene.host.take_requests();
        Ok(self.driver().goto(format!("{}chat/converse.html", self.scene.host.url())).await?)
    }

    pub(crate) fn driver(&self) -> &WebDriver {
        self.scene.driver()
    }

    /// Types the name and the password, as a person does.
    pub(crate) async fn log_in(&self) -> Result<()> {
        let password = eventually("the login form", async || {
            Ok(self.driver().find(By::Css("converse-login-form input[name='password']")).await?)
        })
        .await?;
        let name = self.driver().find(By::Css("converse-login-form input[name='jid']")).await?;
        name.clear().await?;
        name.send_keys("alice").await?;
        // The page keeps what was typed at an earlier login.
        password.clear().await?;
        password.send_keys("alice").await?;
        password.send_keys(Key::Enter).await?;
        Ok(())
    }

    /// What converse.js went through since the page was loaded.
    pub(crate) async fn stages(&self) -> Result<Vec<Value>> {
        Ok(js(self.driver(), "return window.stages ?? []").await?.as_array().cloned().unwrap_or_default())
    }

    /// Waits until converse.js has come to this, `times` times.
    pub(crate) async fn reaches(&self, stage: &str, times: usize) -> Result<()> {
        eventually(stage, async || {
            let stages = self.stages().await?;
            ensure!(stages.iter().filter(|one| *one == stage).count() >= times, "{stages:?}");
            Ok(())
        })
        .await
    }

    /// The stanzas sent since the page was loaded that tell or ask the server something about the user: everything after the
    /// session was bound, but for the switch of stream management and its counters, and the goodbye of whoever logs out: the
    /// server tells nobody that one is gone who was never there (RFC 6121, section 4.5.2).
    pub(crate) async fn stanzas(&self) -> Result<Vec<String>> {
        let sent = js(self.driver(), "return sent").await?;
        let sent = sent.as_array().cloned().unwrap_or_default();
        let stanzas = sent.iter().filter_map(Value::as_str).filter(|stanza| {
            ["<iq", "<presence", "<message"].iter().any(|start| stanza.starts_with(start))
                && !stanza.starts_with("<presence type=\"unavailable\"")
                && !["urn:ietf:params:xml:ns:xmpp-bind", "urn:ietf:params:xml:ns:xmpp-session"]
                    .iter()
                    .any(|setup| stanza.contains(setup))
        });
        Ok(stanzas.map(str::to_owned).collect())
    }

    /// The stages of a session that has begun: the roster was asked for, and others see the user.
    pub(crate) async fn is_online(&self) -> Result<()> {
        self.reaches("connected", 1).await?;
        self.reaches("rosterContactsFetched", 1).await?;
        eventually("roster and presence are sent", async || {
            let stanzas = self.stanzas().await?;
            let has = |what: &str| stanzas.iter().any(|stanza| stanza.contains(what));
            ensure!(has("jabber:iq:roster") && has("<presence"), "{stanzas:?}");
            Ok(())
        })
        .await
    }

    /// Ends, when nothing was asked for outside this machine.
    pub(crate) async fn close(self) -> Result<()> {
        let blocked = js(self.driver(), "return blocked").await?;
        ensure!(blocked.as_array().is_some_and(Vec::is_empty), "{blocked}");
        self.scene.browser.quit().await
    }
}
