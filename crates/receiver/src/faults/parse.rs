//! From a script's words to its rules. Every refusal names the place and what would be right.

use super::{
    script::{Action, Delay, Moment, RetryAfter, Rule, Script, Whom},
    words::{Place, Statement, Unclosed, Word, statements},
};
use axum::http::{HeaderValue, Method, StatusCode};
use std::{collections::HashMap, str::FromStr, time::Duration};

/// Why a script cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {problem}")]
pub struct ScriptError {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// What is wrong there, and what would be right.
    pub problem: ScriptProblem,
}

/// What can be wrong with a script.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScriptProblem {
    /// `"` without its end.
    #[error("this quotation mark is never closed; a quoted value ends on its own line")]
    Unclosed,
    /// A rule does not begin with a method.
    #[error(
        "{0:?} is no method; a rule begins with GET, POST, OPTIONS or another method in capitals, or with * for any"
    )]
    Method(String),
    /// A word that means nothing.
    #[error("{0:?} means nothing in a rule; {HELP}")]
    Word(String),
    /// A value that its key does not take.
    #[error("{key}={value:?} cannot be; {wanted}")]
    Value {
        /// The key.
        key: String,
        /// As written.
        value: String,
        /// What the key takes.
        wanted: &'static str,
    },
    /// The same thing said twice.
    #[error("{0} stands twice in one rule; write two rules")]
    Twice(String),
    /// It is not said when.
    #[error(
        "the rule does not say when; write before (the receiver never sees the request) or after (it has committed)"
    )]
    NoMoment,
    /// It is not said what.
    #[error("the rule does not say what happens; {HELP}")]
    NoAction,
    /// Two things at once.
    #[error("{0} and {1} cannot both happen to one request; write two rules")]
    TwoActions(String, String),
    /// There is no answer to work on yet.
    #[error("{0} needs the receiver's answer; write after instead of before")]
    OnlyAfter(String),
    /// An option without what it belongs to.
    #[error("{0}= belongs to {1}, and this rule has none")]
    Stray(&'static str, &'static str),
}

const HELP: &str = "there are the conditions nth=2 times=3 times=always subject=alice path=/notices/, then before or after, \
                    then delay=2s delay=forever, and one of drop, reset, 503 (or any status from 400; after: from 200), \
                    redirect=URL, cut=head, cut=BYTES, drip=BYTES/200ms, type=text/html, body=\"…\"; \
                    with a status also retry-after=5, retry-after=+5s (a date), retry-after=\"…\", problem=stale-notice; \
                    and no-cors";

impl ScriptProblem {
    /// Stable across releases.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unclosed => "script-quote",
            Self::Method(_) => "script-method",
            Self::Word(_) => "script-word",
            Self::Value { .. } => "script-value",
            Self::Twice(_) => "script-twice",
            Self::NoMoment => "script-moment-missing",
            Self::NoAction => "script-action-missing",
            Self::TwoActions(..) => "script-two-actions",
            Self::OnlyAfter(_) => "script-only-after",
            Self::Stray(..) => "script-stray",
        }
    }

    fn at(self, place: Place) -> ScriptError {
        ScriptError { line: place.line, column: place.column, problem: self }
    }
}

impl ScriptError {
    /// [`ScriptProblem::code`].
    pub const fn code(&self) -> &'static str {
        self.problem.code()
    }
}

impl Script {
    /// Reads a script: one rule a line, or several with `;` between them.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn parse(text: &str) -> Result<Self, ScriptError> {
        let mut script = Self::default();
        for statement in statements(text).map_err(|Unclosed(place)| ScriptProblem::Unclosed.at(place))? {
            match statement.words.as_slice() {
                [only] if only.key.is_none() && only.value == "keep-alive" => script.keep_alive = true,
                _ => script.rules.push(rule(&statement)?),
            }
        }
        Ok(script)
    }
}

/// What the words of one rule have said so far, each with its place.
#[derive(Default)]
struct Said<'a> {
    pairs: HashMap<&'static str, &'a Word>,
    moment: Option<(Moment, Place)>,
    action: Option<(Action, &'a Word)>,
    no_cors: bool,
}

const KEYS: [&str; 13] = [
    "nth",
    "times",
    "subject",
    "path",
    "delay",
    "redirect",
    "status",
    "cut",
    "drip",
    "type",
    "body",
    "retry-after",
    "problem",
];

fn rule(statement: &Statement) -> Result<Rule, ScriptError> {
    let (first, words) = match statement.words.split_first() {
        Some(split) => split,
        None => return Err(ScriptProblem::NoAction.at(statement.end)),
    };
    let method = method(first)?;
    let mut said = Said::default();
    for word in words {
        said.hear(word)?;
    }
    let Some((moment, _)) = said.moment else { return Err(ScriptProblem::NoMoment.at(statement.end)) };
    let delay = said.read("delay", delay, "it takes a time such as 200ms or 2s, or forever")?;
    let action = said.action(moment)?;
    if delay.is_none() && action.is_none() {
        return Err(ScriptProblem::NoAction.at(statement.end));
    }
    let whom = Whom {
        method,
        path: said.pairs.get("path").map_or_else(|| "/v1/acknowledgements".to_owned(), |word| word.value.clone()),
        subject: said.pairs.get("subject").map(|word| word.value.clone()),
        nth: said.read("nth", positive, "it takes a number from 1: the first request that is meant")?.unwrap_or(1),
        times: said.read("times", times, "it takes a number from 1, or always")?.unwrap_or(Some(1)),
    };
    Ok(Rule { text: statement.text.clone(), whom, moment, delay, action, cors: !said.no_cors })
}

fn method(word: &Word) -> Result<Option<Method>, ScriptError> {
    let name = &word.value;
    let fits = word.key.is_none() && !name.is_empty() && name.bytes().all(|b| b.is_ascii_uppercase());
    if word.key.is_none() && name == "*" {
        return Ok(None);
    }
    let read = fits.then(|| Method::from_str(name).ok()).flatten();
    read.map(Some).ok_or_else(|| ScriptProblem::Method(shown(word)).at(word.place))
}

fn shown(word: &Word) -> String {
    word.key.as_ref().map_or_else(|| word.value.clone(), |key| format!("{key}={}", word.value))
}

impl<'a> Said<'a> {
    fn hear(&mut self, word: &'a Word) -> Result<(), ScriptError> {
        let unknown = || Err(ScriptProblem::Word(shown(word)).at(word.place));
        let twice = |what: &str| Err(ScriptProblem::Twice(what.to_owned()).at(word.place));
        if let Some(key) = &word.key {
            let Some(known) = KEYS.iter().find(|known| *known == key) else { return unknown() };
            if self.pairs.insert(known, word).is_some() {
                return twice(&format!("{known}="));
            }
            return Ok(());
        }
        match word.value.as_str() {
            "before" | "after" => {
                let moment = if word.value == "before" { Moment::Before } else { Moment::After };
                if self.moment.replace((moment, word.place)).is_some() {
                    return twice("before or after");
                }
            }
            "drop" => self.act(Action::Drop, word)?,
            "reset" => self.act(Action::Reset, word)?,
            "no-cors" => self.no_cors = true,
            digits if digits.bytes().all(|b| b.is_ascii_digit()) && !digits.is_empty() => {
                let Some(status) = status(digits) else {
                    let wanted = "a status is 400 to 599, and after the commit also 200 to 299";
                    let problem = ScriptProblem::Value { key: "status".into(), value: digits.into(), wanted };
                    return Err(problem.at(word.place));
                };
                self.act(Action::Answer { status, retry_after: None, problem: None }, word)?;
            }
            _ => return unknown(),
        }
        Ok(())
    }

    fn act(&mut self, action: Action, word: &'a Word) -> Result<(), ScriptError> {
        if let Some((_, before)) = &self.action {
            return Err(ScriptProblem::TwoActions(shown(before), shown(word)).at(word.place));
        }
        self.action = Some((action, word));
        Ok(())
    }

    /// The value of a key, if it is there.
    fn read<T>(
        &self,
        key: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
        wanted: &'static str,
    ) -> Result<Option<T>, ScriptError> {
        let Some(word) = self.pairs.get(key) else { return Ok(None) };
        let problem = || ScriptProblem::Value { key: key.into(), value: word.value.clone(), wanted }.at(word.place);
        read(&word.value).map(Some).ok_or_else(problem)
    }

    /// The one action, with what belongs to it.
    fn action(&mut self, moment: Moment) -> Result<Option<Action>, ScriptError> {
        let to = self.read("redirect", header, "it takes a URL, absolute or beginning with /")?;
        let redirect_status = self.read("status", redirect_status, "it takes 301, 302, 303, 307 or 308")?;
        let redirect =
            to.map(|to| Action::Redirect { status: redirect_status.unwrap_or(StatusCode::TEMPORARY_REDIRECT), to });
        let cut = self.read("cut", cut, "it takes head, or the number of the body's bytes that are still sent")?;
        let drip = self.read("drip", drip, "it takes bytes and a time, such as 16/200ms")?;
        let media_type = self.read("type", header, "it takes a media type, such as text/html")?;
        let body = self.read("body", |text| Some(Action::Body(text.to_owned())), "")?;
        let found = [
            ("redirect", redirect),
            ("cut", cut.map(Action::Cut)),
            ("drip", drip),
            ("type", media_type.map(Action::Type)),
            ("body", body),
        ];
        for (key, action) in found {
            if let (Some(action), Some(word)) = (action, self.pairs.get(key).copied()) {
                self.act(action, word)?;
            }
        }
        let retry_after =
            self.read("retry-after", retry_after, "it takes seconds, a time from now such as +5s, or a quoted date")?;
        let problem = self.read("problem", problem, "it takes the name of a problem, such as stale-notice")?;
        let stray = |key, owner| match self.pairs.get(key) {
            Some(word) => Err(ScriptProblem::Stray(key, owner).at(word.place)),
            None => Ok(()),
        };
        if !matches!(self.action, Some((Action::Answer { .. }, _))) {
            stray("retry-after", "a status")?;
            stray("problem", "a status")?;
        }
        if !matches!(self.action, Some((Action::Redirect { .. }, _))) {
            stray("status", "redirect=")?;
        }
        let Some((action, word)) = self.action.take() else { return Ok(None) };
        let needs_answer = match &action {
            Action::Drip { .. } | Action::Type(_) | Action::Body(_) => true,
            Action::Answer { status, .. } => status.is_success(),
            _ => false,
        };
        if needs_answer && moment == Moment::Before {
            return Err(ScriptProblem::OnlyAfter(shown(word)).at(word.place));
        }
        Ok(Some(match action {
            Action::Answer { status, .. } => Action::Answer { status, retry_after, problem },
            other => other,
        }))
    }
}

fn status(digits: &str) -> Option<StatusCode> {
    let status = StatusCode::from_str(digits).ok()?;
    (status.is_success() || status.is_client_error() || status.is_server_error()).then_some(status)
}

fn redirect_status(text: &str) -> Option<StatusCode> {
    ["301", "302", "303", "307", "308"].contains(&text).then(|| StatusCode::from_str(text).ok()).flatten()
}

fn positive(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number| *number > 0)
}

fn times(text: &str) -> Option<Option<u64>> {
    if text == "always" { Some(None) } else { positive(text).map(Some) }
}

/// A whole number of `ms` or `s`.
fn time(text: &str) -> Option<Duration> {
    let whole = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u32>().ok()).flatten();
    if let Some(digits) = text.strip_suffix("ms") {
        return whole(digits).map(|n| Duration::from_millis(n.into()));
    }
    text.strip_suffix('s').and_then(whole).map(|n| Duration::from_secs(n.into()))
}

fn delay(text: &str) -> Option<Delay> {
    if text == "forever" { Some(Delay::Forever) } else { time(text).map(Delay::For) }
}

fn cut(text: &str) -> Option<usize> {
    if text == "head" { Some(0) } else { text.parse().ok() }
}

fn drip(text: &str) -> Option<Action> {
    let (bytes, every) = text.split_once('/')?;
    let bytes = bytes.parse().ok().filter(|bytes| *bytes > 0)?;
    Some(Action::Drip { bytes, every: time(every)? })
}

fn header(text: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(text).ok().filter(|value| !value.is_empty())
}

fn retry_after(text: &str) -> Option<RetryAfter> {
    match text.strip_prefix('+') {
        Some(ahead) => time(ahead).map(RetryAfter::Date),
        None => header(text).map(RetryAfter::Verbatim),
    }
}

fn problem(text: &str) -> Option<String> {
    let fits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    fits.then(|| text.to_owned())
}

#[cfg(test)]
mod tests;
