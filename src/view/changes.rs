//! What changed since the version that this reader acknowledged: in words and marks, the material first.

use super::{fold::folded, text::Context};
use crate::strings::ChangeWords;
use ciente_notice::{
    Change,
    changes::{Difference, Kind},
};
use std::collections::BTreeSet;
use yew::prelude::*;

/// What came since a version that the reader acknowledged.
#[derive(Debug, Clone, PartialEq)]
pub struct Since {
    /// The label of that version.
    pub version: String,
    /// What their author says that the version after it brings; nothing where there are several, for what one brought the
    /// next may have taken back.
    pub summary: Option<String>,
    /// What the versions after it come to, the material changes first.
    pub changes: Vec<Difference>,
}

/// More changes than this are folded, but for the first ones.
const MANY: usize = 7;
/// How many changes of a folded list are seen.
const FIRST: usize = 5;

/// How a change looks; also its CSS class. Each has a mark of its own besides its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    New,
    Gone,
    Longer,
    Shorter,
    Other,
}

impl Look {
    const fn class(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Gone => "gone",
            Self::Longer => "longer",
            Self::Shorter => "shorter",
            Self::Other => "other",
        }
    }
}

/// The first thing to read, when there is something to compare with.
pub(super) fn changes(context: &Context<'_>) -> Html {
    let Some(since) = context.since else { return Html::default() };
    let words = context.words;
    let (told, reworded): (Vec<&Difference>, Vec<&Difference>) = since
        .changes
        .iter()
        .filter(|difference| !goes_with_its_row(&since.changes, difference))
        .partition(|difference| is_told(difference));
    let told = gathered(told);
    let reworded = rewordings(&reworded);
    let is_nothing = told.is_empty() && reworded == 0 && since.summary.is_none();
    let nothing = is_nothing.then_some(words.changes_none);
    let list =
        |part: &[Difference]| html! { <ul>{ for part.iter().map(|difference| change(context, difference)) }</ul> };
    let told = (!told.is_empty()).then(|| folded(context, None, &told, MANY, FIRST, list));
    let (before, after) = words.changes_since.split_once("{}").unwrap_or((words.changes_since, ""));
    html! {
        <div class="changes" part="changes">
            // Isolated: next to Arabic, "2022-05" would read "05-2022".
            <h3>{ context.own(html! { <>{ before }<bdi dir="ltr">{ &since.version }</bdi>{ after }</> }) }</h3>
            { since.summary.as_ref().map(|text| html! { <p>{ text }</p> }) }
            { nothing.map(|text| html! { <p>{ context.own(text) }</p> }) }
            { told }
            { (reworded > 0).then(|| html! { <p class="quiet">{ context.own(words.changes_reworded.replace("{}", &reworded.to_string())) }</p> }) }
        </div>
    }
}

/// What is told, in the order of what it means for the reader, and what came to one kind of data in one entry: of a long list the
/// first are seen, and the gravest must be among them.
fn gathered(told: Vec<&Difference>) -> Vec<Difference> {
    let mut all: Vec<Difference> = Vec::new();
    for difference in told {
        let is_item = matches!(difference.kind, Kind::ItemAdded | Kind::ItemRemoved);
        let same = all.iter_mut().find(|other| {
            let key = |it: &Difference| (it.kind, it.change == Change::Material, it.data_use.clone(), it.lang.clone());
            is_item && key(other) == key(difference)
        });
        match same {
            Some(other) => {
                for (all, more) in [(&mut other.old, &difference.old), (&mut other.new, &difference.new)] {
                    if let (Some(all), Some(more)) = (all, more) {
                        *all = format!("{all}; {more}");
                    }
                }
            }
            None => all.push(difference.clone()),
        }
    }
    all.sort_by_key(|difference| (difference.change == Change::Editorial, gravity(difference.kind)));
    all
}

/// What comes first: whose and which data, who gets them, what for, on which basis, for how long.
const fn gravity(kind: Kind) -> u8 {
    match kind {
        Kind::ControllerChanged | Kind::DataUseAdded => 0,
        Kind::RecipientAdded | Kind::ServiceAdded => 1,
        Kind::UseAdded | Kind::UseExtended => 2,
        Kind::BasisChanged => 3,
        Kind::RetentionLonger | Kind::RetentionUnspecified | Kind::RetentionNumbers | Kind::RetentionReplaced => 4,
        Kind::ItemAdded | Kind::ItemReworded => 5,
        _ => 6,
    }
}

/// A mark beside a row of the data-use table that says something new.
pub(super) fn mark_use(context: &Context<'_>, data_use: &str) -> Html {
    mark(context, |difference| {
        difference.data_use.as_deref() == Some(data_use) && !difference.kind.is_about_retention()
    })
}

/// A mark beside a retention rule that says something new.
pub(super) fn mark_rule(context: &Context<'_>, data_use: Option<&str>) -> Html {
    mark(context, |difference| {
        data_use.is_some() && difference.data_use.as_deref() == data_use && difference.kind.is_about_retention()
    })
}

/// A mark beside a kind of data of which anything is new.
pub(super) fn mark_kind(context: &Context<'_>, data_use: &str) -> Html {
    mark(context, |difference| difference.data_use.as_deref() == Some(data_use))
}

fn mark(context: &Context<'_>, is_about: impl Fn(&Difference) -> bool) -> Html {
    let mut changes = context.since.into_iter().flat_map(|since| &since.changes);
    if !changes.any(|difference| is_told(difference) && is_about(difference)) {
        return Html::default();
    }
    html! { <>{ " " }<span class="changed">{ context.own(context.words.changed) }</span></> }
}

fn change(context: &Context<'_>, difference: &Difference) -> Html {
    let (look, label): (Look, Label) = match (difference.kind, &difference.old, &difference.new) {
        // A rule that there was not, or is not any more, is no rule that changed.
        (Kind::RetentionStated, None, _) => (Look::New, |words| words.text),
        (Kind::RetentionUnspecified, _, None) => (Look::Other, |words| words.removed),
        // What denied or restricted something, taken away.
        (Kind::TextExtended | Kind::UseExtended | Kind::ItemReworded | Kind::RetentionReplaced, Some(_), None) => {
            (Look::Gone, |words| words.removed)
        }
        // One more rule, for data of which it is not known whether it had one.
        (Kind::RetentionReplaced, None, _) => (Look::New, |words| words.text),
        (kind, ..) => told_as(kind).unwrap_or((Look::Other, |words| words.reworded)),
    };
    let words = context.words;
    let label = label(&words.changes);
    let lang = difference.lang.clone();
    let is_place = |text: &&String| **text != difference.place;
    let old = difference.old.as_ref().filter(is_place).map(|text| html! { <del lang={lang.clone()}>{ text }</del> });
    let new = difference.new.as_ref().filter(is_place).map(|text| html! { <ins lang={lang.clone()}>{ text }</ins> });
    let is_followed = old.is_some() || new.is_some();
    let place = (!difference.place.is_empty()).then(|| {
        html! { <><span class="place" lang={lang.clone()}>{ &difference.place }</span>{ if is_followed { words.colon() } else { "" } }</> }
    });
    html! {
        <li class={look.class()}>
            <strong class="mark">{ context.own(label) }</strong>{ " " }{ place }{ old }{ " " }{ new }
        </li>
    }
}

/// How many passages were put into other words: those of a row by what they say of it, all others by their text, for the
/// title is that of the document too. Another order, a heading over what is told by itself, or one more language rewords nothing.
fn rewordings(changes: &[&Difference]) -> usize {
    let rewords = |difference: &&&Difference| {
        !matches!(difference.kind, Kind::Reordered | Kind::HeadingAdded | Kind::LocaleAdded | Kind::LocaleRemoved)
    };
    let passages = changes.iter().filter(rewords).map(|difference| {
        let row = difference.data_use.as_deref().map(|data_use| (difference.kind.as_str(), data_use));
        (&difference.old, &difference.new, row)
    });
    passages.collect::<BTreeSet<_>>().len()
}

/// Whether it is the retention rule of a row that is gone, of which the reader is told.
fn goes_with_its_row(changes: &[Difference], difference: &Difference) -> bool {
    let is_gone = |other: &Difference| other.kind == Kind::DataUseRemoved && other.data_use == difference.data_use;
    difference.kind == Kind::RetentionRemoved && changes.iter().any(is_gone)
}

/// Whether a reader is told of it by itself; what only rewords is counted, but for what stands for why and how long: whether
/// other words say the same there, the reader judges.
fn is_told(difference: &Difference) -> bool {
    let is_legal = matches!(difference.kind, Kind::BasisReworded | Kind::RetentionReworded);
    difference.change == Change::Material || is_legal || told_as(difference.kind).is_some()
}

/// Which of the words names it.
type Label = fn(&ChangeWords) -> &'static str;

/// How a kind looks, and what it is called; nothing for what only rewords.
fn told_as(kind: Kind) -> Option<(Look, Label)> {
    let told: (Look, Label) = match kind {
        Kind::DataUseAdded => (Look::New, |words| words.data_use),
        Kind::ItemAdded => (Look::New, |words| words.item),
        Kind::UseAdded | Kind::UseExtended => (Look::New, |words| words.purpose),
        Kind::ServiceAdded | Kind::RecipientAdded => (Look::New, |words| words.recipient),
        Kind::TextAdded | Kind::TextExtended => (Look::New, |words| words.text),
        Kind::DataUseRemoved
        | Kind::ItemRemoved
        | Kind::UseRemoved
        | Kind::ServiceRemoved
        | Kind::RetentionRemoved
        | Kind::TextRemoved => (Look::Gone, |words| words.removed),
        Kind::RetentionLonger => (Look::Longer, |words| words.longer),
        Kind::RetentionUnspecified => (Look::Longer, |words| words.criterion),
        Kind::RetentionShorter => (Look::Shorter, |words| words.shorter),
        Kind::RetentionStated => (Look::Shorter, |words| words.period),
        Kind::ControllerChanged => (Look::Other, |words| words.controller),
        Kind::BasisChanged => (Look::Other, |words| words.basis),
        Kind::LinkChanged => (Look::Other, |words| words.link),
        _ => return None,
    };
    Some(told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strings;

    #[test]
    fn every_word_names_a_kind() {
        for strings in strings::ALL {
            let words = &strings.changes;
            let named = Kind::ALL.iter().filter_map(|kind| told_as(*kind)).map(|(_, label)| label(words));
            let named: BTreeSet<_> = named.chain([words.reworded]).collect();
            assert_eq!(named, BTreeSet::from(words.all()), "{}", strings.locale);
            assert_eq!(named.len(), words.all().len(), "{}", strings.locale);
        }
    }

    #[test]
    fn the_gravest_comes_first_and_items_of_one_kind_of_data_are_one_entry() {
        let of = |kind, data_use: &str, new: &str| Difference {
            data_use: Some(data_use.into()),
            ..Difference::new(kind, None, Some(new.into()))
        };
        let all = [
            of(Kind::ItemAdded, "logs", "a"),
            of(Kind::ItemAdded, "photos", "b"),
            of(Kind::ItemAdded, "logs", "c"),
            of(Kind::RetentionLonger, "logs", "1 year"),
            of(Kind::RecipientAdded, "logs", "Acme"),
        ];
        let told: Vec<_> = gathered(all.iter().collect()).into_iter().filter_map(|difference| difference.new).collect();
        assert_eq!(told, ["Acme", "1 year", "a; c", "b"]);
    }

    #[test]
    fn what_rewords_nothing_is_not_counted() {
        let of = |kind, old: &str, new: &str| Difference::new(kind, Some(old.into()), Some(new.into()));
        let all = [
            Difference::new(Kind::Reordered, None, None),
            Difference::new(Kind::LocaleAdded, None, Some("de".into())),
            Difference::new(Kind::HeadingAdded, None, Some("C".into())),
            of(Kind::TitleChanged, "A", "B"),
            of(Kind::TextReworded, "A", "B"),
            of(Kind::TextReworded, "C", "D"),
        ];
        assert_eq!(rewordings(&all.iter().collect::<Vec<_>>()), 2);
        assert_eq!(rewordings(&all[..3].iter().collect::<Vec<_>>()), 0);
    }

    #[test]
    fn the_rule_of_a_row_that_is_gone_is_told_with_it() {
        let of = |kind| Difference { data_use: Some("logs".into()), ..Difference::new(kind, None, None) };
        let rule = of(Kind::RetentionRemoved);
        assert!(goes_with_its_row(&[of(Kind::DataUseRemoved), rule.clone()], &rule));
        let other = Difference { data_use: Some("photos".into()), ..of(Kind::DataUseRemoved) };
        assert!(!goes_with_its_row(&[other, rule.clone()], &rule));
    }

    #[test]
    fn a_reader_is_told_of_what_is_material_and_of_what_is_gone_or_shorter() {
        let told = |kind, change| is_told(&Difference { change, ..Difference::new(kind, None, None) });
        for kind in Kind::ALL {
            assert!(told(*kind, Change::Material), "{kind:?}");
        }
        for kind in [
            Kind::ItemRemoved,
            Kind::RetentionShorter,
            Kind::RetentionStated,
            Kind::RetentionRemoved,
            Kind::LinkChanged,
            Kind::BasisReworded,
            Kind::RetentionReworded,
        ] {
            assert!(told(kind, Change::Editorial), "{kind:?}");
        }
        for kind in [Kind::TextReworded, Kind::Reordered] {
            assert!(!told(kind, Change::Editorial), "{kind:?}");
        }
    }
}
