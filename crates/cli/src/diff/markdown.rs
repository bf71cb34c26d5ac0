//! A comparison as Markdown, for the description of a pull request.

use super::{Judgement, Side, judge::short};
use crate::output::count;
use ciente_notice::{Change, changes::Difference};
use std::fmt::Write;

pub(super) fn render(old: &Side, new: &Side, judgement: &Judgement) -> String {
    let verdict = match judgement.change {
        Change::Material => "**material**: readers are asked again",
        Change::Editorial => "**editorial**: nobody is asked again",
    };
    let mut out = format!(
        "### {}: {} → {}\n\n{verdict}. Judged on `{}`.\n",
        escape(&new.id),
        escape(&old.label),
        escape(&new.label),
        judgement.source_locale
    );
    if judgement.is_declared_material {
        out.push_str("\n`version.toml` declares it material.\n");
    }
    if let Some(reason) = &judgement.declared {
        let _ = writeln!(out, "\nRewordings are declared editorial: {}", escape(reason));
    }
    let reasons: Vec<_> = judgement.reasons().collect();
    let editorial: Vec<_> = judgement.source().iter().filter(|d| d.change == Change::Editorial).collect();
    if reasons.is_empty() && editorial.is_empty() {
        out.push_str("\nNothing changed.\n");
    }
    if !reasons.is_empty() {
        let _ = writeln!(out, "\n#### {}\n", count(reasons.len(), "reason", "reasons"));
        table(&mut out, &reasons);
    }
    if !editorial.is_empty() {
        folded(&mut out, &count(editorial.len(), "editorial change", "editorial changes"), &editorial);
    }
    for (locale, found) in judgement.locales.iter().skip(1).filter(|(_, found)| !found.is_empty()) {
        let summary = format!("{locale}: {}", count(found.len(), "change", "changes"));
        folded(&mut out, &summary, &found.iter().collect::<Vec<_>>());
    }
    out
}

fn folded(out: &mut String, summary: &str, found: &[&Difference]) {
    let _ = writeln!(out, "\n<details><summary>{summary}</summary>\n");
    table(out, found);
    out.push_str("\n</details>\n");
}

fn table(out: &mut String, found: &[&Difference]) {
    out.push_str("| Where | What | Before | After |\n| --- | --- | --- | --- |\n");
    for difference in found {
        let cell = |words: &Option<String>| words.as_deref().map(|words| escape(&short(words))).unwrap_or_default();
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} |",
            escape(&short(&difference.place)),
            difference.kind.says(),
            cell(&difference.old),
            cell(&difference.new)
        );
    }
}

/// Text that Markdown shows as it is, in a table too.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '@' => {
                out.push('\\');
                out.push(c);
            }
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(escape("a|b *c* <d>\n@e"), "a\\|b \\*c\\* &lt;d> \\@e");
    }
}
