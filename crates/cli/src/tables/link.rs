//! Which data use a retention row is for, though the two tables name it differently: an unambiguous match or none.

use crate::words::words;

/// For each label of the retention table, the index of the data use that it is for.
///
/// Labels are equal when their words are; else one's words must be contained in the other's. A label that fits several
/// data uses, and a data use that several rows claim, are linked to none: never to the wrong one.
pub(crate) fn links(categories: &[String], labels: &[String]) -> Vec<Option<usize>> {
    let categories: Vec<Vec<String>> = categories.iter().map(|category| words(category)).collect();
    // One cell may hold several labels, one a line; each of them claims for itself.
    let rows: Vec<Vec<Vec<String>>> = labels.iter().map(|label| label.lines().map(words).collect()).collect();
    let equal: Vec<Vec<Vec<usize>>> = claims(&rows, |label| matching(&categories, |category| is_same(category, label)));
    let is_taken = |i: &usize| equal.iter().flatten().any(|claimed| claimed.contains(i));
    let claimed: Vec<Vec<Vec<usize>>> = claims(&rows, |label| {
        let equal = matching(&categories, |category| is_same(category, label));
        if !equal.is_empty() {
            return equal;
        }
        matching(&categories, |category| is_within(category, label) || is_within(label, category))
            .into_iter()
            .filter(|i| !is_taken(i))
            .collect()
    });
    let claims_of = |i: usize| claimed.iter().flatten().filter(|candidates| candidates.contains(&i)).count();
    claimed
        .iter()
        .map(|row| match row.as_slice() {
            [candidates] => match candidates.as_slice() {
                [only] if claims_of(*only) == 1 => Some(*only),
                _ => None,
            },
            _ => None,
        })
        .collect()
}

/// How many labels name at least one of the categories, however ambiguously: evidence that a table is about them.
pub(super) fn named(categories: &[String], labels: &[String]) -> usize {
    let categories: Vec<Vec<String>> = categories.iter().map(|category| words(category)).collect();
    let names =
        |label: &[String]| categories.iter().any(|category| is_within(category, label) || is_within(label, category));
    labels.iter().filter(|label| label.lines().any(|line| names(&words(line)))).count()
}

fn claims(rows: &[Vec<Vec<String>>], claim: impl Fn(&[String]) -> Vec<usize>) -> Vec<Vec<Vec<usize>>> {
    rows.iter().map(|labels| labels.iter().map(|label| claim(label)).collect()).collect()
}

fn matching(categories: &[Vec<String>], is: impl Fn(&[String]) -> bool) -> Vec<usize> {
    categories.iter().enumerate().filter(|(_, category)| is(category)).map(|(i, _)| i).collect()
}

/// Whether two labels have the same words. Their order does not count: "Data Log" and "Log Data" of one table are too
/// alike to tell which of the two a third label means.
fn is_same(one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && one.iter().all(|word| other.contains(word)) && other.iter().all(|word| one.contains(word))
}

/// Whether all words of the one stand in the other. Where a script has no spaces, a word is a whole label, and standing
/// within another is enough.
fn is_within(inner: &[String], outer: &[String]) -> bool {
    let joined = outer.concat();
    !inner.is_empty()
        && inner.iter().all(|word| {
            outer.contains(word) || (!word.is_ascii() && is_unspaced(word) && joined.contains(word.as_str()))
        })
}

/// Chinese characters and Japanese syllables.
fn is_unspaced(word: &str) -> bool {
    word.chars().count() > 1
        && word.chars().any(|c| ('\u{3040}'..='\u{30ff}').contains(&c) || ('\u{4e00}'..='\u{9fff}').contains(&c))
}

#[cfg(test)]
mod tests {
    use super::links;

    fn of(categories: &[&str], labels: &[&str]) -> Vec<Option<usize>> {
        let own = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
        links(&own(categories), &own(labels))
    }

    #[test]
    fn equal_but_for_typography() {
        assert_eq!(of(&["Dados de Configuração", "Logs"], &["logs:", "DADOS DE  CONFIGURACAO"]), [Some(1), Some(0)]);
    }

    #[test]
    fn contained_words_match_when_only_one_can_be_meant() {
        assert_eq!(of(&["Kitchen Log Data", "Garden Log Data"], &["Kitchen Log", "Garden Log"]), [Some(0), Some(1)]);
        assert_eq!(of(&["ABC 管理信息 / 设置", "技术信息"], &["管理信息", "技术信息"]), [Some(0), Some(1)]);
        assert_eq!(of(&["Kitchen Log Data", "Garden Log Data"], &["Log Data"]), [None]);
        assert_eq!(of(&["Log Data"], &["Logging"]), [None]);
    }

    #[test]
    fn a_claim_by_two_rows_counts_for_neither_unless_one_is_equal() {
        assert_eq!(of(&["Rules"], &["Rules (north)", "Rules (south)"]), [None, None]);
        assert_eq!(of(&["Rules"], &["Rules", "Rules (south)"]), [Some(0), None]);
        assert_eq!(of(&["Log Data", "Log Data"], &["Log Data"]), [None]);
        assert_eq!(of(&["Data Log", "Log Data"], &["Data Log"]), [None]);
    }

    #[test]
    fn a_cell_of_several_labels_is_for_no_single_use_and_claims_each() {
        assert_eq!(of(&["Rules", "Visits"], &["Rules (north)", "Visits\nRules (south)"]), [None, None]);
    }
}
