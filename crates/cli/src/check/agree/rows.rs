//! Data uses and retention rules, row by row: services, legal basis, periods, numbers.

use super::{BASIS, Said, articles, disagree, numbers, position};
use crate::{
    check::{
        page::{Page, Span},
        rule::Rule,
        sink::Sink,
    },
    words::{self, bases, periods},
};
use ciente_notice::{Basis, Duration, Rule as Kept, plain_text};
use std::collections::BTreeSet;

const SERVICES: &str = "Name the same services in every locale, each by the abbreviation that the others use.";
const KEPT: &str = "Only one of them can be true: correct the other.";

/// Looks at the rows of all locales that have as many as the source locale.
pub(super) fn check(pages: &[&Page], sink: &mut Sink<'_>) {
    let Some((source, _)) = pages.split_first() else { return };
    let alike: Vec<&Page> =
        pages.iter().copied().filter(|page| page.draft.use_cells.len() == source.draft.use_cells.len()).collect();
    let services = services(&alike);
    for i in 0..source.draft.use_cells.len() {
        let name = &source.draft.notice.data_uses[i].category;
        let said: Vec<Said<'_, Vec<String>>> = alike
            .iter()
            .zip(&services)
            .map(|(page, services)| said_at(page, services[i].clone(), &page.draft.use_cells[i].purpose))
            .collect();
        services_differ(name, &said, sink);
        basis_differs(name, i, &alike, sink);
        for (what, cell) in [("data", 0), ("use", 1)] {
            let cells: Vec<(&Page, Span)> = alike
                .iter()
                .map(|page| {
                    let cells = &page.draft.use_cells[i];
                    (*page, if cell == 0 { cells.first.clone() } else { cells.purpose.clone() })
                })
                .collect();
            numbers::check(&format!("{what} of \"{name}\""), &cells, sink);
        }
    }
    let alike: Vec<&Page> =
        pages.iter().copied().filter(|page| page.draft.rule_cells.len() == source.draft.rule_cells.len()).collect();
    for i in 0..source.draft.rule_cells.len() {
        let name = source.draft.notice.retention[i].category.replace('\n', " / ");
        retention_differs(&format!("retention of \"{name}\""), i, &alike, sink);
        use_differs(&name, i, &alike, sink);
    }
}

fn said_at<'p, T>(page: &'p Page, value: T, at: &Span) -> Said<'p, T> {
    Said { page, value, at: at.clone() }
}

/// For each page and each of its rows, the services named, by what any of the locales introduces, in one order and case.
fn services(pages: &[&Page]) -> Vec<Vec<Vec<String>>> {
    let purposes: Vec<Vec<String>> = pages
        .iter()
        .map(|page| page.draft.notice.data_uses.iter().map(|row| plain_text(&row.purpose)).collect())
        .collect();
    let known: Vec<String> = purposes.iter().flat_map(|texts| words::introduced(texts)).collect();
    let sorted = |mut services: Vec<String>| {
        services.iter_mut().for_each(|service| *service = service.to_ascii_uppercase());
        services.sort_unstable();
        services
    };
    purposes.iter().map(|texts| words::services(texts, &known).into_iter().map(sorted).collect()).collect()
}

fn services_differ(name: &str, said: &[Said<'_, Vec<String>>], sink: &mut Sink<'_>) {
    let tell = |services: &Vec<String>| if services.is_empty() { "none".to_owned() } else { services.join(", ") };
    let all: BTreeSet<&String> = said.iter().flat_map(|said| &said.value).collect();
    let misspelt = said.iter().find_map(|said| {
        let missing = all.iter().filter(|service| !said.value.contains(service));
        missing.filter_map(|service| Some((*service, misspelt(said, service)?))).next()
    });
    let help = match misspelt {
        Some((service, found)) => format!("{SERVICES} {found} is perhaps meant to be {service}."),
        None => SERVICES.to_owned(),
    };
    disagree(Rule::ServicesDiffer, &format!("services of \"{name}\""), said, tell, &help, sink);
}

/// A word that is the service's name but for two letters that changed places or one that is wrong, and where it stands.
fn misspelt<T>(said: &Said<'_, T>, service: &str) -> Option<String> {
    let letters = |word: &str| -> Vec<u8> { word.to_ascii_uppercase().into_bytes() };
    let meant = letters(service);
    let text = said.page.file.slice(said.at.clone());
    let found = text.split(|c: char| !c.is_ascii_alphanumeric()).find(|word| {
        let word = letters(word);
        let wrong = word.iter().zip(&meant).filter(|(a, b)| a != b).count();
        meant.len() >= 5 && word.len() == meant.len() && (1..=2).contains(&wrong)
    })?;
    Some(format!("\"{found}\" in {}", position(said)))
}

fn basis_differs(name: &str, i: usize, pages: &[&Page], sink: &mut Sink<'_>) {
    let said: Vec<Said<'_, Vec<Basis>>> = pages
        .iter()
        .map(|page| {
            let named = bases(&plain_text(&page.draft.notice.data_uses[i].legal_basis), page.language);
            said_at(page, named, &page.draft.use_cells[i].basis)
        })
        // Words that are not understood are another rule's business.
        .filter(|said| !said.value.is_empty())
        .collect();
    let subject = format!("legal basis of \"{name}\"");
    // Without the source locale, the first that is understood stands for it.
    disagree(Rule::BasisDiffers, &subject, &said, |bases| articles::told(bases), BASIS, sink);
    // Where no words are known there are the numbers of articles.
    let compared = pages.iter().enumerate().filter(|(nth, page)| *nth == 0 || page.language.is_none());
    let texts = compared.map(|(_, page)| {
        (*page, plain_text(&page.draft.notice.data_uses[i].legal_basis), page.draft.use_cells[i].basis.clone())
    });
    articles::check(&subject, texts.collect(), sink);
}

/// What a retention rule says, as far as it is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Keeping {
    rule: Kept,
    periods: Vec<Duration>,
    numbers: BTreeSet<u64>,
}

impl Keeping {
    fn of(page: &Page, i: usize) -> Self {
        let row = &page.draft.notice.retention[i];
        let mut periods = periods(&plain_text(&row.text), page.language);
        periods.sort_by_key(ToString::to_string);
        Self { rule: row.rule, periods, numbers: numbers::numbers_in(&page.seen.slice(&page.draft.rule_cells[i].text)) }
    }

    /// Whether both cannot be true. Of what is not understood only the periods and numbers are compared.
    fn contradicts(&self, other: &Self) -> bool {
        if self.rule != Kept::Unspecified && other.rule != Kept::Unspecified {
            return !is_same(self.rule, other.rule);
        }
        let is_read = |keeping: &Self| keeping.periods.len() >= keeping.numbers.len();
        if !self.periods.is_empty() && !other.periods.is_empty() && is_read(self) && is_read(other) {
            return self.values() != other.values();
        }
        numbers::differ(&self.numbers, &other.numbers)
    }

    /// The periods by their values, in one order.
    fn values(&self) -> Vec<(u32, u32)> {
        let mut values: Vec<_> = self.periods.iter().map(|period| period.months_and_days()).collect();
        values.sort_unstable();
        values
    }

    fn tell(&self) -> String {
        match self.rule {
            Kept::Fixed { duration } => spell(duration),
            Kept::WhileUsed { then_within: None } => "while it is used".to_owned(),
            Kept::WhileUsed { then_within: Some(period) } => format!("while it is used and then {}", spell(period)),
            Kept::Unspecified if self.periods.is_empty() && self.numbers.is_empty() => "no period".to_owned(),
            Kept::Unspecified if self.periods.is_empty() => {
                self.numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
            }
            Kept::Unspecified => self.periods.iter().map(|period| spell(*period)).collect::<Vec<_>>().join(", "),
        }
    }
}

/// Whether two rules keep data equally long, however the periods are written.
fn is_same(a: Kept, b: Kept) -> bool {
    match (a, b) {
        (Kept::Fixed { duration: a }, Kept::Fixed { duration: b }) => a.months_and_days() == b.months_and_days(),
        (Kept::WhileUsed { then_within: a }, Kept::WhileUsed { then_within: b }) => {
            a.map(Duration::months_and_days) == b.map(Duration::months_and_days)
        }
        _ => a == b,
    }
}

fn spell(duration: Duration) -> String {
    let unit = |designator| match designator {
        'Y' => "year",
        'M' => "month",
        'W' => "week",
        _ => "day",
    };
    let parts = duration.parts().into_iter().filter(|(n, _)| *n > 0);
    let parts = parts.map(|(n, designator)| format!("{n} {}{}", unit(designator), if n == 1 { "" } else { "s" }));
    parts.collect::<Vec<_>>().join(" ")
}

fn retention_differs(subject: &str, i: usize, pages: &[&Page], sink: &mut Sink<'_>) {
    let mut kept: Vec<Said<'_, Keeping>> = Vec::new();
    for page in pages {
        let keeping = Keeping::of(page, i);
        let value = match kept.first() {
            Some(first) if !first.value.contradicts(&keeping) => first.value.clone(),
            _ => keeping,
        };
        kept.push(said_at(page, value, &page.draft.rule_cells[i].text));
    }
    disagree(Rule::RetentionDiffers, subject, &kept, Keeping::tell, KEPT, sink);
}

/// Whether the rules that stand at one place are for data uses that do: else two names have changed places.
fn use_differs(name: &str, i: usize, pages: &[&Page], sink: &mut Sink<'_>) {
    let said = pages.iter().filter_map(|page| {
        let notice = &page.draft.notice;
        let id = notice.retention[i].data_use.as_deref()?;
        let nth = notice.data_uses.iter().position(|row| row.id == id)?;
        Some(said_at(page, nth, &page.draft.rule_cells[i].first))
    });
    let said: Vec<Said<'_, usize>> = said.collect();
    let tell = |nth: &usize| format!("data use {}", nth + 1);
    let subject = format!("what the retention of \"{name}\" is for");
    disagree(Rule::RetentionDiffers, &subject, &said, tell, KEPT, sink);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_compared_by_their_values() {
        let fixed = |text: &str| {
            let duration: Duration = text.parse().unwrap();
            let rule = Kept::Fixed { duration };
            Keeping { rule, periods: vec![duration], numbers: BTreeSet::new() }
        };
        let open = |text: &str| Keeping { rule: Kept::Unspecified, ..fixed(text) };
        for (a, b, contradicts) in [
            ("P12M", "P1Y", false),
            ("P4W", "P28D", false),
            ("P1Y6M", "P18M", false),
            ("P1M", "P30D", true),
            ("P1Y", "P365D", true),
            ("P7D", "P8D", true),
        ] {
            assert_eq!(fixed(a).contradicts(&fixed(b)), contradicts, "{a} {b}");
            assert_eq!(open(a).contradicts(&fixed(b)), contradicts, "{a} {b}");
        }
    }
}
