//! The shape of the locales: which section and which row of one is which of the other, and what is missing.

use super::{Said, position};
use crate::check::{
    page::{Page, Span},
    rule::Rule,
    sink::Sink,
};
use std::collections::BTreeSet;

/// Compares the number of sections and rows of all locales with the source locale's.
pub(super) fn check(pages: &[&Page], sink: &mut Sink<'_>) {
    let Some((source, others)) = pages.split_first() else { return };
    for other in others {
        for (rule, what, list) in [
            (Rule::SectionsDiffer, "section", sections as fn(&Page) -> Vec<Piece>),
            (Rule::RowsDiffer, "data use", uses),
            (Rule::RowsDiffer, "retention rule", rules),
            (Rule::RowsDiffer, "table row", others_rows),
        ] {
            let (ours, theirs) = (list(source), list(other));
            if ours.len() != theirs.len() {
                missing(rule, what, (source, &ours), (other, &theirs), sink);
            }
        }
    }
}

/// A section or row, with what tells it from its neighbours in any language.
struct Piece {
    at: Span,
    name: String,
    /// Numbers, abbreviations and names in Latin letters.
    tokens: BTreeSet<String>,
    /// Which of the tables stand in it.
    tables: (bool, bool),
    /// Characters.
    length: usize,
}

fn sections(page: &Page) -> Vec<Piece> {
    let pieces = page.sections.iter().zip(&page.draft.notice.sections).map(|(part, section)| {
        let has = |first: &Span| part.body.contains(&first.start);
        let uses = page.draft.use_cells.iter().any(|cells| has(&cells.first));
        let tables = (uses, page.draft.rule_cells.iter().any(|cells| has(&cells.first)));
        let at = if part.heading.is_empty() { part.body.clone() } else { part.heading.clone() };
        piece(page, at, part.heading.start..part.body.end, &section.heading, tables)
    });
    pieces.collect()
}

/// Of tables that are neither of data uses nor of retention.
fn others_rows(page: &Page) -> Vec<Piece> {
    let rows = page.rows.iter().filter_map(|cells| {
        let (first, last) = (cells.first()?, cells.last()?);
        let name = page.file.slice(first.clone()).trim().to_owned();
        Some(piece(page, first.clone(), first.start..last.end.max(first.end), &name, (false, false)))
    });
    rows.collect()
}

fn uses(page: &Page) -> Vec<Piece> {
    let rows = page.draft.use_cells.iter().zip(&page.draft.notice.data_uses);
    rows.map(|(cells, row)| {
        let whole = cells.first.start..cells.basis.end.max(cells.first.end);
        piece(page, cells.first.clone(), whole, &row.category, (false, false))
    })
    .collect()
}

fn rules(page: &Page) -> Vec<Piece> {
    let rows = page.draft.rule_cells.iter().zip(&page.draft.notice.retention);
    rows.map(|(cells, row)| {
        let whole = cells.first.start..cells.text.end.max(cells.first.end);
        piece(page, cells.first.clone(), whole, &row.category, (false, false))
    })
    .collect()
}

fn piece(page: &Page, at: Span, whole: Span, name: &str, tables: (bool, bool)) -> Piece {
    let text = page.seen.slice(&whole);
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let latin = page.language.is_none() || page.words.is_some_and(|words| words.spaced && words.bounded);
    let tokens = page
        .file
        .slice(whole)
        .split(|c: char| !is_part(c))
        // Of Latin scripts, only what is no word of the language: it must have a digit or two capitals.
        .filter(|token| {
            token.len() > 1
                && (!latin
                    || token.bytes().any(|b| b.is_ascii_digit())
                    || token.bytes().filter(u8::is_ascii_uppercase).count() > 1)
        })
        .map(str::to_ascii_lowercase)
        .collect();
    Piece { at, name: name.replace('\n', " / "), tokens, tables, length: text.chars().count() }
}

/// How much two pieces look like one another.
fn likeness(a: &Piece, b: &Piece, positions: (usize, usize)) -> f64 {
    if a.tables != b.tables {
        return -1.0;
    }
    let union = a.tokens.union(&b.tokens).count();
    let shared = a.tokens.intersection(&b.tokens).count();
    let tokens = if union == 0 { 0.5 } else { shared as f64 / union as f64 };
    let (short, long) = (a.length.min(b.length).max(1), a.length.max(b.length).max(1));
    let length = short as f64 / long as f64;
    let place = if positions.0 == positions.1 { 0.1 } else { 0.0 };
    2.0 * tokens + length + place + if a.tables == (false, false) { 0.0 } else { 2.0 }
}

/// Which of theirs corresponds to which of ours, in order, so that the likeness is greatest (Needleman and Wunsch).
fn pairs(ours: &[Piece], theirs: &[Piece]) -> Vec<(usize, usize)> {
    let (n, m) = (ours.len(), theirs.len());
    let mut best = vec![vec![0.0_f64; m + 1]; n + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            let both = likeness(&ours[i], &theirs[j], (i, j)) + best[i + 1][j + 1];
            best[i][j] = both.max(best[i + 1][j]).max(best[i][j + 1]);
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < n && j < m {
        let both = likeness(&ours[i], &theirs[j], (i, j)) + best[i + 1][j + 1];
        if both >= best[i + 1][j] && both >= best[i][j + 1] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[i + 1][j] >= best[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Tables longer than this are not laid side by side; that one has more rows is said all the same.
const LONGEST: usize = 500;

fn missing(
    rule: Rule,
    what: &str,
    (source, ours): (&Page, &[Piece]),
    (other, theirs): (&Page, &[Piece]),
    sink: &mut Sink<'_>,
) {
    let pairs = if ours.len().max(theirs.len()) > LONGEST { Vec::new() } else { pairs(ours, theirs) };
    let counts = format!("{} of them here, {} there", theirs.len(), ours.len());
    let end = |page: &Page, pieces: &[Piece]| pieces.last().map_or_else(|| page.top(), |last| page.place(&last.at));
    let help = match rule {
        Rule::SectionsDiffer => "Give every locale the same sections in the same order.",
        _ => {
            "Rows of a version's locales belong together by position: add the missing row, or take the extra one away."
        }
    };
    let mut told = false;
    if pairs.len() == ours.len().min(theirs.len()) {
        for (i, piece) in ours.iter().enumerate().filter(|(i, _)| !pairs.iter().any(|(ours, _)| ours == i)) {
            let before = pairs.iter().rev().find(|(ours, _)| *ours < i).map_or(0, |(_, theirs)| *theirs);
            let here = theirs.get(before).map_or_else(|| other.top(), |piece| other.place(&piece.at));
            let said = Said { page: source, value: (), at: piece.at.clone() };
            let message = format!("no {what} here corresponds to \"{}\" in {} ({counts})", piece.name, position(&said));
            sink.between(rule, here, source.place(&piece.at), message, help);
            told = true;
        }
        for (j, piece) in theirs.iter().enumerate().filter(|(j, _)| !pairs.iter().any(|(_, theirs)| theirs == j)) {
            let before = pairs.iter().rev().find(|(_, theirs)| *theirs < j).map_or(0, |(ours, _)| *ours);
            let there = ours.get(before).map_or_else(|| source.top(), |piece| source.place(&piece.at));
            let message = format!(
                "the {what} \"{}\" corresponds to none in {} ({counts})",
                piece.name,
                source.file.path.display()
            );
            sink.between(rule, other.place(&piece.at), there, message, help);
            told = true;
        }
    }
    if !told {
        let message = format!("the {what}s differ from those of {} ({counts})", source.file.path.display());
        sink.between(rule, end(other, theirs), end(source, ours), message, help);
    }
}
