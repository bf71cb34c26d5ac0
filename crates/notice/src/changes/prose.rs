//! The text outside the two tables: headings and sentences. What a sentence means is not known; new names in it are.

use super::{
    Difference, Kind,
    added::{begins_with_another, denies_less, is_added_to},
    align::{Pairing, Step, align},
    companies::companies,
    fold::fold,
    names::{BETWEEN_CELLS, holds, is_given_to_another, names},
    similar::{brings_words, words},
    split::{Unit, sentences},
    together::Together,
    turning::{denies_all, denies_otherwise, is_dated, restricts, rights, turns, turns_title, units},
    vocabulary::Vocabulary,
};
use crate::{Block, Inline, Notice, Section, plain_text};
use std::collections::{BTreeMap, BTreeSet};

/// A row of an author's table of at most so many words says something in each of them.
const SHORT_ROW: usize = 16;

/// The same of what stands in a list: a name, or a kind of data, and no sentence.
const SHORT_ITEM: usize = 6;

/// A notice's text in pieces, each with the section that it stands in.
#[derive(Default)]
pub(super) struct Text<'n> {
    pub(super) units: Vec<Unit>,
    sections: Vec<&'n Section>,
    /// What each stands under, folded: what introduces its list, else its heading.
    pub(super) leads: Vec<String>,
    /// Which pieces are short rows of tables, short cells of long rows, or short items of lists.
    rows: BTreeSet<usize>,
    /// Which pieces stand in a list.
    listed: BTreeSet<usize>,
    /// Which pieces are headers of their columns, and of which.
    columns: BTreeMap<usize, usize>,
}

impl<'n> Text<'n> {
    fn headings(notice: &'n Notice) -> Self {
        let mut text = Self::default();
        for section in notice.sections.iter().filter(|section| !section.heading.is_empty()) {
            let folded = fold(without_number(&section.heading));
            text.units.push(Unit {
                text: section.heading.clone(),
                folded: folded.clone(),
                head: folded,
                ..Unit::default()
            });
            text.sections.push(section);
            text.leads.push(String::new());
        }
        text
    }

    fn sentences(notice: &'n Notice) -> Self {
        let mut text = Self::default();
        for section in &notice.sections {
            text.read(section, &section.blocks, &fold(without_number(&section.heading)));
        }
        text
    }

    /// The sentences of blocks. A short row of a table is one: who receives something and what it is belong together.
    fn read(&mut self, section: &'n Section, blocks: &'n [Block], lead: &str) {
        // What was said last leads to the list after it.
        let mut said = None;
        for block in blocks {
            match block {
                Block::Paragraph { content } => {
                    let found = sentences(&plain_text(content));
                    said = found.last().map(|unit| unit.folded.clone());
                    self.add(section, lead, found);
                }
                Block::List { items, .. } => {
                    let lead = said.as_deref().unwrap_or(lead);
                    let from = self.units.len();
                    items.iter().for_each(|item| self.read(section, item, lead));
                    self.listed.extend(from..self.units.len());
                    let is_short = |unit: &usize| {
                        let text = &self.units[*unit].text;
                        words(&self.units[*unit].folded).len() <= SHORT_ITEM && !is_address(text)
                    };
                    self.rows.extend((from..self.units.len()).filter(is_short).collect::<Vec<_>>());
                }
                Block::Table { columns, rows } => {
                    for (nth, cell) in columns.iter().enumerate() {
                        let found = sentences(&plain_text(cell));
                        self.columns.extend((self.units.len()..).take(found.len()).map(|unit| (unit, nth)));
                        self.add(section, lead, found);
                    }
                    for row in rows {
                        let cells: Vec<String> = row.iter().map(|cell| plain_text(cell)).collect();
                        let whole = cells.join(BETWEEN_CELLS);
                        let folded = fold(&whole);
                        if words(&folded).len() > SHORT_ROW {
                            // What the row is about leads to the rest of it.
                            let about = cells.first().map(|cell| format!("{lead}\n{}", fold(cell))).unwrap_or_default();
                            for (nth, cell) in cells.iter().enumerate() {
                                let from = self.units.len();
                                self.add(section, if nth == 0 { lead } else { &about }, sentences(cell));
                                if words(&fold(cell)).len() <= SHORT_ROW {
                                    self.rows.extend(from..self.units.len());
                                }
                            }
                        } else if !folded.is_empty() {
                            self.rows.insert(self.units.len());
                            let head = folded.clone();
                            self.add(section, lead, vec![Unit { text: whole, folded, head, ..Unit::default() }]);
                        }
                    }
                }
                Block::DataUses { .. } | Block::Retention { .. } => {}
            }
        }
    }

    fn add(&mut self, section: &'n Section, lead: &str, found: Vec<Unit>) {
        self.sections.extend(found.iter().map(|_| section));
        self.leads.extend(found.iter().map(|_| lead.to_owned()));
        self.units.extend(found);
    }
}

/// A heading without the number before it, which changes whenever a section comes or goes.
fn without_number(heading: &str) -> &str {
    let rest =
        heading.trim_start().trim_start_matches(|c: char| c.is_numeric() || matches!(c, '.' | ')' | '、' | '．'));
    if rest.trim().is_empty() { heading } else { rest }
}

/// Visits every run of text in blocks, in reading order; rows of the two tables stand elsewhere.
pub(super) fn each_text<'n>(blocks: &'n [Block], visit: &mut dyn FnMut(&'n [Inline])) {
    for block in blocks {
        match block {
            Block::Paragraph { content } => visit(content),
            Block::List { items, .. } => items.iter().for_each(|item| each_text(item, visit)),
            Block::Table { columns, rows } => {
                columns.iter().chain(rows.iter().flatten()).for_each(|cell| visit(cell));
            }
            Block::DataUses { .. } | Block::Retention { .. } => {}
        }
    }
}

/// The differences of headings, sentences and links. Names that `known`, the whole old text, holds are not new.
pub(super) fn compare(old: &Notice, new: &Notice, known: &str, vocabulary: &Vocabulary, out: &mut Vec<Difference>) {
    if fold(&old.title) != fold(&new.title) {
        out.push(Difference::new(Kind::TitleChanged, Some(old.title.clone()), Some(new.title.clone())));
    }
    let mut reordered = false;
    let (olds, news) = (Text::headings(old), Text::headings(new));
    let with = With::default();
    for step in align(&olds.units, &news.units, Pairing { beyond: 40, by_place: true }) {
        if let Some(found) = differ(step, &olds, &news, Kind::HeadingAdded, &with) {
            out.push(found);
        }
        reordered |= matches!(step, Step::Moved(..));
    }
    let (olds, news) = (Text::sentences(old), Text::sentences(new));
    let steps = align(&olds.units, &news.units, Pairing { beyond: 35, by_place: false });
    let together = Together::of(&steps, &olds, &news);
    let with = With { known: Some(vocabulary), locale: &new.locale, said: known, together };
    for step in &steps {
        reordered |= matches!(step, Step::Moved(..));
        if let Step::Added(j) | Step::Reworded(_, j) = *step {
            for name in names(&news.units[j].text, &new.locale).iter().filter(|name| !holds(known, name)) {
                let section = news.sections[j];
                out.push(
                    Difference::new(Kind::RecipientAdded, None, Some(name.clone()))
                        .in_section(&section.id, &section.heading),
                );
            }
        }
        out.extend(differ(*step, &olds, &news, Kind::TextAdded, &with));
    }
    headers(old, new, vocabulary, out);
    if reordered {
        out.push(Difference::new(Kind::Reordered, None, None));
    }
    links(old, new, out);
}

/// What a piece is judged with.
#[derive(Default)]
struct With<'w> {
    /// All that the old notice said; headings are not asked for new words.
    known: Option<&'w Vocabulary>,
    /// The same, folded.
    said: &'w str,
    locale: &'w str,
    together: Together<'w>,
}

fn differ(step: Step, old: &Text<'_>, new: &Text<'_>, added: Kind, with: &With<'_>) -> Option<Difference> {
    let before = |i: usize| old.units[i].text.clone();
    let after = |j: usize| new.units[j].text.clone();
    let (found, section) = match step {
        Step::Same(i, j) | Step::Moved(i, j)
            if with.together.elsewhere.contains(&j) || says_otherwise(old, new, i, j) =>
        {
            (Difference::new(Kind::TextExtended, None, Some(after(j))), new.sections[j])
        }
        Step::Same(..) | Step::Moved(..) => return None,
        Step::Removed(i) => {
            // Without what it denied or restricted, more may be done; without its period, for longer.
            let gone = &old.units[i].folded;
            let lead = old.leads[i].as_str();
            // "We never collect:", "you may ask for:" hold for each of the list.
            let is_led = || old.listed.contains(&i) && (denies_all(lead) || with.together.loses_one_right(lead, gone));
            let held = with.known.is_some() && (with.together.loses_a_period(gone) || is_led()) || restricts(gone);
            let kind = if held { Kind::TextExtended } else { Kind::TextRemoved };
            (Difference::new(kind, Some(before(i)), None), old.sections[i])
        }
        Step::Added(j) => {
            // A sentence that was the end of another says nothing new.
            let kind = if with.together.parts.contains(&j) { Kind::TextReworded } else { added };
            (Difference::new(kind, None, Some(after(j))), new.sections[j])
        }
        Step::Reworded(i, j) => {
            let is_row = old.rows.contains(&i) && new.rows.contains(&j);
            let is_given = || {
                with.together.exchanged.contains(&j) || is_given_to_another(&old.units[i], &new.units[j], with.locale)
            };
            let (folded, now) = (&old.units[i].folded, &new.units[j].folded);
            let more = match with.known {
                Some(_) if is_dated(folded, now) => false,
                Some(known) => {
                    known.is_extended(folded, now)
                        || is_added_to(folded, now)
                        || denies_less(folded, now)
                        || begins_with_another(&old.units[i].text, &new.units[j].text, known)
                        || companies(&new.units[j].text).iter().any(|name| !holds(with.said, name))
                        || turns(folded, now)
                        || with.together.loses_a_right(folded, now)
                        || is_row && !names_the_same_right(old, new, i, j) && brings_words(folded, now)
                }
                None => turns_title(folded, now),
            } || is_given();
            let kind = if more { Kind::TextExtended } else { Kind::TextReworded };
            (Difference::new(kind, Some(before(i)), Some(after(j))), new.sections[j])
        }
    };
    Some(found.in_section(&section.id, &section.heading))
}

/// Where to write to or to call, or when: what stands in its place is another address.
fn is_address(text: &str) -> bool {
    ["@", "://", "www."].iter().any(|mark| text.contains(mark)) || text.chars().filter(|c| c.is_numeric()).count() > 3
}

/// Whether two members of lists name one right in other words: "erase", "delete".
fn names_the_same_right(old: &Text<'_>, new: &Text<'_>, i: usize, j: usize) -> bool {
    let named = |text: &Text<'_>, nth: usize| rights(&format!("{} {}", text.leads[nth], text.units[nth].folded));
    let (before, now) = (named(old, i), named(new, j));
    !before.is_empty() && before == now
}

/// Whether the same words mean another thing where they stand now: from what is shared to what is not, or over another column.
fn says_otherwise(old: &Text<'_>, new: &Text<'_>, i: usize, j: usize) -> bool {
    let is_over_another = matches!((old.columns.get(&i), new.columns.get(&j)), (Some(was), Some(is)) if was != is);
    let (before, now) = (&old.leads[i], &new.leads[j]);
    // What introduces them may itself be in other words; then that is told.
    let is_elsewhere = || old.leads.contains(now) || new.leads.contains(before);
    is_over_another || before != now && denies_otherwise(before, now) && is_elsewhere()
}

/// The header cells of the two tables: each says what the cells below it mean.
fn headers(old: &Notice, new: &Notice, vocabulary: &Vocabulary, out: &mut Vec<Difference>) {
    for is_kind in [is_data_uses as fn(&Block) -> bool, is_retention] {
        let (olds, news) = (tables(old, is_kind), tables(new, is_kind));
        for (nth, (section, columns)) in news.iter().enumerate() {
            // A table that came has rows that came: they are said by themselves.
            let Some((_, before)) = olds.get(nth).or(olds.last()) else { continue };
            for (nth, after) in columns.iter().enumerate() {
                let Some(was) = before.get(nth) else { continue };
                let (folded, now) = (fold(was), fold(after));
                if folded == now {
                    continue;
                }
                // "Retention (months)": the unit of all that stands below.
                let more =
                    vocabulary.is_extended(&folded, &now) || turns(&folded, &now) || units(&folded) != units(&now);
                let kind = if more { Kind::TextExtended } else { Kind::TextReworded };
                let found = Difference::new(kind, Some(was.clone()), Some(after.clone()));
                out.push(found.in_section(&section.id, &section.heading));
            }
        }
    }
}

const fn is_data_uses(block: &Block) -> bool {
    matches!(block, Block::DataUses { .. })
}

const fn is_retention(block: &Block) -> bool {
    matches!(block, Block::Retention { .. })
}

/// The headers of all tables of one kind, with their sections.
fn tables(notice: &Notice, is_kind: fn(&Block) -> bool) -> Vec<(&Section, Vec<String>)> {
    fn walk<'n>(
        section: &'n Section,
        blocks: &'n [Block],
        is: fn(&Block) -> bool,
        out: &mut Vec<(&'n Section, Vec<String>)>,
    ) {
        for block in blocks {
            match block {
                Block::DataUses { columns, .. } | Block::Retention { columns, .. } if is(block) => {
                    out.push((section, columns.iter().map(|cell| plain_text(cell)).collect()));
                }
                Block::List { items, .. } => items.iter().for_each(|item| walk(section, item, is, out)),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    for section in &notice.sections {
        walk(section, &section.blocks, is_kind, &mut found);
    }
    found
}

/// Addresses that the old notice did not link to.
fn links(old: &Notice, new: &Notice, out: &mut Vec<Difference>) {
    let (old, new) = (hrefs(old), hrefs(new));
    let gone = old.iter().find(|href| !new.contains(href));
    for href in new.iter().filter(|href| !old.contains(href)) {
        out.push(Difference::new(Kind::LinkChanged, gone.map(|href| (*href).to_owned()), Some((*href).to_owned())));
    }
}

fn hrefs(notice: &Notice) -> Vec<&str> {
    fn walk<'n>(inlines: &'n [Inline], out: &mut Vec<&'n str>) {
        for inline in inlines {
            match inline {
                Inline::Text { .. } | Inline::Code { .. } => {}
                Inline::Strong { content } | Inline::Emphasis { content } => walk(content, out),
                Inline::Link { href, content } => {
                    if !out.contains(&href.as_str()) {
                        out.push(href);
                    }
                    walk(content, out);
                }
            }
        }
    }
    let mut out = Vec::new();
    for section in &notice.sections {
        each_text(&section.blocks, &mut |inlines| walk(inlines, &mut out));
    }
    for row in &notice.data_uses {
        [&row.items, &row.purpose, &row.legal_basis].iter().for_each(|inlines| walk(inlines, &mut out));
    }
    notice.retention.iter().for_each(|row| walk(&row.text, &mut out));
    out
}
