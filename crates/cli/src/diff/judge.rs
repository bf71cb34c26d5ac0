//! The judgement of a version against the one before: what changed in each locale, what it comes to, and whether its author
//! may call it what they call it. Used by `ciente diff` and `ciente build` alike.

use crate::{
    report::{Code, Place, Report},
    source::{NoticeSource, VersionSource},
};
use ciente_notice::{
    Change, Notice,
    changes::{Difference, Kind, Weight, between, judge as sum, translated},
};

/// One version, ready to be compared.
#[derive(Debug)]
pub(crate) struct Side {
    /// The notice's id.
    pub(crate) id: String,
    /// The version's label.
    pub(crate) label: String,
    /// Its notices, the source locale first.
    pub(crate) notices: Vec<Notice>,
}

/// What an author says about a version in `version.toml`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Declaration {
    /// What it is.
    pub(crate) change: Option<Change>,
    /// Why.
    pub(crate) reason: Option<String>,
    /// Where that is written.
    pub(crate) place: Option<Place>,
}

/// What changed, and what it comes to.
#[derive(Debug)]
pub(crate) struct Judgement {
    /// Whether readers are asked again.
    pub(crate) change: Change,
    /// The locale that it is judged on.
    pub(crate) source_locale: String,
    /// The changes of each locale of the newer version, the one that is judged first. Empty where the older one has none in
    /// common with it.
    pub(crate) locales: Vec<(String, Vec<Difference>)>,
    /// Why rewordings are editorial, where the author says so and may.
    pub(crate) declared: Option<String>,
    /// What the author may not call editorial.
    pub(crate) refused: Vec<Difference>,
    /// Whether the author calls it material and the texts do not.
    pub(crate) is_declared_material: bool,
}

impl Side {
    /// A version of a notice.
    pub(crate) fn new(source: &NoticeSource, version: &VersionSource, notices: Vec<Notice>) -> Self {
        Self { id: source.id.clone(), label: version.label.clone(), notices }
    }

    fn notice(&self, locale: &str) -> Option<&Notice> {
        self.notices.iter().find(|notice| notice.locale == locale)
    }
}

impl Declaration {
    /// What `version.toml` says.
    pub(crate) fn of(version: &VersionSource) -> Self {
        let config = &version.config;
        let place = config.change.as_ref().zip(config.file.as_ref());
        Self {
            change: config.change.as_ref().map(|change| *change.get_ref()),
            reason: config.reason.clone().filter(|reason| !reason.trim().is_empty()),
            place: place.map(|(change, file)| Place { file: file.clone(), span: change.span() }),
        }
    }
}

/// Compares two versions. None where they have no locale in common.
///
/// The source locale of the newer one decides; a notice whose source is new is judged on the first locale that both have.
pub(crate) fn judge(old: &Side, new: &Side, declaration: &Declaration) -> Option<Judgement> {
    let (before, after) = new.notices.iter().find_map(|after| Some((old.notice(&after.locale)?, after)))?;
    let mut source = between(before, after);
    locales(old, new, &mut source);
    let mut refused = Vec::new();
    let mut declared = None;
    if declaration.change == Some(Change::Editorial) {
        let is_covered = |difference: &Difference| difference.is_declarable() && declaration.reason.is_some();
        refused = source.iter().filter(|d| d.change == Change::Material && !is_covered(d)).cloned().collect();
        if refused.is_empty() {
            source.iter_mut().for_each(|difference| difference.change = Change::Editorial);
            declared.clone_from(&declaration.reason);
        }
    }
    let found = sum(&source);
    let is_declared_material = declaration.change == Some(Change::Material) && found == Change::Editorial;
    let others = new.notices.iter().filter(|notice| notice.locale != after.locale).map(|notice| {
        let own = old.notice(&notice.locale).map(|before| between(before, notice)).unwrap_or_default();
        (notice.locale.clone(), translated(&source, &after.locale, own))
    });
    let others: Vec<_> = others.collect();
    let change = if is_declared_material { Change::Material } else { found };
    Some(Judgement {
        change,
        source_locale: after.locale.clone(),
        locales: std::iter::once((after.locale.clone(), source)).chain(others).collect(),
        declared,
        refused,
        is_declared_material,
    })
}

/// What no single text says: which locales there are.
fn locales(old: &Side, new: &Side, found: &mut Vec<Difference>) {
    for notice in new.notices.iter().filter(|notice| old.notice(&notice.locale).is_none()) {
        found.push(Difference::new(Kind::LocaleAdded, None, Some(notice.locale.clone())));
    }
    for notice in old.notices.iter().filter(|notice| new.notice(&notice.locale).is_none()) {
        found.push(Difference::new(Kind::LocaleRemoved, Some(notice.locale.clone()), None));
    }
}

impl Judgement {
    /// The changes of the locale that is judged.
    pub(crate) fn source(&self) -> &[Difference] {
        self.locales.first().map(|(_, found)| found.as_slice()).unwrap_or_default()
    }

    /// Those of them that ask readers again.
    pub(crate) fn reasons(&self) -> impl Iterator<Item = &Difference> {
        self.source().iter().filter(|difference| difference.change == Change::Material)
    }

    /// Reports a declaration that does not hold.
    pub(crate) fn check(&self, old: &Side, new: &Side, declaration: &Declaration, report: &mut Report) {
        let Some(place) = declaration.place.clone().filter(|_| !self.refused.is_empty()) else { return };
        let strict: Vec<&Difference> = self.refused.iter().filter(|d| d.kind.weight() == Weight::Material).collect();
        let listed = if strict.is_empty() { self.refused.iter().collect() } else { strict.clone() };
        let reasons: Vec<String> = listed.iter().map(|difference| sentence(difference)).collect();
        let message = format!(
            "\"{}\", {} against {}, is material and cannot be declared editorial{}: {}",
            new.id,
            new.label,
            old.label,
            if strict.is_empty() { " without a reason" } else { "" },
            reasons.join("; ")
        );
        let help = if strict.is_empty() {
            "If the words mean the same, say why with `reason = \"…\"`; else write change = \"material\"."
        } else {
            "Write change = \"material\", or take the line away; only rewordings can be declared editorial."
        };
        report.at(Code::ChangeRefused, place, message, help);
    }
}

/// A change in one line: `item added to Log Data: "exit address"`.
pub(crate) fn sentence(difference: &Difference) -> String {
    let place = if difference.place.is_empty() { String::new() } else { format!("{}: ", difference.place) };
    let words = match (&difference.old, &difference.new) {
        (Some(old), Some(new)) => format!(": \"{}\" → \"{}\"", short(old), short(new)),
        (Some(words), None) | (None, Some(words)) => format!(": \"{}\"", short(words)),
        (None, None) => String::new(),
    };
    format!("{place}{}{words}", difference.kind.says())
}

/// The beginning of a text, on one line.
pub(crate) fn short(text: &str) -> String {
    const LONGEST: usize = 120;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
