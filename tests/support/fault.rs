//! What can happen to a request on its way, and to which requests it does.

use crate::serve::lock;
use std::{
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

/// What happens to a request instead of being passed on.
#[derive(Debug, Clone)]
pub enum Fault {
    /// This answer.
    Answer {
        /// Its status.
        status: u16,
        /// Its headers.
        headers: Vec<(&'static str, String)>,
        /// Its body.
        body: String,
    },
    /// Not passed on: the connection is cut.
    Cut,
    /// Passed on, and then answered by cutting the connection.
    CutAfter,
    /// Passed on, and answered so much later.
    Late(Duration),
    /// Never answered.
    Silence,
    /// Passed on when all faults end.
    Held,
}

impl Fault {
    /// A status without a body.
    pub fn status(status: u16) -> Self {
        Self::Answer { status, headers: vec![uncached()], body: String::new() }
    }

    /// A status that asks for patience, so that what the page says meanwhile can be read.
    pub fn retry_after(status: u16, seconds: u32) -> Self {
        Self::Answer { status, headers: vec![("retry-after", seconds.to_string())], body: String::new() }
    }

    /// A body with a media type.
    pub fn body(status: u16, media_type: &str, body: impl Into<String>) -> Self {
        Self::Answer { status, headers: vec![uncached(), ("content-type", media_type.to_owned())], body: body.into() }
    }

    /// The answer to a record of a version that has been replaced.
    pub fn stale() -> Self {
        Self::body(409, "application/problem+json", r#"{"type":"/problems/stale-notice","status":409}"#)
    }
}

/// A fault must not outlive its test step in the browser's cache: 404 and 410 may be kept without being asked to be.
fn uncached() -> (&'static str, String) {
    ("cache-control", "no-store".to_owned())
}

/// How often a fault struck so far.
#[derive(Debug, Clone, Default)]
pub struct Struck(Arc<AtomicUsize>);

impl Struck {
    /// The number.
    pub fn times(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

struct Rule {
    whose: Option<String>,
    method: &'static str,
    path: String,
    fault: Fault,
    left: usize,
    struck: Struck,
}

/// Which requests are struck: of those that match, the first rule that is not used up.
#[derive(Default)]
pub(crate) struct Rules(Mutex<Vec<Rule>>);

impl Rules {
    /// From now on, the next `times` requests with this method and path, about `whose` or anybody, get `fault`.
    pub(crate) fn add(
        &self,
        whose: Option<&str>,
        method: &'static str,
        path: &str,
        left: usize,
        fault: Fault,
    ) -> Struck {
        let struck = Struck::default();
        let (whose, path) = (whose.map(str::to_owned), path.to_owned());
        self.all().push(Rule { whose, method, path, fault, left, struck: struck.clone() });
        struck
    }

    /// Keeps only the rules whose path and subject are meant.
    pub(crate) fn retain(&self, keep: impl Fn(&str, Option<&str>) -> bool) {
        self.all().retain(|rule| keep(&rule.path, rule.whose.as_deref()));
    }

    /// What happens to this request, if anything.
    pub(crate) fn strike(&self, method: &str, path: &str, subject: Option<&str>) -> Option<Fault> {
        let mut all = self.all();
        let is_meant = |rule: &&mut Rule| {
            let whose = rule.whose.as_deref();
            rule.left > 0 && rule.path == path && rule.method == method && (whose.is_none() || whose == subject)
        };
        let rule = all.iter_mut().find(is_meant)?;
        rule.left -= 1;
        rule.struck.0.fetch_add(1, Ordering::Relaxed);
        Some(rule.fault.clone())
    }

    fn all(&self) -> MutexGuard<'_, Vec<Rule>> {
        lock(&self.0)
    }
}
