//! What site generators and other dialects of Markdown take for markup, and a notice shows as it stands.

use super::Reader;
use crate::report::Code;
use ciente_notice::Inline;
use std::ops::Range;

/// Signs between which a generator puts something else, or which it takes out.
const PAIRS: &[(&str, &str)] = &[("{{", "}}"), ("{%", "%}"), ("{/*", "*/}"), ("[[", "]]")];

/// What a line begins with that is no line of text.
const BEGINNINGS: &[&str] =
    &[":::", "!!! ", "??? ", "[[TOC]]", "[TOC]", "{:", "+--", "+==", "%%", "export const ", "*[", "[!"];

impl Reader<'_> {
    /// Warns of a piece in which something stands that was meant for a program. Literals are meant as they are.
    pub(super) fn check_markup(&mut self, content: &[Inline], span: Range<usize>) {
        let mut text = String::new();
        read(content, &mut text);
        if let Some(left) = unfinished(&text) {
            let message = format!("\"{left}\" was to be written still, and readers would see it");
            self.report(Code::MarkupLeft, span, message, "Write what it stands for, or take it away.");
            return;
        }
        let Some(mark) = mark(&text) else { return };
        let message = format!("{mark} is markup that a notice does not know, and readers would see it");
        let help = "Build the notice from the text that your site generator makes, or write what it stands for.";
        self.report(Code::MarkupLeft, span, message, help);
    }

    /// Warns of Markdown where none is read: within the cells of an HTML table.
    pub(super) fn check_markdown(&mut self, content: &[Inline], span: Range<usize>) {
        let mut text = String::new();
        read(content, &mut text);
        let is_link = text.split_once("](").is_some_and(|(before, after)| before.contains('[') && after.contains(')'));
        let mark = if text.matches("**").count() > 1 { "**" } else { "[…](…)" };
        if mark == "**" || is_link {
            let message = format!("{mark} is Markdown within a cell of HTML, and readers would see it as it stands");
            let help = "Write the cell in HTML (<b>, <a href>), or the whole table in Markdown.";
            self.report(Code::MarkupLeft, span, message, help);
        }
    }

    /// Warns of a rule that is the edge of a table as Pandoc writes them, in columns of dashes: what it holds is taken for text.
    pub(super) fn check_rule(&mut self, span: Range<usize>) {
        let columns: Vec<&str> = self.file.slice(span.clone()).split_whitespace().collect();
        if columns.len() > 1 && columns.iter().all(|column| column.len() > 2) {
            let message =
                "this is the edge of a table that a notice does not know, and its rows would be text and headings";
            let help = "Make a pipe table of it; Pandoc does with `-t gfm`.";
            self.report(Code::MarkupLeft, span, message, help);
        }
    }
}

fn read(content: &[Inline], text: &mut String) {
    for inline in content {
        match inline {
            Inline::Text { text: words } => text.push_str(words),
            Inline::Strong { content } | Inline::Emphasis { content } | Inline::Link { content, .. } => {
                read(content, text)
            }
            Inline::Code { .. } => text.push('\u{fffc}'),
        }
    }
}

/// What stands in brackets where somebody is to fill something in.
const BLANKS: &[&str] = &[
    "NAME",
    "COMPANY",
    "DATE",
    "ADDRESS",
    "INSERT",
    "YOUR",
    "EMAIL",
    "E-MAIL",
    "NOME",
    "EMPRESA",
    "DATA",
    "ENDEREÇO",
    "FECHA",
    "DIRECCIÓN",
    "FIRMA",
    "DATUM",
    "NOM",
    "SOCIÉTÉ",
    "ADRESSE",
];

/// What authors and programs leave where something is still to be decided: `[COMPANY NAME]`, `TBD`, the edge of a conflict.
fn unfinished(text: &str) -> Option<&str> {
    if let Some(edge) = text.lines().find(|line| line.starts_with("<<<<<<< ")) {
        return Some(edge);
    }
    let blank = text.match_indices('[').find_map(|(at, _)| {
        let next = at + 1 + text[at + 1..].find(['[', ']'])?;
        let end = next + 1;
        let is_closed = text[next..].starts_with(']');
        let inside = &text[at + 1..end - 1];
        let is_large = inside.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '_' | '-'));
        (is_closed && is_large && inside.split([' ', '_']).any(|word| BLANKS.contains(&word))).then(|| &text[at..end])
    });
    // In capitals, Spanish and Portuguese `TODO` is everything.
    let is_note = |word: &str| {
        word.starts_with("TODO:") || matches!(word.trim_matches(|c: char| !c.is_alphanumeric()), "TBD" | "FIXME")
    };
    blank
        .or_else(|| text.split_whitespace().find(|word| is_note(word)))
        .or_else(|| text.contains("Lorem ipsum").then_some("Lorem ipsum"))
}

fn mark(text: &str) -> Option<&'static str> {
    let pair = PAIRS.iter().find(|(open, close)| text.split_once(open).is_some_and(|(_, rest)| rest.contains(close)));
    if let Some((open, _)) = pair {
        return Some(open);
    }
    // What Pandoc writes behind a text: its class, its name.
    if let Some(attributes) = ["]{.", "]{#"].into_iter().find(|attributes| text.contains(attributes)) {
        return Some(attributes);
    }
    let text = text.trim_start();
    if text.starts_with("import ")
        && [" from \"", " from '", " from “", " from ‘"].iter().any(|from| text.contains(from))
    {
        return Some("import");
    }
    BEGINNINGS.iter().find(|beginning| text.starts_with(**beginning)).map(|beginning| beginning.trim_end())
}

#[cfg(test)]
mod tests {
    use crate::report::{Report, SourceText};
    use std::{path::Path, sync::Arc};

    #[test]
    fn what_a_program_should_have_read_is_told_of() {
        for (markdown, told) in [
            ("Kept for {{ days }} days.", true),
            ("## {% include name %}", true),
            ("| A | B |\n|-|-|\n| {{ a }} | b |", true),
            ("{/* legal has to see this */}", true),
            (":::info\nText.\n:::", true),
            ("!!! warning", true),
            ("[[_TOC_]]", true),
            ("import Tabs from '@theme/Tabs';", true),
            ("+----+----+\n| A  | B  |\n+====+====+", true),
            ("%%not yet%%", true),
            ("See [[Retention|how long]].", true),
            ("*[GDPR]: General Data Protection Regulation", true),
            ("[Acme]{.underline} Ltd", true),
            ("  Data       Use\n  ---------- ------\n  Messages   to deliver\n  ---------- ------", true),
            ("Above.\n\n- - -\n\nBelow.\n\n---\n", false),
            ("[]{#_Toc1 .anchor}What we keep", true),
            ("100%% sure", false),
            ("<<<<<<< HEAD\nOne day.", true),
            ("[COMPANY NAME] keeps it.", true),
            ("Kept for TBD days.", true),
            ("TODO: the address", true),
            ("TODO O CONTEÚDO é seu.", false),
            ("See the law [LGPD] and [Art. 6], [EU GDPR], [UK ONLY].", false),
            ("Kept for days (TBD).", true),
            ("Write `{{name}}` in a message.", false),
            ("We import data from your phone.", false),
            ("Brackets {like these} and [those]: fine!", false),
        ] {
            let file = Arc::new(SourceText::new(Path::new("x.md"), markdown.to_owned()));
            let mut report = Report::new(false);
            crate::markdown::read(&file, &mut report);
            let found = report.findings().iter().any(|finding| finding.code == crate::report::Code::MarkupLeft);
            assert_eq!(found, told, "{markdown}");
        }
    }
}
