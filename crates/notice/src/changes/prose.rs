//! The text outside the two tables: headings and sentences. What a sentence means is not known; new names in it are.

use super::{
    Difference, Kind,
    added::{begins_with_another, denies_less, is_added_to},
    align::{Pairing, Step, align},
    companies::companies,
    fold::fold,
    lead::says_otherwise,
    marks::{self, answers_otherwise},
    names::{BETWEEN_CELLS, holds, is_given_to_another, is_known, is_nobody, names, names_another},
    other::{denies_another, leaves_out_a_limit, swaps},
    similar::{brings_words, words},
    split::{Unit, sentences},
    together::Together,
    turning::{denies_all, is_dated, restricts, rights, turns, turns_title, units},
    vocabulary::Vocabulary,
};
use crate::{Block, Inline, Notice, Section, hrefs, plain_text, unnumbered};
use std::collections::{BTreeMap, BTreeSet};

/// A row of an author's table of at most so many words says something in each of them.
const SHORT_ROW: usize = 16;

/// The same of what stands in a list: a name, or a kind of data, and no sentence.
const SHORT_ITEM: usize = 6;

/// A notice's text in pieces, each with the section that it stands in.
#[derive(Default)]
pub(super) struct Text<'n> {
    pub(super) units: Vec<Unit>,
    pub(super) sections: Vec<&'n Section>,
    /// What each stands under, folded: what introduces its list, else its heading.
    pub(super) leads: Vec<String>,
    /// Which pieces are short rows of tables, short cells of long rows, or short items of lists.
    rows: BTreeSet<usize>,
    /// Which pieces stand in a list.
    pub(super) listed: BTreeSet<usize>,
    /// The cells of the pieces that are rows of tables, folded.
    pub(super) cells: BTreeMap<usize, Vec<String>>,
    /// Which pieces are headers of their columns, and of which.
    pub(super) columns: BTreeMap<usize, usize>,
}

impl<'n> Text<'n> {
    fn headings(notice: &'n Notice) -> Self {
        let mut text = Self::default();
        for (section, words) in headed(notice).filter(|(section, _)| !section.heading.is_empty()) {
            let folded = fold(words);
            text.units.push(Unit::of(section.heading.clone(), folded));
            text.sections.push(section);
            text.leads.push(String::new());
        }
        text
    }

    fn sentences(notice: &'n Notice) -> Self {
        let mut text = Self::default();
        for (section, words) in headed(notice) {
            text.read(section, &section.blocks, &fold(words));
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
                        let told: Vec<String> = cells.iter().map(|cell| marks::told(cell)).collect();
                        let folded = fold(&told.join(BETWEEN_CELLS));
                        if words(&folded).len() > SHORT_ROW {
                            // What the row is about leads to the rest of it.
                            let about = cells.first().map(|cell| format!("{lead}\n{}", fold(cell))).unwrap_or_default();
                            for (nth, cell) in cells.iter().enumerate() {
                                let from = self.units.len();
                                let mark = fold(&told[nth]);
                                let found = match cell.contains(char::is_alphanumeric) || mark.is_empty() {
                                    true => sentences(cell),
                                    false => vec![Unit::of(cell.clone(), mark)],
                                };
                                self.add(section, if nth == 0 { lead } else { &about }, found);
                                if words(&fold(cell)).len() <= SHORT_ROW {
                                    self.rows.extend(from..self.units.len());
                                }
                            }
                        } else if !folded.is_empty() {
                            self.rows.insert(self.units.len());
                            self.cells.insert(self.units.len(), told.iter().map(|cell| fold(cell)).collect());
                            self.add(section, lead, vec![Unit::of(whole, folded)]);
                        }
                    }
                }
                Block::DataUses { .. } | Block::Retention { .. } => {}
            }
        }
    }

    /// The cells of a row; nothing where it is none.
    fn row(&self, nth: usize) -> &[String] {
        self.cells.get(&nth).map(Vec::as_slice).unwrap_or_default()
    }

    fn add(&mut self, section: &'n Section, lead: &str, found: Vec<Unit>) {
        self.sections.extend(found.iter().map(|_| section));
        self.leads.extend(found.iter().map(|_| lead.to_owned()));
        self.units.extend(found);
    }
}

/// Sections with the words of their headings: the number before them changes whenever a section comes or goes.
pub(super) fn headed(notice: &Notice) -> impl Iterator<Item = (&Section, &str)> {
    let headings: Vec<&str> = notice.sections.iter().map(|section| section.heading.as_str()).collect();
    notice.sections.iter().zip(unnumbered(&headings))
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
            let before = if let Step::Reworded(i, _) = *step { olds.units[i].text.as_str() } else { "" };
            let text = news.units[j].text.as_str();
            let is_new = |name: &&String| !is_known(known, name) && !is_nobody(name, &[before, text]);
            for name in names(text, &new.locale).iter().filter(is_new) {
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
            let is_lost = || with.together.loses_a_period(gone) || with.together.loses_rights(gone) || is_led();
            let held = with.known.is_some() && is_lost() || restricts(gone);
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
                        || denies_another(folded, now)
                        || leaves_out_a_limit(folded, now) && !with.together.is_taken_over(folded, now)
                        || swaps(folded, now)
                        || names_another(&old.units[i].text, &new.units[j].text, with.locale)
                        || is_row && answers_otherwise(old.row(i), new.row(j))
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
    let (old, new) = (all_links(old), all_links(new));
    let gone = old.iter().find(|href| !new.contains(href));
    for href in new.iter().filter(|href| !old.contains(href)) {
        out.push(Difference::new(Kind::LinkChanged, gone.map(|href| (*href).to_owned()), Some((*href).to_owned())));
    }
}

/// Where a notice links to, each place once.
fn all_links(notice: &Notice) -> Vec<&str> {
    let mut all: Vec<&str> = Vec::new();
    let mut add = |inlines| {
        for href in hrefs(inlines) {
            if !all.contains(&href) {
                all.push(href);
            }
        }
    };
    for section in &notice.sections {
        each_text(&section.blocks, &mut add);
    }
    for row in &notice.data_uses {
        [&row.items, &row.purpose, &row.legal_basis].into_iter().for_each(|inlines| add(inlines));
    }
    notice.retention.iter().for_each(|row| add(&row.text));
    all
}
