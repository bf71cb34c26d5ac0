//! Completeness: what GDPR Art. 13 and LGPD Art. 9 ask of a notice as a whole. What they ask of each row of its tables
//! stands in `rows`.

use super::{
    page::{Page, Part, Span},
    phrase::Phrases,
    rule::Rule,
    sink::Sink,
    words::Words,
};
use crate::{source::NoticeConfig, words::bases};

/// Where a document stands with a subject.
enum Stand {
    /// It says it.
    Stated,
    /// It says that another document says it, here.
    Referred(Span),
    /// It says nothing of it.
    Absent,
}

/// Looks at one document.
pub(super) fn check(page: &Page, config: &NoticeConfig, sink: &mut Sink<'_>) {
    let Some(words) = page.words else { return };
    let reader = Reader {
        page,
        words,
        link: policy_link(page, words),
        url: config.controller.as_ref().and_then(|c| c.url.as_ref()).map(|url| url.0.as_str()),
    };
    let contact =
        if has_address(page, &(0..page.file.text.len())) { Stand::Stated } else { reader.stand(&words.contact) };
    let rights = reader.stand(&words.rights);
    let exercise = match &rights {
        Stand::Stated => Some(reader.exercise()),
        Stand::Referred(at) => Some(Stand::Referred(at.clone())),
        Stand::Absent => None,
    };
    reader.judge(Rule::Controller, &reader.stand(&words.controller), config.controller.is_some(), sink);
    reader.judge(Rule::Contact, &contact, config.contact.is_some(), sink);
    if page.draft.use_cells.is_empty() && bases_in_prose(page).is_empty() {
        reader.judge(Rule::LegalBasis, &Stand::Absent, false, sink);
    }
    reader.judge(Rule::Recipients, &reader.stand(&words.recipients), false, sink);
    if page.draft.rule_cells.is_empty() {
        reader.judge(Rule::Retention, &reader.stand(&words.retention), false, sink);
    }
    let rights_absent = matches!(rights, Stand::Absent);
    reader.judge(Rule::Rights, &rights, false, sink);
    match exercise {
        Some(stand) => reader.judge(Rule::RightsExercise, &stand, false, sink),
        // Rights that nobody speaks of are one finding, not two.
        None if rights_absent && reader.whole().is_none() => {}
        None => reader.judge(Rule::RightsExercise, &Stand::Absent, false, sink),
    }
    reader.judge(Rule::Complaint, &reader.stand(&words.complaint), false, sink);
}

struct Reader<'p> {
    page: &'p Page,
    words: &'static Words,
    /// Where the document links to the one that says the rest.
    link: Option<(Span, String)>,
    /// The link of `notice.toml` to it.
    url: Option<&'p str>,
}

impl Reader<'_> {
    /// How the document stands with what these phrases are about.
    fn stand(&self, phrases: &Phrases) -> Stand {
        let seen = &self.page.seen;
        let mut stated = false;
        for sentence in self.page.prose.iter().flat_map(|prose| seen.sentences(prose)) {
            if seen.has(phrases, &sentence) {
                if seen.has(&self.words.policy, &sentence) {
                    return Stand::Referred(sentence);
                }
                stated = true;
            }
        }
        for section in self.page.sections.iter().filter(|section| seen.has(phrases, &section.heading)) {
            let prose = self.page.prose.iter().filter(|prose| section.body.contains(&prose.start));
            for sentence in prose.flat_map(|prose| seen.sentences(prose)) {
                if seen.has(&self.words.policy, &sentence) {
                    return Stand::Referred(sentence);
                }
                stated = true;
            }
        }
        if stated { Stand::Stated } else { Stand::Absent }
    }

    /// How it stands with exercising the rights: that is said where the rights are.
    fn exercise(&self) -> Stand {
        let (page, words) = (self.page, self.words);
        let speaks = |section: &&Part| page.seen.has(&words.rights, &(section.heading.start..section.body.end));
        let mut sections = page.sections.iter().filter(speaks).map(|section| &section.body).peekable();
        if sections.peek().is_some()
            && !sections.any(|body| page.seen.has(&words.exercise, body) || has_address(page, body))
        {
            return Stand::Absent;
        }
        Stand::Stated
    }

    /// Where the document says that as a whole it belongs to another one, if it links to that one.
    fn whole(&self) -> Option<Span> {
        self.link.as_ref()?;
        let seen = &self.page.seen;
        let mut sentences = self.page.prose.iter().flat_map(|prose| seen.sentences(prose));
        sentences.find(|sentence| seen.has(&self.words.policy, sentence) && seen.has(&self.words.refers, sentence))
    }

    fn judge(&self, rule: Rule, stand: &Stand, in_config: bool, sink: &mut Sink<'_>) {
        let what = what(rule);
        let place = |span: &Span| self.page.place(span);
        let (at, target) = match (stand, &self.link, self.url) {
            (Stand::Stated, ..) => return,
            (Stand::Referred(at), Some((link, href)), _) => (at.clone(), Some((Some(place(link)), href.clone()))),
            (Stand::Referred(at), None, Some(url)) => (at.clone(), Some((None, url.to_owned()))),
            (Stand::Referred(_) | Stand::Absent, ..) if in_config => return,
            (Stand::Referred(at), None, None) => {
                let message = format!("{what}: this refers to another document, but nothing links to it");
                let help = format!("Link to that document, or state it here: {}.", mend(rule));
                return sink.at(rule, place(at), message, help);
            }
            (Stand::Absent, link, _) => match (self.whole(), link) {
                (Some(at), Some((link, href))) => (at, Some((Some(place(link)), href.clone()))),
                _ => (0..0, None),
            },
        };
        match target {
            Some((link, href)) => {
                let link = link.filter(|link| !(at.start <= link.span.start && link.span.end <= at.end));
                sink.by_reference(rule, place(&at), link, format!("by reference, {href}: {what}"));
            }
            None => {
                let message = format!("{what}: nothing in this document says it");
                sink.at(
                    rule,
                    self.page.top(),
                    message,
                    format!("State it: {}; or link to a document that does.", mend(rule)),
                );
            }
        }
    }
}

/// What a rule asks for.
const fn what(rule: Rule) -> &'static str {
    match rule {
        Rule::Controller => "who the controller is",
        Rule::Contact => "how to reach the controller",
        Rule::LegalBasis => "the legal basis",
        Rule::Recipients => "who receives the data",
        Rule::Retention => "for how long the data is kept",
        Rule::Rights => "which rights people have",
        Rule::RightsExercise => "how to exercise the rights",
        Rule::Complaint => "the authority that hears complaints",
        _ => rule.id(),
    }
}

const fn mend(rule: Rule) -> &'static str {
    match rule {
        Rule::Controller => "\"The controller is Example Ltd., Street 1, City\", or [controller] in notice.toml",
        Rule::Contact => "an e-mail address or a form, or [contact] in notice.toml",
        Rule::LegalBasis => "for each use, on which of the six legal bases it rests",
        Rule::Recipients => "who gets the data, by name or by kind, or that nobody does",
        Rule::Retention => "a period for each kind of data, or the criterion that decides it",
        Rule::Rights => "access, correction, erasure, restriction, objection, portability",
        Rule::RightsExercise => "where to send a request, and how",
        Rule::Complaint => "that people can complain to the data protection authority, and to which",
        _ => "what the rule asks for",
    }
}

/// The first link to a document of the kind that says the rest, and where it leads.
fn policy_link(page: &Page, words: &Words) -> Option<(Span, String)> {
    let is_policy = |link: &&super::page::LinkSeen| {
        // In the order of the source.
        let next = page.prose.partition_point(|prose| prose.end <= link.at.start);
        let block = page.prose.get(next).filter(|prose| prose.start <= link.at.start);
        let near = block.map(|prose| {
            let mut sentences = page.seen.sentences(prose).into_iter();
            // A link at the very end of a sentence stands behind its last letter.
            sentences.find(|sentence| sentence.end > link.at.start).unwrap_or_else(|| prose.clone())
        });
        near.is_some_and(|near| page.seen.has(&words.policy, &near)) || names(words, &link.text)
    };
    page.links.iter().find(is_policy).map(|link| (link.at.clone(), link.href.clone()))
}

fn names(words: &Words, text: &str) -> bool {
    super::seen::Seen::of(text, words.spaced, words.bounded).has(&words.policy, &(0..text.len()))
}

/// Whether an address to write to or to call stands in these bytes.
fn has_address(page: &Page, within: &Span) -> bool {
    let is_address = |href: &str| href.starts_with("mailto:") || href.starts_with("tel:");
    let mut prose = page.prose.iter().filter(|prose| within.contains(&prose.start));
    page.links.iter().any(|link| within.contains(&link.at.start) && is_address(&link.href.to_lowercase()))
        || prose.any(|prose| page.file.slice(prose.clone()).split_whitespace().any(is_email))
}

fn is_email(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let Some((name, host)) = word.split_once('@') else { return false };
    !name.is_empty() && host.split_once('.').is_some_and(|(host, top)| !host.is_empty() && top.len() >= 2)
}

fn bases_in_prose(page: &Page) -> Vec<ciente_notice::Basis> {
    page.prose.iter().flat_map(|prose| bases(page.file.slice(prose.clone()), page.language)).collect()
}
