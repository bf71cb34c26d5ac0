//! What happens in a soak, chosen in advance from one number: who logs in where, what they do, what goes wrong, and when a
//! version is published. The same number gives the same plan.

use super::{Size, trouble::Trouble};
use fastrand::Rng;
use serde_json::{Value, json};
use std::{collections::HashSet, fmt};

/// Versions and where in the soak they are published, in hundredths of its logins. The receiver starts anew with each, so
/// most of the soak lies between the last but one and the last: that is where its memory is judged.
pub(super) const PUBLISHED: [(usize, Version); 4] = [
    (5, Version { label: "2022-07", like: "2022-07", is_material: true }),
    (15, Version { label: "2022-08", like: "2022-07", is_material: false }),
    (25, Version { label: "2022-09", like: "2022-07", is_material: true }),
    (90, Version { label: "2022-10", like: "2022-07", is_material: true }),
];

/// What there is at the beginning.
pub(super) const FIRST: Version = Version { label: "2022-05", like: "2022-05", is_material: true };

/// A version of the sample notice.
#[derive(Debug, Clone, Copy)]
pub(super) struct Version {
    pub(super) label: &'static str,
    /// Whose texts it has.
    pub(super) like: &'static str,
    pub(super) is_material: bool,
}

const LOCALES: [&str; 7] = ["ar", "en", "es", "id", "ja", "ko", "zh-CN"];

/// What happens next; all logins of a round happen at the same time.
pub(super) enum Round {
    Logins(Vec<Login>),
    /// The next version is published while this user has the notice in front.
    Publish(Login),
}

/// What a user does who is asked. Whoever is not has nothing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Acknowledge,
    Decline,
    Language(&'static str),
    /// Logs out while the notice is unread.
    Leave,
    /// Acknowledges, and logs out at once.
    LeaveSending,
    /// The same user in two tabs: acknowledges when both show the notice.
    First,
    /// Only looks on.
    Second,
    Holds,
}

/// One login.
pub(super) struct Login {
    pub(super) number: usize,
    pub(super) tab: usize,
    pub(super) subject: String,
    pub(super) act: Act,
    /// What the next attempts to send come to.
    pub(super) troubles: Vec<Trouble>,
    /// What the question whether this user acknowledged before comes to.
    pub(super) question: Option<Trouble>,
    /// Whether the user answers before the code has arrived.
    early: bool,
    /// Whether the user stays until the record has arrived.
    stays: bool,
    looks_up: bool,
    /// How long the user hesitates before leaving, in milliseconds.
    after: u32,
    /// Whether the page is loaded anew before.
    pub(super) reloads: bool,
    /// Whether the page is loaded anew after, and the user logs in once more: with a record pending.
    pub(super) comes_back: bool,
}

impl Login {
    /// What the page is told.
    pub(super) fn step(&self) -> Value {
        let (act, locale) = match self.act {
            Act::Acknowledge => ("acknowledge", ""),
            Act::Decline => ("decline", ""),
            Act::Language(locale) => ("language", locale),
            Act::Leave => ("leave", ""),
            Act::LeaveSending => ("leaveSending", ""),
            Act::First => ("first", ""),
            Act::Second => ("second", ""),
            Act::Holds => ("holds", ""),
        };
        let Self { subject, early, stays, looks_up, after, .. } = self;
        json!({ "subject": subject, "act": act, "locale": locale, "early": early, "stays": stays, "looksUp": looks_up, "after": after })
    }

    /// The same user once more, who stays until everything has arrived.
    pub(super) fn home(subject: &str, tab: usize) -> Self {
        let subject = subject.to_owned();
        Self { stays: true, ..Self::plain(0, tab, subject) }
    }

    const fn plain(number: usize, tab: usize, subject: String) -> Self {
        Self {
            number,
            tab,
            subject,
            act: Act::Acknowledge,
            troubles: Vec::new(),
            question: None,
            early: false,
            stays: false,
            looks_up: false,
            after: 0,
            reloads: false,
            comes_back: false,
        }
    }
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{} tab {} {} {:?}", self.number, self.tab, self.subject, self.act)?;
        let flags = [
            (self.early, "early"),
            (self.stays, "stays"),
            (self.looks_up, "looks up"),
            (self.reloads, "reloads before"),
            (self.comes_back, "reloads after"),
        ];
        flags.iter().filter(|(is, _)| *is).try_for_each(|(_, name)| write!(f, ", {name}"))?;
        self.troubles.iter().try_for_each(|trouble| write!(f, ", {trouble:?}"))?;
        self.question.iter().try_for_each(|trouble| write!(f, ", asked: {trouble:?}"))
    }
}

/// All rounds.
pub(super) fn make(size: Size) -> Vec<Round> {
    let mut plan = Planner { rng: Rng::with_seed(size.seed), users: 0, logins: 0, size };
    let mut rounds = Vec::new();
    let mut versions = PUBLISHED.iter().peekable();
    while plan.logins < size.logins {
        if versions.next_if(|(at, _)| plan.logins * 100 >= at * size.logins).is_some() {
            let (tab, subject) = (plan.rng.usize(..size.tabs), plan.new_user());
            let login = Login { act: Act::Holds, stays: true, ..Login::plain(plan.next(), tab, subject) };
            rounds.push(Round::Publish(login));
        }
        rounds.push(Round::Logins(plan.round()));
    }
    rounds
}

struct Planner {
    rng: Rng,
    users: usize,
    logins: usize,
    size: Size,
}

impl Planner {
    fn next(&mut self) -> usize {
        self.logins += 1;
        self.logins
    }

    fn new_user(&mut self) -> String {
        self.users += 1;
        format!("u{}", self.users)
    }

    fn chance(&mut self, of_a_hundred: u8) -> bool {
        self.rng.u8(..100) < of_a_hundred
    }

    /// One login a tab; no user in two of them, but for those who are meant to be.
    fn round(&mut self) -> Vec<Login> {
        let mut logins: Vec<Login> = Vec::new();
        let mut here = HashSet::new();
        let mut tabs: Vec<usize> = (0..self.size.tabs).collect();
        self.rng.shuffle(&mut tabs);
        while let Some(tab) = tabs.pop() {
            let (subject, is_new) = self.user(&here);
            here.insert(subject.clone());
            let mut login = self.login(tab, subject.clone(), is_new);
            if self.chance(8)
                && let Some(other) = tabs.pop()
            {
                // What the endpoint calls stale ends the call of the tab that sent it, and there is nothing to hear in the other.
                login.troubles.retain(|trouble| *trouble != Trouble::Stale);
                login.act = Act::First;
                login.comes_back = false;
                let second = Login { act: Act::Second, ..Login::plain(self.next(), other, subject) };
                logins.push(second);
            }
            if login.comes_back {
                self.next();
            }
            logins.push(login);
        }
        logins
    }

    /// Somebody new, or somebody who was here before: of these often one who left a moment ago.
    fn user(&mut self, here: &HashSet<String>) -> (String, bool) {
        if self.users > 0 && self.chance(45) {
            let from = if self.rng.bool() { self.users.saturating_sub(30) } else { 0 };
            let subject = format!("u{}", self.rng.usize(from..self.users) + 1);
            if !here.contains(&subject) {
                return (subject, false);
            }
        }
        (self.new_user(), true)
    }

    fn login(&mut self, tab: usize, subject: String, is_new: bool) -> Login {
        let act = match self.rng.u8(..100) {
            0..58 => Act::Acknowledge,
            58..70 => Act::Language(LOCALES[self.rng.usize(..LOCALES.len())]),
            70..80 => Act::Decline,
            80..86 => Act::Leave,
            _ => Act::LeaveSending,
        };
        let mut login = Login { act, ..Login::plain(self.next(), tab, subject) };
        login.troubles = self.troubles(is_new);
        login.question = self.chance(10).then(|| Trouble::some(&mut self.rng));
        login.early = self.chance(30);
        login.stays = self.chance(60);
        login.looks_up = self.chance(12);
        login.after = self.rng.u32(..300);
        // Every other tab lives as long as the soak.
        login.reloads = tab % 2 == 1 && self.chance(6);
        login.comes_back = tab % 2 == 1 && is_new && act == Act::Acknowledge && self.chance(20);
        if login.comes_back {
            login.stays = false;
            login.troubles = vec![Trouble::Overloaded(1)];
        }
        login
    }

    fn troubles(&mut self, is_new: bool) -> Vec<Trouble> {
        // An endpoint that has a record never calls it stale afterwards, so this comes alone and for a first record only.
        if is_new && self.chance(3) {
            return vec![Trouble::Stale];
        }
        let count = if self.chance(45) { self.rng.usize(1..=2) } else { 0 };
        (0..count).map(|_| Trouble::some(&mut self.rng)).collect()
    }
}
