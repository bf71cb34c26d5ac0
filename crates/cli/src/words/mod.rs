//! What words mean: durations, legal bases, services. Everything that depends on a language stands in `language`, one file
//! each; tables are recognised elsewhere, by what stands in their cells and, in a language that is known, by the words of their headers.

mod article;
mod header;
mod language;
mod pattern;
mod period;
mod services;

pub(crate) use header::{
    bounds, is_about_bases, is_about_keeping, is_about_others, is_about_purposes, is_about_time, is_about_use,
    is_all_about_keeping, is_beside_bases, is_note, is_plainly_about_keeping, refers_to_note, surely_bounds,
};
pub(crate) use language::language;
pub(crate) use pattern::words;
pub(crate) use services::{introduced, service_names, services};

use ciente_notice::{Basis, Duration, Inline, Rule};
use pattern::{Pieces, is_found, is_match, normal};
use period::{Unit, take_out};

/// The words of one language. All patterns are written in normal form, see [`pattern::normal`].
pub(crate) struct Language {
    /// Whether words have spaces between them.
    spaced: bool,
    /// Numbers in words.
    numbers: &'static [(&'static str, u16)],
    /// Units of time.
    units: &'static [(&'static str, Unit)],
    /// Periods in one word: the dual of Arabic, the `se-` of Indonesian.
    whole: &'static [(&'static str, (u16, Unit))],
    /// Parts of the sentences below that have a name.
    pieces: &'static Pieces,
    /// Whole texts that state one plain period of storage, `{}`. `{c}` is the kind of data as the row calls it.
    fixed: &'static [&'static str],
    /// Whole texts that say "as long as you use it", with at most one period after the end.
    while_used: &'static [&'static str],
    /// What names a legal basis, anywhere in its text.
    bases: &'static [(Basis, &'static [&'static str])],
    /// What names a contract. Alone it is the basis; anywhere in a text that names another basis, two are named.
    contract: &'static [&'static str],
    /// What turns a statement into its opposite; where one stands, no basis is certain.
    negations: &'static [&'static str],
    /// What else may deny a legal basis: "regardless of", "exempt from". Parts of words, and not asked of other texts.
    denials: &'static [&'static str],
    /// What else takes something out of an enumeration: "everything but names, ages" holds no ages.
    exceptions: &'static [&'static str],
    /// What pieces of a sentence end with and items do not, where no spaces set words apart: "当社は、氏名、住所を集めます".
    clauses: &'static [&'static str],
    /// Words that lead into an enumeration or join its last item, as they are written.
    joins: &'static [&'static str],
    /// Those of them that join the last two items without a comma.
    conjunctions: &'static [&'static str],
}

impl Language {
    /// Whether a text takes something out of what it says.
    pub(crate) fn excepts(&self, text: &str) -> bool {
        self.has(self.exceptions, text, |text, word| text.contains(word))
    }

    /// Whether a text denies something.
    pub(crate) fn denies(&self, text: &str) -> bool {
        self.has(self.negations, text, |text, word| text.contains(word))
    }

    /// Whether a text denies what it begins with, and what follows perhaps: "no passwords".
    pub(crate) fn begins_to_deny(&self, text: &str) -> bool {
        self.has(self.negations, text, |text, word| text.starts_with(word))
    }

    /// Whether a piece between commas is a part of a sentence, and no item.
    pub(crate) fn is_clause(&self, piece: &str) -> bool {
        let piece = piece.trim_end_matches(['.', '。']).trim_end();
        self.clauses.iter().any(|end| piece.ends_with(end))
    }

    fn has(&self, words: &[&str], text: &str, is: for<'w> fn(&str, &'w str) -> bool) -> bool {
        let text = normal(text, self.spaced);
        let text = if self.spaced { format!(" {text} ") } else { text };
        words.iter().any(|word| is(&text, word))
    }

    /// The piece without a word that leads into an enumeration or joins its last item, if it begins with one.
    pub(crate) fn without_join<'t>(&self, piece: &'t str) -> Option<&'t str> {
        let rest = self.joins.iter().find_map(|join| {
            let (head, rest) = piece.split_at_checked(join.len())?;
            // "O blood type" is no "or" of Spanish.
            let is_join = head == *join || join.len() > 1 && head.to_lowercase() == **join;
            if !is_join {
                return None;
            }
            if self.spaced || join.is_ascii() { rest.strip_prefix([' ', '\u{a0}', ':']) } else { Some(rest) }
        });
        rest.map(str::trim_start)
    }

    pub(crate) fn is_conjunction(&self, word: &str) -> bool {
        self.conjunctions.contains(&word)
    }
}

/// The retention rule of a cell, [`Rule::Unspecified`] also where the header above it says that its periods are something
/// else.
pub(crate) fn rule_under(header: &str, text: &[Inline], category: &str, language: Option<&Language>) -> Rule {
    if header::qualifies(header) { Rule::Unspecified } else { rule(&apart(text), category, language) }
}

/// The retention rule that a text states about a kind of data, [`Rule::Unspecified`] wherever a single word of it is not
/// understood.
fn rule(text: &str, category: &str, language: Option<&Language>) -> Rule {
    let Some(language) = language else { return Rule::Unspecified };
    let text = normal(text, language.spaced);
    // Whole sentences of some languages are long, but no rule fills pages.
    if text.len() > LONGEST_RULE {
        return Rule::Unspecified;
    }
    let text = with_category(&text, &normal(category, language.spaced), language.spaced);
    let (template, periods) = take_out(&text, language);
    let is_one_of = |patterns: &[&str]| patterns.iter().any(|pattern| is_match(pattern, &template, language.pieces));
    match periods.as_slice() {
        [duration] if is_one_of(language.fixed) => Rule::Fixed { duration: *duration },
        [period] if is_one_of(language.while_used) => Rule::WhileUsed { then_within: Some(*period) },
        [] if is_one_of(language.while_used) => Rule::WhileUsed { then_within: None },
        _ => Rule::Unspecified,
    }
}

/// The text of inlines, with a mark where a digit of one meets a digit of the next: the 1 of a footnote behind 30 does not
/// make 301.
fn apart(inlines: &[Inline]) -> String {
    let mut out = String::new();
    let mut add = |text: &str| {
        if out.ends_with(char::is_numeric) && text.starts_with(char::is_numeric) {
            out.push(APART);
        }
        out.push_str(text);
    };
    each_text(inlines, &mut add);
    out
}

fn each_text(inlines: &[Inline], visit: &mut impl FnMut(&str)) {
    for inline in inlines {
        match inline {
            Inline::Text { text } | Inline::Code { text } => visit(text),
            Inline::Strong { content } | Inline::Emphasis { content } | Inline::Link { content, .. } => {
                each_text(content, visit);
            }
        }
    }
}

/// Stands in no pattern, so that no text that holds it matches one.
const APART: char = '\u{1}';

/// Bytes of a rule in normal form that is still looked at.
const LONGEST_RULE: usize = 1200;

/// `{c}` in place of the row's own name, where it stands as words of its own: "Log data is stored for 7 days".
fn with_category(text: &str, category: &str, spaced: bool) -> String {
    let is_name = category.chars().count() > 1 && category.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '-');
    let Some((before, after)) = text.split_once(category).filter(|_| is_name) else { return text.to_owned() };
    let is_whole = !spaced || !(before.ends_with(char::is_alphanumeric) || after.starts_with(char::is_alphanumeric));
    if is_whole { format!("{before}{{c}}{after}") } else { text.to_owned() }
}

/// The legal bases that a text in whatever language names by their articles.
pub(crate) fn cited(text: &str) -> Vec<Basis> {
    article::bases(&normal(text, true))
}

/// Every class of legal basis that a text names, also one that it denies: for comparing texts, not for classing one.
pub(crate) fn bases(text: &str, language: Option<&Language>) -> Vec<Basis> {
    // Articles and their letters are the same in every language.
    let Some(language) = language else { return cited(text) };
    let text = normal(text, language.spaced);
    let mut named = article::bases(&text);
    let is_named = |patterns: &[&str]| patterns.iter().any(|pattern| is_found(pattern, &text));
    for (basis, patterns) in language.bases {
        let is_bare = *basis == Basis::Contract && language.contract.contains(&text.as_str());
        if (is_bare || is_named(patterns)) && !named.contains(basis) {
            named.push(*basis);
        }
    }
    named
}

/// Every period that a text states, in order, whatever it is for.
pub(crate) fn periods(text: &str, language: Option<&Language>) -> Vec<Duration> {
    language.map(|language| take_out(&normal(text, language.spaced), language).1).unwrap_or_default()
}

/// The class of a legal basis; none where the text names several, or none, or may say what it is not: no class is told of as
/// unclear, and a wrong one by nobody.
pub(crate) fn basis(text: &str, language: Option<&Language>) -> Option<Basis> {
    let known = language?;
    let [basis] = bases(text, language)[..] else { return None };
    let text = format!(" {} ", normal(text, known.spaced));
    // "(except for photos)": a word has no space before it there.
    let bare: String =
        text.chars().map(|c| if c.is_alphanumeric() || matches!(c, '\'' | '-') { c } else { ' ' }).collect();
    let names = |words: &[&str]| words.iter().any(|word| text.contains(word) || bare.contains(word));
    let is_denied = [known.negations, known.exceptions, known.denials].into_iter().any(names);
    let is_certain = !is_denied && (basis == Basis::Contract || !names(known.contract));
    is_certain.then_some(basis)
}

#[cfg(test)]
mod tests;
