//! `ciente conformance URL`: which rules of the wire an endpoint keeps, whoever wrote it. What the options mean is resolved
//! here.

mod acts;
mod endpoint;
mod findings;
mod probe;
mod report;
mod rules;

use crate::{
    args::{ConformanceArgs, ReportFormat},
    client,
    failure::{Coded, OPTION, PRINT, SYSTEM},
};
use acts::{Acts, Notices, Words};
use ciente_notice::{Digest, Manifest, is_locale, is_notice_id, is_version_label};
use endpoint::Endpoint;
use findings::Outcome;
use jiff::Timestamp;
use probe::{Run, Stopped};
use rules::Level;
use std::{
    fs,
    io::{self, IsTerminal as _, Write as _},
    process::ExitCode,
    sync::{Mutex, atomic::AtomicU32},
    time::{Duration, Instant},
};
use ureq::http::{HeaderName, HeaderValue, Uri, header};

/// Why nothing could be found out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConformanceError {
    /// The endpoint is no URL.
    #[error("{0:?} is no endpoint: give its whole URL, such as https://chat.example/v1/acknowledgements")]
    Url(String),
    /// A header is none.
    #[error("--header {0:?}: write name and value as in 'Authorization: Bearer …'")]
    Header(String),
    /// A token, but not whose.
    #[error("--header Authorization: whose is it? Name them as the token does, with --tenant and --subject")]
    Whose,
    /// An origin that no browser sends.
    #[error("--origin {0:?}: an origin is scheme://host[:port], for example https://chat.example")]
    Origin(String),
    /// A notice is half named.
    #[error(
        "--{missing} is missing: a notice is named by --notice, --version, --digest and --locale together, or by --manifest"
    )]
    HalfNamed {
        /// The option.
        missing: &'static str,
    },
    /// A part of a notice's name cannot be.
    #[error("--{option} {value:?}: {wanted}")]
    Name {
        /// The option.
        option: &'static str,
        /// As typed.
        value: String,
        /// What it should be.
        wanted: &'static str,
    },
    /// The manifest cannot be had.
    #[error("--manifest {place}: {why}")]
    Manifest {
        /// As typed.
        place: String,
        /// Why.
        why: String,
    },
    /// No answer.
    #[error("{url}: {why}")]
    Unreachable {
        /// The endpoint.
        url: String,
        /// Why.
        why: String,
    },
    /// It wants to know who is asking.
    #[error("{url} answers {status}: give --header 'Authorization: …' with --tenant and --subject{}", if *authorized { " that it accepts" } else { "" })]
    Unauthenticated {
        /// The endpoint.
        url: String,
        /// 401 or 403.
        status: u16,
        /// Whether a token was given.
        authorized: bool,
    },
    /// It never had time.
    #[error("{url}: {why}; try again when it has time")]
    Busy {
        /// The endpoint.
        url: String,
        /// What it said.
        why: String,
    },
    /// It records published words only.
    #[error(
        "{url} records only notices that it has published: name one with --manifest FILE-or-URL, or with --notice, --version, --digest and --locale"
    )]
    UnknownNotice {
        /// The endpoint.
        url: String,
    },
    /// Anything of the operating system.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The terminal or pipe went away.
    #[error("cannot print: {0}")]
    Print(io::Error),
    /// The report cannot be written.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

impl Coded for ConformanceError {
    fn code(&self) -> &'static str {
        match self {
            Self::Url(_) => "endpoint-invalid",
            Self::Header(_) | Self::Whose | Self::Origin(_) | Self::HalfNamed { .. } | Self::Name { .. } => OPTION,
            Self::Manifest { .. } => "manifest-unreadable",
            Self::Unreachable { .. } => "endpoint-unreachable",
            Self::Unauthenticated { .. } => "endpoint-unauthenticated",
            Self::Busy { .. } => "endpoint-busy",
            Self::UnknownNotice { .. } => "notice-unknown",
            Self::Io(_) => SYSTEM,
            Self::Print(_) => PRINT,
            Self::Json(_) => "report-invalid",
        }
    }
}

/// Runs the rules and prints what holds.
pub(crate) fn run(args: &ConformanceArgs) -> Result<ExitCode, ConformanceError> {
    let url = args.url.clone();
    let is_url = |uri: Uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some();
    if url.contains('#') || !url.parse().is_ok_and(is_url) {
        return Err(ConformanceError::Url(url));
    }
    let headers = args.header.iter().map(|header| read_header(header)).collect::<Result<Vec<_>, _>>()?;
    let authorized = headers.iter().any(|(name, _)| name == header::AUTHORIZATION);
    if authorized && (args.subject.is_none() || args.tenant.is_none()) {
        return Err(ConformanceError::Whose);
    }
    if let Some(origin) = args.origin.as_ref().filter(|origin| !is_origin(origin)) {
        return Err(ConformanceError::Origin(origin.clone()));
    }
    let mut seed = [0; 10];
    getrandom::fill(&mut seed).map_err(io::Error::other)?;
    let mut acts = Acts {
        tenant: args.tenant.clone().unwrap_or_else(|| "ciente-conformance".into()),
        named_tenant: args.tenant.is_some(),
        subject: "ciente-conformance".into(),
        origin: args.origin.clone().unwrap_or_else(|| "https://ciente-conformance.invalid".into()),
        now: now(),
        began: Instant::now(),
        seed,
        count: AtomicU32::new(0),
    };
    acts.subject = args.subject.clone().unwrap_or_else(|| acts.stranger());
    let run = Run {
        endpoint: Endpoint::new(url.clone(), headers),
        acts,
        notices: notices(args)?,
        origin: args.origin.clone(),
        kept: Mutex::default(),
    };
    let progress = Progress { since: Instant::now(), is_watched: io::stderr().is_terminal() };
    let findings = probe::all(&run, &|group| progress.begins(group)).map_err(|stopped| match stopped {
        Stopped::Unreachable(why) => ConformanceError::Unreachable { url: url.clone(), why },
        Stopped::Busy(why) => ConformanceError::Busy { url: url.clone(), why },
        Stopped::Unauthenticated(status) => ConformanceError::Unauthenticated { url: url.clone(), status, authorized },
        Stopped::UnknownNotice => ConformanceError::UnknownNotice { url: url.clone() },
    })?;
    let told = match args.format {
        ReportFormat::Table => report::table(&url, &findings),
        ReportFormat::Json => format!("{}\n", report::json(&url, &findings)?),
    };
    let mut out = io::stdout().lock();
    out.write_all(told.as_bytes()).and_then(|()| out.flush()).map_err(ConformanceError::Print)?;
    let untried = findings.untried();
    if findings.count(Level::Must, Outcome::Fails) == 0 && !untried.is_empty() {
        eprintln!("cannot tell: the endpoint never had time for {}", untried.join(", "));
        return Ok(ExitCode::from(2));
    }
    Ok(if report::conforms(&findings) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Says what goes on to whoever watches, or waits.
struct Progress {
    since: Instant,
    is_watched: bool,
}

impl Progress {
    /// After this, silence looks like a hang.
    const LONG: Duration = Duration::from_secs(5);

    fn begins(&self, group: &str) {
        if self.is_watched || self.since.elapsed() > Self::LONG {
            eprintln!("{group} …");
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one clock of this command, from which all times are handed down")]
fn now() -> Timestamp {
    Timestamp::now()
}

fn read_header(text: &str) -> Result<(HeaderName, HeaderValue), ConformanceError> {
    let read = || {
        let (name, value) = text.split_once(':')?;
        Some((name.trim().parse().ok()?, value.trim().parse().ok()?))
    };
    // The value may be a secret: a mistake in it must not print it.
    read()
        .ok_or_else(|| ConformanceError::Header(text.split(':').next().unwrap_or_default().chars().take(40).collect()))
}

fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| {
        !host.is_empty() && !host.contains(['/', '?', '#', '@', '*']) && !host.contains(char::is_whitespace)
    })
}

fn notices(args: &ConformanceArgs) -> Result<Notices, ConformanceError> {
    if let Some(place) = &args.manifest {
        let wrong = |why: String| ConformanceError::Manifest { place: place.clone(), why };
        let manifest: Manifest =
            serde_json::from_slice(&fetch(place).map_err(wrong)?).map_err(|error| wrong(error.to_string()))?;
        let none = || wrong("its current version is not there in this locale".into());
        return Notices::of(&manifest, args.locale.as_deref()).ok_or_else(none);
    }
    let given = [
        ("notice", &args.notice),
        ("version", &args.version_label),
        ("digest", &args.digest),
        ("locale", &args.locale),
    ];
    if given.iter().all(|(_, value)| value.is_none()) {
        let made_up = Words {
            id: "ciente-conformance".into(),
            version: "1".into(),
            locale: "en".into(),
            digest: format!("sha-256:{}", "0".repeat(64)),
        };
        return Ok(Notices::only(made_up, true));
    }
    let checks: [fn(&str) -> bool; 4] =
        [is_notice_id, is_version_label, |text| text.parse::<Digest>().is_ok(), is_locale];
    let wanted = [
        "1 to 64 of a-z 0-9 . _ -, the first a letter or digit",
        "1 to 64 of A-Z a-z 0-9 . _ -, the first a letter or digit",
        "sha-256: and 64 lower-case hexadecimal digits",
        "a language tag such as pt-BR",
    ];
    let mut values = [const { String::new() }; 4];
    for ((((option, value), check), wanted), slot) in given.iter().zip(checks).zip(wanted).zip(&mut values) {
        let value = value.as_ref().ok_or(ConformanceError::HalfNamed { missing: option })?;
        if !check(value) {
            return Err(ConformanceError::Name { option, value: value.clone(), wanted });
        }
        slot.clone_from(value);
    }
    let [id, version, digest, locale] = values;
    Ok(Notices::only(Words { id, version, locale, digest }, false))
}

fn fetch(place: &str) -> Result<Vec<u8>, String> {
    if !place.starts_with("http://") && !place.starts_with("https://") {
        return fs::read(place).map_err(|error| error.to_string());
    }
    let mut answer = client::agent().get(place).call().map_err(|error| error.to_string())?;
    answer.body_mut().read_to_vec().map_err(|error| error.to_string())
}
