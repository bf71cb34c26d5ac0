//! Reading a JSON object member by member, so that everything wrong with it is said at once, each with its place.
//!
//! serde stops at the first error; a client's developer wants the whole list.

use crate::{NameRule, Violation, ViolationCode, digest::descend};
use serde_json::{Map, Value};

/// The members of one object, and the violations found so far.
pub(crate) struct Fields<'v, 'f> {
    members: &'v Map<String, Value>,
    place: String,
    found: &'f mut Vec<Violation>,
    known: Vec<&'static str>,
}

impl<'v, 'f> Fields<'v, 'f> {
    /// `None`, with a violation, when `value` is no object.
    pub(crate) fn of(value: &'v Value, place: &str, found: &'f mut Vec<Violation>) -> Option<Self> {
        if let Value::Object(members) = value {
            return Some(Self { members, place: place.into(), found, known: Vec::new() });
        }
        let detail = format!("expected an object, found {}", type_name(value));
        found.push(Violation { pointer: place.into(), code: ViolationCode::WrongType, detail });
        None
    }

    pub(crate) fn pointer(&self, name: &str) -> String {
        descend(&mut self.place.clone(), name, |place| place.clone())
    }

    pub(crate) fn report(&mut self, name: &str, code: ViolationCode, detail: impl Into<String>) {
        let pointer = self.pointer(name);
        self.found.push(Violation { pointer, code, detail: detail.into() });
    }

    pub(crate) fn get(&mut self, name: &'static str) -> Option<&'v Value> {
        self.known.push(name);
        let value = self.members.get(name);
        if value.is_none() {
            self.report(name, ViolationCode::Missing, format!("\"{name}\" is missing"));
        }
        value
    }

    pub(crate) fn string(&mut self, name: &'static str) -> Option<&'v str> {
        let value = self.get(name)?;
        if value.is_string() {
            return value.as_str();
        }
        self.report(name, ViolationCode::WrongType, format!("expected a string, found {}", type_name(value)));
        None
    }

    /// A string that `read` understands; `expected` says what that is.
    pub(crate) fn read<T>(
        &mut self,
        name: &'static str,
        expected: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let value = read(self.string(name)?);
        if value.is_none() {
            self.report(name, ViolationCode::Malformed, format!("expected {expected}"));
        }
        value
    }

    /// A name.
    pub(crate) fn label(&mut self, rule: NameRule) -> Option<String> {
        let text = self.string(rule.member)?;
        match rule.fault(text) {
            None => Some(text.to_owned()),
            Some((code, detail)) => {
                self.report(rule.member, code, detail);
                None
            }
        }
    }

    pub(crate) fn object(&mut self, name: &'static str) -> Option<Fields<'v, '_>> {
        let value = self.get(name)?;
        let place = self.pointer(name);
        Fields::of(value, &place, self.found)
    }

    /// Reports every member that was not asked for.
    pub(crate) fn finish(mut self) {
        let unknown: Vec<_> = self.members.keys().filter(|key| !self.known.contains(&key.as_str())).cloned().collect();
        for name in unknown {
            self.report(&name, ViolationCode::Unknown, "this format has no such member");
        }
    }
}

const fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
