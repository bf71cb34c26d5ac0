//! Settings as written, from everywhere, each with its source: file below environment below flags. What they mean is not
//! asked here.

use super::{
    SettingError,
    flags::Flags,
    keys::{CONFIG, KEYS, Key, Kind, PREFIX},
};
use ciente_notice::NameRule;
use std::{
    collections::BTreeMap,
    ffi::OsString,
    fmt, fs,
    path::{Path, PathBuf},
};
use strsim::levenshtein;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// What is wrong with the name of a tenant.
pub(super) fn no_tenant() -> String {
    format!("no record can be of this tenant; expected {}", NameRule::TENANT)
}

/// Where a value stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    Default,
    File {
        path: PathBuf,
        line: usize,
    },
    Variable(String),
    /// A variable that is no setting.
    Environment,
    Flag(String),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, line } => write!(f, "{}:{line}", path.display()),
            Self::Variable(name) => f.write_str(name),
            Self::Environment => f.write_str("environment"),
            Self::Flag(name) => write!(f, "--{name}"),
        }
    }
}

/// A value, as written, and where. One text, or several for a list.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) values: Vec<String>,
    pub(super) source: Source,
}

/// All settings that are set.
#[derive(Debug, Default)]
pub(super) struct Layers {
    pub(super) settings: BTreeMap<&'static str, Written>,
    /// `[tenants."<id>"]`: the origins of each.
    pub(super) tenants: BTreeMap<String, Written>,
    /// The file that settings may stand in, and what names it.
    pub(super) file: Option<(PathBuf, Source)>,
    /// Variables that begin as ours do and are no setting.
    pub(super) strangers: Vec<String>,
}

impl Layers {
    pub(super) fn read(
        file: Option<(PathBuf, Source)>,
        environment: &BTreeMap<String, OsString>,
        flags: &Flags,
    ) -> Result<Self, SettingError> {
        let mut layers = Self { file, ..Self::default() };
        for key in KEYS {
            if let Some(default) = key.default {
                layers.put(key, vec![default.into()], Source::Default);
            }
        }
        if let Some((path, from)) = layers.file.clone() {
            layers.read_file(&path, &from)?;
        }
        layers.strangers = strangers(environment.keys())?;
        for key in KEYS {
            let name = key.variable();
            let Some(value) = environment.get(&name).cloned() else { continue };
            let source = Source::Variable(name);
            let text = value.into_string().map_err(|_| SettingError::new(key.name, &source, "it is not UTF-8"))?;
            let values = match key.kind {
                Kind::List => {
                    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
                }
                _ => vec![text],
            };
            layers.put(key, values, source);
        }
        for (key, values) in KEYS.iter().filter_map(|key| Some((key, flags.0.get(key.name)?))) {
            layers.put(key, values.clone(), Source::Flag(key.flag().unwrap_or_default()));
        }
        Ok(layers)
    }

    /// Whether a higher layer names this tenant in the list of all: then that counts, and what the file has for it does not.
    pub(super) fn is_replaced(&self, tenant: &str) -> bool {
        let above = self.settings.get("allow_origins").filter(|written| !matches!(written.source, Source::File { .. }));
        let names = |value: &String| value.rsplit_once('=').is_some_and(|(named, _)| named == tenant);
        above.is_some_and(|written| written.values.iter().any(names))
    }

    fn put(&mut self, key: &Key, values: Vec<String>, source: Source) {
        if let Some(known) = KEYS.iter().find(|known| known.name == key.name) {
            self.settings.insert(known.name, Written { values, source });
        }
    }

    fn read_file(&mut self, path: &Path, from: &Source) -> Result<(), SettingError> {
        if path.as_os_str().is_empty() {
            return Err(SettingError::new("config", from, "it is empty; unset it"));
        }
        let unreadable = |source| SettingError::File { path: path.into(), from: from.to_string(), source };
        let text = fs::read_to_string(path).map_err(unreadable)?;
        // Some editors begin a text with a byte order mark.
        let text = text.trim_start_matches('\u{feff}');
        // Bytes, not a slice of the text: an error may stand inside of a character, and a panic would print what is around it.
        let line = |at: usize| 1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count();
        let table = DeTable::parse(text).map_err(|error| SettingError::Syntax {
            path: path.into(),
            line: error.span().map_or(1, |span| line(span.start)),
            detail: error.message().to_owned(),
        })?;
        let (mut found, mut empty) = (Vec::new(), Vec::new());
        flatten("", table.get_ref(), &mut found, &mut empty);
        // What is nowhere is refused also where nothing is in it: whoever wrote it meant something.
        if let Some((name, at)) = empty.iter().find(|(name, _)| !is_table(name)) {
            let source = Source::File { path: path.into(), line: line(*at) };
            return Err(SettingError::new(
                name,
                &source,
                "there is no such table; `ciente serve --print-config` lists all",
            ));
        }
        for (name, at, value) in found {
            let source = Source::File { path: path.into(), line: line(at) };
            if let Some(rest) = name.strip_prefix("tenants.") {
                let tenant = rest.strip_suffix(".allow_origins").ok_or_else(|| {
                    SettingError::new(&name, &source, "a tenant has no such setting; it can have allow_origins")
                })?;
                if !NameRule::TENANT.allows(tenant) {
                    return Err(SettingError::new(&format!("tenants.{tenant:?}"), &source, &no_tenant()));
                }
                let values = list(value).map_err(|detail| SettingError::new(&name, &source, detail))?;
                self.tenants.insert(tenant.to_owned(), Written { values, source });
                continue;
            }
            let known = KEYS.iter().find(|key| key.name == name);
            let key = known.ok_or_else(|| SettingError::new(&name, &source, &unknown(&name)))?;
            let read = if key.kind == Kind::List { list(value) } else { one(value, key.kind).map(|text| vec![text]) };
            let values = read.map_err(|detail| SettingError::new(key.name, &source, detail))?;
            self.put(key, values, source);
        }
        Ok(())
    }
}

/// Names of nested tables joined by dots, each with its value and where it begins.
fn flatten<'v>(
    prefix: &str,
    table: &'v DeTable<'v>,
    found: &mut Vec<(String, usize, &'v DeValue<'v>)>,
    empty: &mut Vec<(String, usize)>,
) {
    for (name, value) in table {
        let path = if prefix.is_empty() { name.get_ref().to_string() } else { format!("{prefix}.{}", name.get_ref()) };
        match value.get_ref() {
            DeValue::Table(inner) if inner.is_empty() => empty.push((path, Spanned::span(name).start)),
            DeValue::Table(inner) => flatten(&path, inner, found, empty),
            plain => found.push((path, Spanned::span(name).start, plain)),
        }
    }
}

/// Whether settings are in it.
fn is_table(name: &str) -> bool {
    let within = |key: &Key| key.name.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
    name == "tenants" || name.starts_with("tenants.") || KEYS.iter().any(within)
}

fn one(value: &DeValue<'_>, kind: Kind) -> Result<String, &'static str> {
    match value {
        DeValue::Boolean(value) if kind == Kind::Switch => Ok(value.to_string()),
        DeValue::String(text) if kind != Kind::Switch => Ok(text.to_string()),
        DeValue::Integer(number) if kind == Kind::Text => i64::from_str_radix(number.as_str(), number.radix())
            .map(|number| number.to_string())
            .map_err(|_| "expected a smaller number"),
        DeValue::Float(_) if kind == Kind::Text => Err("expected a whole number, or a text between quotation marks"),
        _ if kind == Kind::Switch => Err("expected true or false"),
        _ => Err("expected a text between quotation marks"),
    }
}

fn list(value: &DeValue<'_>) -> Result<Vec<String>, &'static str> {
    let expected = "expected a list of texts, such as [\"a\", \"b\"]";
    let items = value.as_array().ok_or(expected)?;
    items.iter().map(|item| item.get_ref().as_str().map(str::to_owned).ok_or(expected)).collect()
}

/// What is nearly a setting's variable is that one, mistyped, and refused: what it sets would be missing without a word. What
/// is far from all of them may be somebody else's, as those are that Kubernetes sets for a service of this name
/// (`CIENTE_PORT_8080_TCP`), and is only told.
fn strangers<'n>(names: impl Iterator<Item = &'n String>) -> Result<Vec<String>, SettingError> {
    let known: Vec<String> = KEYS.iter().map(Key::variable).chain([CONFIG.to_owned()]).collect();
    let mut strangers = Vec::new();
    for name in names.filter(|name| name.starts_with(PREFIX) && !known.contains(name)) {
        let own = name.strip_prefix(PREFIX).unwrap_or(name);
        let nearest = known.iter().min_by_key(|known| levenshtein(name, known));
        match nearest.filter(|nearest| levenshtein(name, nearest) <= (own.len() / 4).clamp(1, 3)) {
            Some(nearest) => {
                let detail = format!("there is no such setting; did you mean {nearest}?");
                return Err(SettingError::new(name, &Source::Environment, &detail));
            }
            None => strangers.push(name.clone()),
        }
    }
    Ok(strangers)
}

/// The nearest name is usually the one that was meant.
fn unknown(name: &str) -> String {
    let nearest =
        KEYS.iter().min_by_key(|key| levenshtein(name, key.name)).filter(|key| levenshtein(name, key.name) <= 4);
    match nearest {
        Some(key) => format!("there is no such setting; {} is one", key.name),
        None => "there is no such setting; `ciente serve --print-config` lists all".to_owned(),
    }
}
