//! Articles of the law, which every language calls by the same letters.

use super::{BASIS, Said, disagree};
use crate::{
    check::{
        page::{Page, Span},
        rule::Rule,
        sink::Sink,
    },
    words::cited,
};
use ciente_notice::Basis;

/// Compares the articles in these texts with those in the first, where it cites any. Whoever cites none says it in words.
pub(super) fn check(subject: &str, texts: Vec<(&Page, String, Span)>, sink: &mut Sink<'_>) {
    let mut said = texts.into_iter().map(|(page, text, at)| Said { page, value: cited(&text), at });
    let Some(source) = said.next().filter(|source| !source.value.is_empty()) else { return };
    let others = said.filter(|other| !other.value.is_empty());
    let said: Vec<Said<'_, Vec<Basis>>> = [source].into_iter().chain(others).collect();
    disagree(Rule::BasisDiffers, subject, &said, |bases| told(bases), BASIS, sink);
}

/// Legal bases in a sentence.
pub(super) fn told(bases: &[Basis]) -> String {
    bases.iter().map(|basis| basis.as_str()).collect::<Vec<_>>().join(" and ")
}
