//! What stands in a setting, as what it is meant to be. Every error names the setting and the layer that it is from.

use super::{
    SettingError,
    keys::{KEYS, Kind},
    layers::{Layers, Source, Written},
};
use ciente_receiver::Rate;
use std::{fs, str::FromStr, time::Duration};

impl Layers {
    fn written(&self, name: &str) -> Option<&Written> {
        debug_assert!(KEYS.iter().any(|key| key.name == name), "{name}");
        self.settings.get(name)
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.written(name)?.values.last().map(String::as_str)
    }

    pub(super) fn list(&self, name: &str) -> &[String] {
        self.written(name).map_or(&[], |written| &written.values)
    }

    /// An error about a value that is set.
    pub(super) fn wrong(&self, name: &str, detail: &str) -> SettingError {
        self.wrong_as(name, detail, SettingError::INVALID)
    }

    pub(super) fn wrong_as(&self, name: &str, detail: &str, code: &'static str) -> SettingError {
        let source = self.written(name).map_or(Source::Default, |written| written.source.clone());
        SettingError::coded(name, &source, detail, code)
    }

    pub(super) fn needed(&self, name: &'static str) -> Result<&str, SettingError> {
        match self.text(name) {
            Some("") => Err(self.wrong(name, "it is empty")),
            Some(text) => Ok(text),
            None => Err(SettingError::missing(name)),
        }
    }

    pub(super) fn parsed<T: FromStr>(&self, name: &'static str, expected: &str) -> Result<T, SettingError> {
        self.needed(name)?.parse().map_err(|_| self.wrong(name, expected))
    }

    pub(super) fn switch(&self, name: &'static str) -> Result<bool, SettingError> {
        match self.needed(name)? {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err(self.wrong(name, "expected true or false")),
        }
    }

    pub(super) fn duration(&self, name: &'static str) -> Result<Duration, SettingError> {
        let text = self.needed(name)?;
        let units = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)];
        let read = units.iter().find_map(|(unit, factor)| {
            let number: u64 = text.strip_suffix(unit)?.trim().parse().ok()?;
            number.checked_mul(*factor).map(Duration::from_millis)
        });
        let expected = "expected a duration above 0 such as 500ms, 30s, 5m or 1h";
        // Without any leeway clocks have to agree; all else would never end.
        read.filter(|read| !read.is_zero() || name == "identity.leeway").ok_or_else(|| self.wrong(name, expected))
    }

    pub(super) fn rate(&self, name: &'static str, default: &str) -> Result<Option<Rate>, SettingError> {
        match self.text(name).unwrap_or(default) {
            "off" => Ok(None),
            text => {
                text.parse().map(Some).map_err(|error: ciente_receiver::RateError| self.wrong(name, &error.to_string()))
            }
        }
    }

    /// A secret by itself, or in a file. Both are refused, on whichever layers: nobody could tell which of them was meant.
    pub(super) fn secret(&self, name: &'static str, file: &'static str) -> Result<Option<String>, SettingError> {
        debug_assert!(KEYS.iter().any(|key| key.name == name && key.kind == Kind::Secret), "{name}");
        match (self.text(name), self.text(file)) {
            (Some(_), Some(_)) => {
                let detail = format!("{name} is set as well ({}); keep one of them", self.settings[name].source);
                Err(self.wrong(file, &detail))
            }
            (Some(secret), None) => Ok(Some(secret.to_owned())),
            (None, Some(path)) => match fs::read_to_string(path) {
                Ok(text) => Ok(Some(text.trim_start_matches('\u{feff}').trim_end_matches(['\r', '\n']).to_owned())),
                Err(error) => Err(self.wrong(file, &format!("{path}: {error}"))),
            },
            (None, None) => Ok(None),
        }
    }
}
