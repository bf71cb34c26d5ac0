//! Whether the locales of one version say the same. What each of them says by itself is looked at elsewhere.

mod articles;
mod links;
mod numbers;
mod prose;
mod rows;
mod shape;
mod tables;

use super::{
    page::{Page, Span},
    rule::Rule,
    sink::Sink,
};

/// What to do where two legal bases are named.
const BASIS: &str = "Only one of them can be the legal basis: correct the other.";

/// Looks at all locales of a version, the source locale first.
pub(super) fn check(pages: &[Page], sink: &mut Sink<'_>) {
    // Of a document that could not be read, nothing can be said that its errors do not say.
    let pages: Vec<&Page> = pages.iter().filter(|page| !page.draft.is_broken).collect();
    if pages.len() < 2 {
        return;
    }
    shape::check(&pages, sink);
    rows::check(&pages, sink);
    tables::check(&pages, sink);
    prose::check(&pages, sink);
    links::check(&pages, sink);
}

/// What one locale says of something.
struct Said<'p, T> {
    page: &'p Page,
    value: T,
    at: Span,
}

/// Reports each locale that says something other than the source locale does; once, and there, where it is the source
/// locale that stands alone.
fn disagree<T: PartialEq>(
    rule: Rule,
    subject: &str,
    said: &[Said<'_, T>],
    tell: impl Fn(&T) -> String,
    help: &str,
    sink: &mut Sink<'_>,
) {
    let Some((source, others)) = said.split_first() else { return };
    let different: Vec<&Said<'_, T>> = others.iter().filter(|other| other.value != source.value).collect();
    let is_alone = different.len() > 1
        && different.len() == others.len()
        && different.iter().all(|other| other.value == different[0].value);
    if is_alone {
        let first = different[0];
        let there = format!("all {} other locales, such as {}", different.len(), position(first));
        report(rule, subject, (source, first), &there, &tell, help, sink);
        return;
    }
    for other in different {
        report(rule, subject, (other, source), &position(source), &tell, help, sink);
    }
}

fn report<T>(
    rule: Rule,
    subject: &str,
    (here, there): (&Said<'_, T>, &Said<'_, T>),
    where_else: &str,
    tell: &impl Fn(&T) -> String,
    help: &str,
    sink: &mut Sink<'_>,
) {
    let message = format!("{subject}: {} here, but {} in {where_else}", tell(&here.value), tell(&there.value));
    sink.between(rule, here.page.place(&here.at), there.page.place(&there.at), message, help);
}

/// A place in words: file and line.
fn position<T>(said: &Said<'_, T>) -> String {
    let place = said.page.place(&said.at);
    format!("{}:{}", place.file.path.display(), place.file.line(place.span.start))
}
