//! The browsers that the suite runs in, and what each of them cannot do for it.

use anyhow::{Context, Result, bail};
use std::{
    env,
    io::{self, Write as _},
    thread,
};

/// A browser engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Chromium, by chromedriver.
    Chromium,
    /// Firefox, by geckodriver.
    Firefox,
    /// WebKitGTK under Xvfb, by WebKitWebDriver.
    WebKit,
}

impl Engine {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// The one that `CIENTE_BROWSER` names; Chromium where nothing does.
    pub fn chosen() -> Result<Self> {
        let Some(named) = env::var_os("CIENTE_BROWSER") else { return Ok(Self::Chromium) };
        let named = named.to_str().context("CIENTE_BROWSER")?;
        match Self::ALL.into_iter().find(|engine| engine.name().eq_ignore_ascii_case(named)) {
            Some(engine) => Ok(engine),
            None => bail!("CIENTE_BROWSER names {named:?}; there are chromium, firefox and webkit"),
        }
    }

    /// What people call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::WebKit => "WebKit",
        }
    }
}

/// What a test may need that not every engine has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capability {
    /// Commands of the Chrome DevTools Protocol: scripts before the page's own, media, memory, device metrics.
    DevTools,
    /// What the browser wrote to its console.
    Console,
    /// Role and name of an element as assistive technology is told them.
    Roles,
    /// The process of one tab ended as by a crash.
    TabCrash,
    /// A touch screen, and a phone's viewport.
    Touch,
    /// An answer that breaks off is an error.
    CutAnswers,
}

impl Capability {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::DevTools, Self::Console, Self::Roles, Self::TabCrash, Self::Touch, Self::CutAnswers];

    /// Why an engine lacks it, if it does.
    pub const fn lacking_in(self, engine: Engine) -> Option<&'static str> {
        match (self, engine) {
            (_, Engine::Chromium) => None,
            (Self::DevTools, Engine::Firefox) => Some("Firefox speaks no Chrome DevTools Protocol any more"),
            (Self::DevTools, Engine::WebKit) => Some("WebKitWebDriver speaks WebDriver alone"),
            (Self::Console, Engine::Firefox) => Some("geckodriver has no command for the log"),
            (Self::Console, Engine::WebKit) => Some("WebKitWebDriver has no command for the log"),
            (Self::Roles, Engine::Firefox) => Some("geckodriver says that every element has the role none"),
            (Self::Roles, Engine::WebKit) => None,
            (Self::TabCrash, Engine::Firefox | Engine::WebKit) => Some("only DevTools end the process of one tab"),
            (Self::Touch, Engine::Firefox | Engine::WebKit) => Some("the driver emulates no phone"),
            (Self::CutAnswers, Engine::Firefox) => None,
            (Self::CutAnswers, Engine::WebKit) => Some(
                "libsoup takes what breaks off for a whole answer; no server that follows the protocol begins a 201 before it has the record",
            ),
        }
    }
}

/// Whether the engine at work lacks this. It says what is left out, and why, where a test's captured output is not.
pub fn lacks(capability: Capability) -> Result<bool> {
    let engine = Engine::chosen()?;
    let Some(why) = capability.lacking_in(engine) else { return Ok(false) };
    let test = thread::current().name().unwrap_or("?").to_owned();
    writeln!(io::stderr(), "left out in {}: {test}: {capability:?}: {why}", engine.name())?;
    Ok(true)
}
