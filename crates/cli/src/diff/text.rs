//! A comparison for people at a terminal.

use super::{Judgement, Side, judge::short};
use crate::output::count;
use ciente_notice::{Change, changes::Difference};
use std::fmt::Write;

const RED: &str = "31";
const GREEN: &str = "32";
const BOLD: &str = "1";
const DIM: &str = "2";

struct Pen {
    colour: bool,
}

impl Pen {
    fn paint(&self, style: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{style}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

pub(super) fn render(old: &Side, new: &Side, judgement: &Judgement, colour: bool) -> String {
    let pen = Pen { colour };
    let mut out = format!("{}: {} → {}, judged on {}\n", new.id, old.label, new.label, judgement.source_locale);
    let reasons: Vec<_> = judgement.reasons().collect();
    let verdict = match judgement.change {
        Change::Material if judgement.is_declared_material => "material, because version.toml says so".to_owned(),
        Change::Material => format!("material: {}", count(reasons.len(), "reason", "reasons")),
        Change::Editorial if judgement.locales.iter().all(|(_, found)| found.is_empty()) => {
            "nothing changed".to_owned()
        }
        Change::Editorial => "editorial".to_owned(),
    };
    let style = if judgement.change == Change::Material { "1;31" } else { "1;32" };
    let _ = writeln!(out, "{}", pen.paint(style, &verdict));
    if let Some(reason) = &judgement.declared {
        let _ = writeln!(out, "rewordings declared editorial: {reason}");
    }
    for difference in reasons {
        one(&mut out, &pen, difference);
    }
    let editorial: Vec<_> = judgement.source().iter().filter(|d| d.change == Change::Editorial).collect();
    if !editorial.is_empty() {
        let _ = writeln!(out, "\n{}", pen.paint(BOLD, "editorial"));
        editorial.iter().for_each(|difference| one(&mut out, &pen, difference));
    }
    if judgement.locales.len() > 1 {
        let _ = writeln!(out, "\n{}", pen.paint(BOLD, "translations"));
    }
    for (locale, found) in judgement.locales.iter().skip(1) {
        let _ = writeln!(out, "  {locale}: {}", tally(found));
    }
    out
}

fn one(out: &mut String, pen: &Pen, difference: &Difference) {
    let place = if difference.place.is_empty() { "the notice" } else { &difference.place };
    let lang = difference.lang.as_ref().map(|lang| format!(" ({lang})")).unwrap_or_default();
    let _ = writeln!(out, "  {}: {}{lang}", pen.paint(BOLD, &short(place)), difference.kind.says());
    for (words, sign, style) in [(&difference.old, "-", RED), (&difference.new, "+", GREEN)] {
        if let Some(words) = words {
            let words = if difference.change == Change::Material { words.replace('\n', " ") } else { short(words) };
            let _ = writeln!(out, "    {}", pen.paint(style, &format!("{sign} {words}")));
        }
    }
    if difference.change == Change::Material && difference.is_declarable() {
        let hint = "can be declared editorial in version.toml, with a reason";
        let _ = writeln!(out, "    {}", pen.paint(DIM, hint));
    }
}

/// How many changes of each kind, in the order in which the kinds first come.
fn tally(found: &[Difference]) -> String {
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for difference in found {
        let says = difference.kind.says();
        match kinds.iter_mut().find(|(other, _)| *other == says) {
            Some((_, n)) => *n += 1,
            None => kinds.push((says, 1)),
        }
    }
    let each: Vec<String> =
        kinds.iter().map(|(says, n)| if *n == 1 { (*says).to_owned() } else { format!("{n} × {says}") }).collect();
    if each.is_empty() { "nothing changed".to_owned() } else { each.join(", ") }
}
