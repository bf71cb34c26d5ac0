//! Which table is which.

use super::{
    category,
    link::{is_one_of, named},
    order::{header_of, put_in_order},
};
use crate::{
    markdown::{Cell, Kind, Node, Table},
    words::{
        Language, bases, is_about_bases, is_about_keeping, is_about_others, is_about_purposes, is_about_time,
        is_all_about_keeping, is_beside_bases, is_plainly_about_keeping, periods, rule_under,
    },
};
use ciente_notice::{Rule, plain_text};
use std::collections::HashMap;

/// What a table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// What, why, on which legal basis.
    DataUses,
    /// What, for how long.
    Retention,
}

/// The roles of a document's tables, by the first byte of each. Tables without a role are not in it.
pub(crate) type Roles = HashMap<usize, Role>;

/// Puts the tables of a document in order, and says which is what.
pub(crate) fn understand(nodes: &mut [Node], language: Option<&Language>) -> Roles {
    put_in_order(nodes, language);
    find(nodes, language)
}

/// Finds both kinds of table.
fn find(nodes: &[Node], language: Option<&Language>) -> Roles {
    let mut tables = Vec::new();
    collect(nodes, &mut tables);
    let uses = data_uses(&tables, language);
    let retention = retention(&tables, &uses, language);
    let role = |found: Vec<Found<'_>>, role| found.into_iter().map(move |table| (table.at, role)).collect::<Vec<_>>();
    role(uses, Role::DataUses).into_iter().chain(role(retention, Role::Retention)).collect()
}

#[derive(Debug, Clone, Copy)]
struct Found<'n> {
    at: usize,
    table: &'n Table,
}

fn collect<'n>(nodes: &'n [Node], tables: &mut Vec<Found<'n>>) {
    for node in nodes {
        match &node.kind {
            Kind::Table(table) => tables.push(Found { at: node.span.start, table }),
            Kind::List { items, .. } => items.iter().for_each(|item| collect(item, tables)),
            Kind::Heading { .. } | Kind::Paragraph(_) => {}
        }
    }
}

/// Tables of three columns whose first cells begin with labels. Bold labels and a legal basis in the last column are evidence
/// enough; other labels, and other columns, must be named again by a table of two columns, because so begin many tables that
/// are something else.
fn data_uses<'n>(tables: &[Found<'n>], language: Option<&Language>) -> Vec<Found<'n>> {
    let mut candidates: Vec<(Found<'n>, bool, bool)> = tables
        .iter()
        .filter(|found| found.table.header.len() == 3 && !found.table.rows.is_empty())
        .filter_map(|found| {
            let read: Vec<_> = found.table.rows.iter().filter_map(|row| category::read(row.first()?)).collect();
            // A row that continues the one above is no reason to overlook the table.
            let begun = found.table.rows.iter().filter(|row| row.first().is_some_and(|cell| !cell.is_blank())).count();
            let most = |n: usize| n > 0 && 2 * n >= begun;
            let bold = most(read.iter().filter(|category| category.bold).count());
            let labels: Vec<String> = read.into_iter().map(|category| category.label).collect();
            let named_again = tables.iter().any(|other| is_named_in(&labels, other.table));
            // A table whose rows are what its columns should be, or whose basis is where the purpose should be, is read wrongly.
            let [first, second, third] = [0, 1, 2].map(|column| header_of(found.table, column));
            let speaks = |of: fn(&str) -> bool| labels.iter().any(|label| of(label));
            let turned = speaks(is_about_bases) && (speaks(is_about_purposes) || speaks(is_plainly_about_keeping))
                || language.is_none()
                    && !named_again
                    && !is_about_bases(&third)
                    && speaks(is_about_purposes)
                    && speaks(is_about_keeping);
            let keeps = is_about_keeping(&third) && !is_about_bases(&third);
            // Whatever its header is called: where each cell names a legal basis, the column is one. Recipients may name theirs, too.
            let (named, said) = stated_bases(found.table, language);
            let is_beside = is_beside_bases(&third) && (is_about_others(&third) || named == 0 || named < said);
            if turned || keeps || is_beside || is_about_bases(&second) && !is_about_bases(&third) {
                return None;
            }
            // What is led by its purposes, or is about somebody else than the user, has other columns.
            let is_other = is_about_others(&first)
                || is_about_others(&second)
                || is_about_purposes(&first) && !is_about_purposes(&second);
            let is_certain = named_again || bold && !is_other && may_state_bases(found.table, language);
            (most(labels.len()) && is_certain).then_some((*found, named_again, bold))
        })
        .collect();
    // Where the words of a language are not known, its headers may be: one of legal bases tells which tables are none.
    let about_bases = |found: &Found<'_>| is_about_bases(&header_text(found.table).get(2).cloned().unwrap_or_default());
    if language.is_none() && candidates.iter().any(|(found, ..)| about_bases(found)) {
        candidates.retain(|(found, ..)| about_bases(found));
    }
    // The one that the retention table names again is it, and of several such the one that states legal bases; others count
    // when they are built like it. A second table about the same kinds of data says something else about them.
    let states_bases = |found: &Found<'_>| stated_bases(found.table, language).0;
    let mut first: Option<(&Found<'n>, usize)> = None;
    let named: Vec<_> = candidates.iter().filter(|(_, named_again, _)| *named_again).collect();
    for (found, ..) in if named.is_empty() { candidates.iter().collect() } else { named } {
        let bases = states_bases(found);
        if first.is_none_or(|(_, most)| bases > most) {
            first = Some((found, bases));
        }
    }
    let Some((first, _)) = first else { return Vec::new() };
    let header = header_text(first.table);
    let own = labels(first.table);
    let repeats =
        |found: &Found<'_>| found.at != first.at && labels(found.table).iter().any(|label| is_one_of(&own, label));
    let is_like = |found: &Found<'_>, named_again: bool| {
        header_text(found.table) == header || (named_again || states_bases(found) > 0) && !repeats(found)
    };
    candidates.iter().filter(|(found, named_again, _)| is_like(found, *named_again)).map(|(found, ..)| *found).collect()
}

/// Whether the last column is, or may be, one of legal bases: of a language of which no words are known its header tells.
fn may_state_bases(table: &Table, language: Option<&Language>) -> bool {
    // What reads like a row is none of a header, and told of as such.
    let lacks_header =
        table.header.first().and_then(category::read).is_some_and(|label| label.bold && !label.items.is_empty());
    lacks_header || is_about_bases(&header_of(table, 2)) || stated_bases(table, language).0 > 0
}

/// How many cells of the last column name a legal basis, and how many say anything.
fn stated_bases(table: &Table, language: Option<&Language>) -> (usize, usize) {
    let last = table.rows.iter().filter_map(|row| row.get(2)).map(|cell| plain_text(&cell.content));
    last.filter(|text| !text.trim().is_empty())
        .fold((0, 0), |(named, said), text| (named + usize::from(!bases(&text, language).is_empty()), said + 1))
}

/// The categories of a data-use table.
fn labels(table: &Table) -> Vec<String> {
    table.rows.iter().filter_map(|row| category::read(row.first()?)).map(|category| category.label).collect()
}

/// Whether a table of two columns names at least one of these categories in its first cells.
fn is_named_in(categories: &[String], other: &Table) -> bool {
    other.header.len() == 2 && named(categories, &first_labels(other)) > 0
}

/// Tables of two columns that name the categories of a data-use table and are about keeping, those behind it if there are
/// any; or, where the names differ altogether, the only table behind it whose second cells state periods, under a header that
/// says so.
fn retention<'n>(tables: &[Found<'n>], uses: &[Found<'n>], language: Option<&Language>) -> Vec<Found<'n>> {
    let Some(first_use) = uses.first() else { return Vec::new() };
    let categories: Vec<String> = uses.iter().flat_map(|found| labels(found.table)).collect();
    let (behind, before): (Vec<Found<'n>>, Vec<Found<'n>>) = tables
        .iter()
        .filter(|found| found.table.header.len() == 2 && !found.table.rows.is_empty())
        .partition(|found| found.at > first_use.at);
    let names = |found: &Found<'_>, least: fn(usize, usize) -> bool| {
        let labels = first_labels(found.table);
        least(named(&categories, &labels), labels.len())
    };
    let most = |found: &&Found<'n>| names(found, |named, all| 2 * named >= all.max(1));
    let found = about_keeping(behind.iter().filter(most).copied().collect(), language);
    if !found.is_empty() {
        // A table with the same header goes on with it, whatever its rows are called.
        let headers: Vec<_> = found.iter().map(|found| header_text(found.table)).collect();
        return behind.into_iter().filter(|table| headers.contains(&header_text(table.table))).collect();
    }
    let states_periods = |found: &Found<'_>| {
        let header = found.table.header.get(1).map(|cell| plain_text(&cell.content)).unwrap_or_default();
        let states = |row: &&Vec<Cell>| {
            row.get(1).is_some_and(|cell| rule_under("", &cell.content, "", language) != Rule::Unspecified)
        };
        is_about_keeping(&header) && 2 * found.table.rows.iter().filter(states).count() >= found.table.rows.len()
    };
    match behind.as_slice() {
        [only] if states_periods(only) => vec![*only],
        [only] if names(only, |named, _| named > 0) && !about_keeping(vec![*only], language).is_empty() => vec![*only],
        _ => about_keeping(before.iter().filter(most).copied().collect(), language),
    }
}

/// Those tables that are about keeping, by the best evidence that any of them gives: a header that says so and nothing else,
/// rows that state periods, a header that speaks of time, a heading that speaks of nothing else. Who receives which kind of data, or whether people must give it, stands in
/// tables of the same form; only in a language of which no words are known, the form must do.
fn about_keeping<'n>(tables: Vec<Found<'n>>, language: Option<&Language>) -> Vec<Found<'n>> {
    let has_plain_header = |found: &Found<'_>| is_plainly_about_keeping(&header_of(found.table, 1));
    let has_header = |found: &Found<'_>| is_about_time(&header_of(found.table, 1));
    let has_periods = |found: &Found<'_>| {
        let states = |row: &&Vec<Cell>| {
            row.get(1).is_some_and(|cell| {
                !periods(&plain_text(&cell.content), language).is_empty()
                    || rule_under("", &cell.content, "", language) != Rule::Unspecified
            })
        };
        2 * found.table.rows.iter().filter(states).count() >= found.table.rows.len()
    };
    let has_heading = |found: &Found<'_>| found.table.about.iter().any(|text| is_all_about_keeping(text));
    let evidence: [&dyn Fn(&Found<'_>) -> bool; 4] = [&has_plain_header, &has_periods, &has_header, &has_heading];
    for gives in evidence {
        let found: Vec<Found<'n>> = tables.iter().filter(|found| gives(found)).copied().collect();
        if !found.is_empty() {
            return found;
        }
    }
    if language.is_some() {
        return Vec::new();
    }
    let tables: Vec<_> = tables.into_iter().filter(|found| !is_about_others(&header_of(found.table, 1))).collect();
    // Periods mostly have digits; who receives something has none.
    let counts = |found: &Found<'_>| {
        let holds_digit =
            |row: &Vec<Cell>| row.get(1).is_some_and(|cell| plain_text(&cell.content).contains(char::is_numeric));
        found.table.rows.iter().any(holds_digit)
    };
    let counting: Vec<_> = tables.iter().filter(|found| counts(found)).copied().collect();
    if counting.is_empty() { tables } else { counting }
}

fn first_labels(table: &Table) -> Vec<String> {
    table.rows.iter().filter_map(|row| category::labels(row.first()?)).collect()
}

fn header_text(table: &Table) -> Vec<String> {
    table.header.iter().map(|cell| crate::words::words(&plain_text(&cell.content)).join(" ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Report, SourceText};
    use std::{path::Path, sync::Arc};

    fn roles(markdown: &str) -> Vec<Option<Role>> {
        roles_in("en", markdown)
    }

    fn roles_in(locale: &str, markdown: &str) -> Vec<Option<Role>> {
        let file = Arc::new(SourceText::new(Path::new("x.md"), markdown.into()));
        let mut nodes = crate::markdown::read(&file, &mut Report::new(false));
        let found = understand(&mut nodes, crate::words::language(locale));
        let mut tables = Vec::new();
        collect(&nodes, &mut tables);
        tables.iter().map(|table| found.get(&table.at).copied()).collect()
    }

    const USES: &str = "|p|q|Legal basis|\n|-|-|-|\n|**Alpha:** a|b|c|\n|**Beta** (b)|b|c|\n\n";

    #[test]
    fn both_tables_by_shape_and_names() {
        let text = format!("|x|y|\n|-|-|\n|Alpha|first|\n\n{USES}|x|Kept|\n|-|-|\n|alpha|?|\n|BETA:|?|\n");
        assert_eq!(roles(&text), [None, Some(Role::DataUses), Some(Role::Retention)]);
    }

    #[test]
    fn a_retention_table_may_stand_before() {
        let text = format!("|x|Kept|\n|-|-|\n|Alpha|first|\n|Beta|then|\n\n{USES}");
        assert_eq!(roles(&text), [Some(Role::Retention), Some(Role::DataUses)]);
    }

    #[test]
    fn another_table_about_the_same_data_is_another_table() {
        let shared = "|what|source|shared with|\n|-|-|-|\n|**Alpha**|you|Acme|\n|**Beta**|you|nobody|\n\n";
        let uses = USES.replace("|b|c|", "|b|necessary to perform our contract|");
        let kept = "|x|y|\n|-|-|\n|Alpha|7 days|\n";
        assert_eq!(roles(&format!("{uses}{shared}{kept}")), [Some(Role::DataUses), None, Some(Role::Retention)]);
        assert_eq!(roles(&format!("{shared}{uses}{kept}")), [None, Some(Role::DataUses), Some(Role::Retention)]);
    }

    #[test]
    fn what_states_periods_of_something_else_is_not_retention() {
        let kept = "|x|y|\n|-|-|\n|Alpha|7 days|\n\n";
        let answers = "|request|answered after|\n|-|-|\n|Access|30 days|\n\n";
        let rights = "|right|how|\n|-|-|\n|Access|Write to us|\n|Erasure|Call us|\n";
        assert_eq!(roles(&format!("{USES}{kept}{answers}")), [Some(Role::DataUses), Some(Role::Retention), None]);
        assert_eq!(roles(&format!("{USES}{rights}")), [Some(Role::DataUses), None]);
    }

    #[test]
    fn labels_before_a_colon_need_the_other_table() {
        let plain = "|p|q|r|\n|-|-|-|\n|Alpha: a|b|c|\n|Beta: b|b|c|\n\n";
        assert_eq!(roles(plain), [None]);
        assert_eq!(
            roles(&format!("{plain}|x|Kept|\n|-|-|\n|Beta|?|\n")),
            [Some(Role::DataUses), Some(Role::Retention)]
        );
    }

    #[test]
    fn bold_labels_alone_make_no_data_uses() {
        for header in ["|Cookie|Purpose|Lifetime|", "|Recipient|Service|Country|"] {
            let table = format!("{header}\n|-|-|-|\n|**_ga**|counting|2 years|\n|**sid**|login|session|\n\n");
            assert_eq!(roles(&table), [None], "{header}");
            assert_eq!(roles(&format!("{USES}{table}")), [Some(Role::DataUses), None], "{header}");
        }
    }

    #[test]
    fn a_second_table_of_data_uses_may_have_another_header() {
        let second = "|Web data|Why|Ground|\n|-|-|-|\n|**Gamma:** a|b|your consent|\n";
        let uses = USES.replace("|b|c|", "|b|necessary to perform our contract|");
        assert_eq!(roles(&format!("{uses}{second}")), [Some(Role::DataUses); 2]);
    }

    #[test]
    fn periods_are_of_retention_only_under_a_header_that_says_so() {
        let table = |header: &str| format!("{USES}|x|{header}|\n|-|-|\n|Gamma|30 days|\n|Delta|7 days|\n");
        assert_eq!(roles(&table("How long we keep it")), [Some(Role::DataUses), Some(Role::Retention)]);
        assert_eq!(roles(&table("Our answer")), [Some(Role::DataUses), None]);
    }

    #[test]
    fn only_what_is_about_keeping_is_retention() {
        const KEPT: Option<Role> = Some(Role::Retention);
        let table = |header: &str, cell: &str| format!("|x|{header}|\n|-|-|\n|Alpha|{cell}|\n|Beta|{cell}|\n\n");
        let recipients = table("Recipients", "Acme");
        for (locale, behind, expected) in [
            ("en", recipients.clone(), vec![None]),
            ("en", table("Required?", "Yes") + &table("Sold to others?", "No"), vec![None, None]),
            ("en", table("Recipients", "Acme, 12 months") + &table("Retention", "7 days"), vec![None, KEPT]),
            ("en", recipients.clone() + &table("y", "until you tell us, 1 year at most"), vec![None, KEPT]),
            ("en", format!("## 3. Retention\n\n{}", table("Rule", "as we need it")), vec![KEPT]),
            ("en", format!("## Who gets it\n\n{recipients}"), vec![None]),
            // Without words, a header that is known decides, and the form where none is.
            ("de", table("Empfänger", "Acme") + &table("Speicherdauer", "7 Tage"), vec![None, KEPT]),
            ("de", table("Was", "7 Tage"), vec![KEPT]),
        ] {
            let found = roles_in(locale, &format!("{USES}{behind}"));
            assert_eq!(found[1..], expected, "{locale}: {behind}");
        }
        assert_eq!(roles(&format!("{recipients}{USES}")), [None, Some(Role::DataUses)]);
    }

    #[test]
    fn where_something_is_stored_is_not_for_how_long() {
        let places = "|x|Storage location|\n|-|-|\n|Alpha|Frankfurt|\n|Beta|Dublin|\n\n";
        let kept = "|x|Retention period|\n|-|-|\n|Alpha|?|\n|Beta|?|\n\n";
        assert_eq!(roles(&format!("{USES}{places}{kept}")), [Some(Role::DataUses), None, Some(Role::Retention)]);
        assert_eq!(roles(&format!("{USES}{places}")), [Some(Role::DataUses), None]);
    }

    #[test]
    fn who_receives_data_and_what_people_may_ask_for_are_no_data_uses() {
        let uses = USES.replace("|b|c|", "|b|necessary to perform our contract|");
        for header in
            ["|Recipient|Country|Legal basis|", "|Right|What|Legal basis|", "|Purpose|Personal data|Legal basis|"]
        {
            let other = format!("{header}\n|-|-|-|\n|**Acme**|there|your consent|\n\n");
            assert_eq!(roles(&format!("{uses}{other}")), [Some(Role::DataUses), None], "{header}");
        }
    }

    #[test]
    fn a_use_before_which_the_basis_stands_is_called_by_many_names() {
        for header in ["Use", "How we use it", "What for", "Reason", "Uso", "Para quê"] {
            let text = format!("|Data|Legal basis|{header}|\n|-|-|-|\n|**Alpha:** a|your consent|to call you|\n");
            assert_eq!(roles(&text), [Some(Role::DataUses)], "{header}");
        }
        for header in ["Source", "What happens if you do not give it", "Para quem enviamos", "What we use"] {
            let text = format!("|Data|Legal basis|{header}|\n|-|-|-|\n|**Alpha:** a|your consent|you|\n");
            assert_eq!(roles(&text), [None], "{header}");
        }
    }

    #[test]
    fn a_blank_header_hides_no_role() {
        let uses = "| | | |\n|-|-|-|\n|**Personal data**|**Purpose**|**Legal basis**|\n|**Alpha:** a|to call you|your consent|\n\n";
        let kept = "| | |\n|-|-|\n|**Personal data**|**Retention**|\n|**Alpha**|30 days|\n";
        assert_eq!(roles(&format!("{uses}{kept}")), [Some(Role::DataUses), Some(Role::Retention)]);
    }

    #[test]
    fn a_table_with_purposes_in_a_row_is_no_table_of_data_uses() {
        let turned = "|Category|Account data|Log data|\n|-|-|-|\n|**Purpose**|a|b|\n|**Legal basis**|your consent|contract|\n\
                      |**Retention**|30 days|7 days|\n";
        assert_eq!(roles(turned), [None]);
    }

    #[test]
    fn recipients_are_told_from_retention_where_no_words_are_known() {
        let uses = "|a|b|c|\n|-|-|-|\n|**Alpha:** a|b|c|\n\n";
        for (recipients, kept) in [("Odbiorcy", "Okres przechowywania"), ("Kto", "Jak długo")] {
            let text =
                format!("{uses}|Dane|{recipients}|\n|-|-|\n|Alpha|Hosting|\n\n|Dane|{kept}|\n|-|-|\n|Alpha|30 dni|\n");
            assert_eq!(roles_in("pl", &text), [Some(Role::DataUses), None, Some(Role::Retention)], "{kept}");
        }
    }

    #[test]
    fn a_table_of_periods_is_none_of_data_uses_where_no_words_are_known() {
        let cookies = "|Cookie|Doel|Bewaartermijn|\n|-|-|-|\n|**_ga**|Bezoekers tellen|2 jaar|\n";
        assert_eq!(roles_in("nl", cookies), [None]);
        let turned = "|Dane|Konto|Logi|\n|-|-|-|\n|**Cel**|a|b|\n|**Okres przechowywania**|30 dni|7 dni|\n";
        assert_eq!(roles_in("pl", turned), [None]);
        // Kinds of data may be called by such words.
        let stored = "|Data|Use|Legal basis|\n|-|-|-|\n|**Stored files:** a|b|your consent|\n|**Purpose of travel:** c|d|contract|\n";
        assert_eq!(roles_in("en", stored), [Some(Role::DataUses)]);
    }

    #[test]
    fn a_header_of_legal_bases_decides_where_no_words_are_known() {
        let other = "|Cookie|Zweck|Laufzeit|\n|-|-|-|\n|**sid**|x|y|\n|**pk**|x|y|\n\n";
        for last in ["Rechtsgrundlage", "Base juridique"] {
            let uses = format!("|a|b|{last}|\n|-|-|-|\n|**Alpha:** a|b|c|\n");
            assert_eq!(roles_in("de", &format!("{other}{uses}")), [None, Some(Role::DataUses)], "{last}");
        }
        // What its last column says is no legal basis for want of another.
        assert_eq!(roles_in("de", other), [None]);
        let sides =
            "|Daten|Zweck|Empfänger|\n|-|-|-|\n|**Name:** a|b|Hosting AG|\n\n|Daten|Dauer|\n|-|-|\n|Name|30 Tage|\n";
        assert_eq!(roles_in("de", sides), [None, None]);
        let shared = "|Personal data|Purpose|Shared with|\n|-|-|-|\n|**Name:** a|b|Hosting Ltd|\n\n|Personal data|Retention|\n|-|-|\n|Name|30 days|\n";
        assert_eq!(roles_in("en", shared), [None, None]);
        let recipients = "|Data|Purpose|Recipients|\n|-|-|-|\n|**Name:** a|b|Acme, to perform the contract|\n|**Log:** c|d|Authorities, where a legal obligation says so|\n";
        assert_eq!(roles_in("en", recipients), [None]);
        let source =
            "|Data|Purpose|Source|\n|-|-|-|\n|**Name:** a|b|Partners, with your consent|\n|**Log:** c|d|You|\n";
        assert_eq!(roles_in("en", source), [None]);
        let required = "|Data|Purpose|Required by|\n|-|-|-|\n|**Name:** a|b|our contract with you|\n|**Log:** c|d|a legal obligation|\n";
        assert_eq!(roles_in("en", required), [Some(Role::DataUses)]);
    }

    #[test]
    fn other_tables_stay_plain() {
        let other = "|x|y|\n|-|-|\n|Gamma|a long time ago|\n|Delta|there was|\n|Epsilon|none|\n\n";
        let links = "|s|t|u|\n|-|-|-|\n|**Vendor**|b|c|\n\n";
        assert_eq!(roles(&format!("{USES}{other}")), [Some(Role::DataUses), None]);
        assert_eq!(
            roles(&format!("{links}{USES}|x|Kept|\n|-|-|\n|Alpha|?|\n")),
            [None, Some(Role::DataUses), Some(Role::Retention)]
        );
    }
}
