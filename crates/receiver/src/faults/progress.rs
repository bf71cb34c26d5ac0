//! Which rule is whose turn.

use super::script::{Rule, Script};
use axum::http::{HeaderMap, HeaderValue, Method};
use serde::Serialize;

/// A script, and for each rule how many requests came to it and how many it acted on.
#[derive(Debug)]
pub(super) struct Progress {
    script: Script,
    counts: Vec<Count>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    seen: u64,
    acted: u64,
}

/// How far a rule has come, for whoever asks.
#[derive(Debug, Serialize)]
pub(super) struct Stand {
    rule: String,
    seen: u64,
    acted: u64,
}

impl Progress {
    pub(super) fn new(script: Script) -> Self {
        let counts = vec![Count::default(); script.rules.len()];
        Self { script, counts }
    }

    /// Whether a rule wants to know whom a request is about.
    pub(super) fn asks_for_subject(&self, method: &Method, path: &str) -> bool {
        self.script.rules.iter().any(|rule| rule.whom.subject.is_some() && rule.is_about(method, path))
    }

    /// The rule that acts on this request: the first that it belongs to and whose turn it is. The rules after that one do not
    /// count the request.
    pub(super) fn next(&mut self, method: &Method, path: &str, subject: Option<&str>) -> Option<Rule> {
        self.script.rules.iter().zip(&mut self.counts).find_map(|(rule, count)| {
            let whom = &rule.whom;
            if !rule.is_about(method, path) || whom.subject.as_ref().is_some_and(|wanted| subject != Some(wanted)) {
                return None;
            }
            count.seen += 1;
            if count.seen < whom.nth || whom.times.is_some_and(|times| count.acted >= times) {
                return None;
            }
            count.acted += 1;
            Some(rule.clone())
        })
    }

    /// Ends the connection's use after this answer, unless the script says otherwise.
    pub(super) fn mark(&self, headers: &mut HeaderMap) {
        if !self.script.keep_alive {
            headers.insert(axum::http::header::CONNECTION, HeaderValue::from_static("close"));
        }
    }

    pub(super) fn stand(&self) -> Vec<Stand> {
        let each =
            |(rule, count): (&Rule, &Count)| Stand { rule: rule.text.clone(), seen: count.seen, acted: count.acted };
        self.script.rules.iter().zip(&self.counts).map(each).collect()
    }
}

impl Rule {
    fn is_about(&self, method: &Method, path: &str) -> bool {
        self.whom.method.as_ref().is_none_or(|wanted| wanted == method) && path.starts_with(&self.whom.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(script: &str, requests: &[(&str, &str, &str)]) -> Vec<Option<String>> {
        let mut progress = Progress::new(Script::parse(script).unwrap());
        let mut next = |(method, path, subject): &(&str, &str, &str)| {
            let rule = progress.next(&method.parse().unwrap(), path, Some(subject))?;
            Some(rule.text)
        };
        requests.iter().map(&mut next).collect()
    }

    const POST: (&str, &str, &str) = ("POST", "/v1/acknowledgements", "alice");

    #[test]
    fn rules_take_turns_in_their_order() {
        let acted = turns("POST times=2 before 503; POST after drop", &[POST; 4]);
        let acted: Vec<_> = acted.iter().map(Option::as_deref).collect();
        assert_eq!(
            acted,
            [Some("POST times=2 before 503"), Some("POST times=2 before 503"), Some("POST after drop"), None]
        );
    }

    #[test]
    fn the_nth_of_whom_a_rule_is_about() {
        let requests =
            [POST, ("POST", "/v1/acknowledgements", "bob"), ("GET", "/v1/acknowledgements", "bob"), POST, POST];
        let acted = turns("POST subject=alice nth=2 times=always before drop", &requests);
        assert_eq!(acted.iter().map(Option::is_some).collect::<Vec<_>>(), [false, false, false, true, true]);
        let acted = turns("* path=/notices/ before 500", &[POST, ("GET", "/notices/im/manifest.json", "")]);
        assert_eq!(acted.iter().map(Option::is_some).collect::<Vec<_>>(), [false, true]);
    }
}
