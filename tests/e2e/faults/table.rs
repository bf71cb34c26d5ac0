//! What can go wrong, when, and what must come of it: the table of `tests/README.md`, of which each cell is run.

use std::fmt::Write as _;

/// What a fault must not change: how the record ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// At the receiver, once, and the device says so.
    Recorded,
    /// Refused for good: kept aside on the device, reported, never sent again.
    SetAside,
}

/// One thing that goes wrong.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fault {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) end: End,
}

/// Who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The receiver, by this action of `ciente serve --faults`.
    Script(&'static str),
    /// The receiver, by never answering.
    Silence,
    /// `kill -9` of the receiver.
    Killed,
}

/// When it goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    BeforeSend,
    InFlight,
    AfterCommit,
    Retry,
    TabKilled,
    BrowserKilled,
}

const fn script(name: &'static str, action: &'static str) -> Fault {
    Fault { name, kind: Kind::Script(action), end: End::Recorded }
}

pub(super) const CUT_HEAD: Kind = Kind::Script("cut=head");
pub(super) const CUT_BODY: Kind = Kind::Script("cut=20");

pub(super) const FAULTS: [Fault; 16] = [
    script("connection closed", "drop"),
    script("connection reset", "reset"),
    Fault { name: "201 cut off in its head", kind: CUT_HEAD, end: End::Recorded },
    Fault { name: "201 cut off in its body", kind: CUT_BODY, end: End::Recorded },
    Fault { name: "no answer", kind: Kind::Silence, end: End::Recorded },
    Fault { name: "receiver killed (`kill -9`)", kind: Kind::Killed, end: End::Recorded },
    script("401, once", "401"),
    script("408", "408"),
    script("425", "425"),
    script("429, `Retry-After` as a date", "429 retry-after=+1s"),
    script("500", "500"),
    script("502 that the page may not read", "502 no-cors"),
    script("503, `Retry-After` in seconds", "503 retry-after=1"),
    script("504", "504"),
    script("307 to elsewhere", "redirect=/elsewhere"),
    Fault { name: "400", kind: Kind::Script("400"), end: End::SetAside },
];

pub(super) const MOMENTS: [Moment; 6] = [
    Moment::BeforeSend,
    Moment::InFlight,
    Moment::AfterCommit,
    Moment::Retry,
    Moment::TabKilled,
    Moment::BrowserKilled,
];

impl Moment {
    const fn title(self) -> &'static str {
        match self {
            Self::BeforeSend => "before it is received",
            Self::InFlight => "in flight",
            Self::AfterCommit => "after the commit, before the answer",
            Self::Retry => "during a retry",
            Self::TabKilled => "in flight, tab killed",
            Self::BrowserKilled => "after the commit, browser killed",
        }
    }

    /// The receiver's script, for one subject. Where the page is killed the fault strikes the next attempt too.
    pub(super) fn script(self, kind: Kind, subject: &str) -> String {
        let who = format!("POST subject={subject}");
        let action = match kind {
            Kind::Script(action) => action,
            Kind::Silence => "delay=forever",
            // It is held until somebody kills the receiver.
            Kind::Killed if matches!(self, Self::AfterCommit | Self::InFlight | Self::BrowserKilled) => "delay=forever",
            Kind::Killed => {
                return if self == Self::Retry { format!("{who} before 503 retry-after=2") } else { String::new() };
            }
        };
        let held = if action.starts_with("delay") { "" } else { "delay=700ms " };
        let twice = if held.is_empty() { "" } else { "times=2 " };
        match self {
            Self::BeforeSend => format!("{who} before {action}"),
            Self::InFlight => format!("{who} before {held}{action}"),
            Self::AfterCommit => format!("{who} after {action}"),
            Self::Retry => format!("{who} before 503\n{who} before {action}"),
            Self::TabKilled => format!("{who} {twice}before {held}{action}"),
            Self::BrowserKilled => format!("{who} {twice}after {held}{action}"),
        }
    }
}

/// The table as `tests/README.md` has it.
fn rendered() -> String {
    let mut out = String::from("| fault |");
    MOMENTS.iter().for_each(|moment| out.push_str(&format!(" {} |", moment.title())));
    out.push_str("\n|---|");
    MOMENTS.iter().for_each(|_| out.push_str("---|"));
    out.push('\n');
    for Fault { name, end, .. } in FAULTS {
        let end = match end {
            End::Recorded => "recorded once",
            End::SetAside => "set aside",
        };
        let _ = write!(out, "| {name} |");
        MOMENTS.iter().for_each(|_| out.push_str(&format!(" {end} |")));
        out.push('\n');
    }
    out
}

#[test]
fn the_readme_has_the_table_that_is_run() {
    let readme = include_str!("../../README.md");
    let count = FAULTS.len() * MOMENTS.len();
    assert!(count >= 60);
    assert!(readme.contains(&rendered()), "tests/README.md must hold this table:\n{}", rendered());
    assert!(readme.contains(&format!("all {count} of them")), "tests/README.md must say that there are {count}");
}
