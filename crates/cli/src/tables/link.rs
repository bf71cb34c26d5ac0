//! Which data use a retention row is for, though the two tables name it differently: an unambiguous match or none.

use crate::words::words;
use std::collections::{HashMap, HashSet};

/// For each label of the retention table, the index of the data use that it is for.
///
/// Labels are equal when their words are; else one's words must be contained in the other's, and what is more must not turn
/// them into something else ("other than", "without"). A label that fits several
/// data uses, and a data use that several rows claim, are linked to none: never to the wrong one.
pub(crate) fn links(categories: &[String], labels: &[String]) -> Vec<Option<usize>> {
    let categories = Categories::new(categories);
    // One cell may hold several labels, one a line; each of them claims for itself.
    let rows: Vec<Vec<Vec<String>>> = labels.iter().map(|label| label.lines().map(words).collect()).collect();
    let taken: HashSet<usize> = rows.iter().flatten().flat_map(|label| categories.same(label)).copied().collect();
    let claimed: Vec<Vec<Vec<usize>>> = rows
        .iter()
        .map(|labels| {
            let claim = |label: &Vec<String>| match categories.same(label) {
                // One that another row names exactly makes all others doubtful.
                [] => Some(categories.alike(label).collect())
                    .filter(|alike: &Vec<usize>| !alike.iter().any(|i| taken.contains(i)))
                    .unwrap_or_default(),
                [only] => vec![*only],
                // Ambiguous for this row, and taken for all others.
                _ => Vec::new(),
            };
            labels.iter().map(claim).collect()
        })
        .collect();
    let mut claims: HashMap<usize, usize> = HashMap::new();
    claimed.iter().flatten().flatten().for_each(|i| *claims.entry(*i).or_default() += 1);
    claimed
        .iter()
        .map(|row| match row.as_slice() {
            [candidates] => match candidates.as_slice() {
                [only] if claims.get(only) == Some(&1) => Some(*only),
                _ => None,
            },
            _ => None,
        })
        .collect()
}

/// Beyond as many categories, only equal labels are linked.
const MOST_ALIKE: usize = 1000;

/// The words of the categories, found again without looking at each of them.
struct Categories {
    words: Vec<Vec<String>>,
    /// By their words in alphabetical order: "Data Log" and "Log Data" of one table are too alike to tell which of the two
    /// a third label means.
    by_words: HashMap<Vec<String>, Vec<usize>>,
}

impl Categories {
    fn new(categories: &[String]) -> Self {
        let words: Vec<Vec<String>> = categories.iter().map(|category| words(category)).collect();
        let mut by_words: HashMap<Vec<String>, Vec<usize>> = HashMap::new();
        for (i, category) in words.iter().enumerate() {
            by_words.entry(sorted(category)).or_default().push(i);
        }
        Self { words, by_words }
    }

    /// Those that have the same words as the label.
    fn same(&self, label: &[String]) -> &[usize] {
        self.by_words.get(&sorted(label)).map_or(&[], Vec::as_slice)
    }

    /// Those whose words are within the label's, or the other way round.
    fn alike(&self, label: &[String]) -> impl Iterator<Item = usize> {
        let is_alike = |category: &Vec<String>| {
            is_within(label, category) && !turns(label, category)
                || is_within(category, label) && says_no_more(category, label)
        };
        // Nobody has thousands of kinds of data; comparing each with each would take hours.
        let words = if self.words.len() > MOST_ALIKE { &[] } else { self.words.as_slice() };
        words.iter().enumerate().filter(move |(_, category)| is_alike(category)).map(|(i, _)| i)
    }
}

fn sorted(words: &[String]) -> Vec<String> {
    let mut words = words.to_vec();
    words.sort_unstable();
    words
}

/// Whether a label is one of the categories.
pub(super) fn is_one_of(categories: &[String], label: &str) -> bool {
    let label = words(label);
    !label.is_empty() && !Categories::new(categories).same(&label).is_empty()
}

/// How many labels name at least one of the categories, however ambiguously: evidence that a table is about them.
pub(super) fn named(categories: &[String], labels: &[String]) -> usize {
    let categories = Categories::new(categories);
    let names = |label: &[String]| !categories.same(label).is_empty() || categories.alike(label).next().is_some();
    labels.iter().filter(|label| label.lines().any(|line| names(&words(line)))).count()
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

/// Words that make something else of what they stand beside.
const TURNING: &[&str] = &[
    "non",
    "not",
    "no",
    "other",
    "than",
    "except",
    "excluding",
    "without",
    "un",
    "backup",
    "backups",
    "former",
    "third",
    "outro",
    "outros",
    "outras",
    "nao",
    "sem",
    "exceto",
    "otro",
    "otros",
    "otras",
    "sin",
    "excepto",
    "salvo",
    "copia",
    "bukan",
    "selain",
    "tanpa",
    "lain",
    "kecuali",
    "cadangan",
    "غير",
    "سوى",
    "بدون",
    "عدا",
    "이외",
    "외",
    "제외",
    "비",
    "기타",
    "백업",
];

/// The same where words are not set apart by spaces.
const TURNING_PARTS: &[&str] =
    &["非", "未", "无", "無", "不", "除", "以外", "その他", "其他", "备份", "備份", "バックアップ", "제외", "이외"];

/// Whether what the outer label has more than the inner makes something else of it.
fn turns(inner: &[String], outer: &[String]) -> bool {
    let more = || outer.iter().filter(|word| !inner.contains(word));
    more().any(|word| TURNING.contains(&word.as_str()))
        || TURNING_PARTS.iter().any(|part| outer.concat().contains(part) && !inner.concat().contains(part))
}

/// Whether a row's label says no more than the category does: "your log data" is "log data", "deleted messages" are not
/// "messages", and no list has all the words that make something else of what they stand beside.
fn says_no_more(category: &[String], label: &[String]) -> bool {
    let is_plain = |word: &str| PLAIN.contains(&word) || category.iter().any(|own| own == word);
    if label.iter().all(|word| !is_unspaced(word)) {
        return label.iter().all(|word| is_plain(word));
    }
    let rest = category.iter().fold(label.concat(), |label, word| label.replacen(word.as_str(), "", 1));
    PLAIN_PARTS.iter().fold(rest, |rest, part| rest.replace(part, "")).is_empty()
}

/// Words that any kind of data may be called with, in normal form.
const PLAIN: &[&str] = &[
    "data",
    "datas",
    "information",
    "info",
    "personal",
    "your",
    "the",
    "of",
    "and",
    "or",
    "related",
    "type",
    "all",
    "dados",
    "informacao",
    "informacoes",
    "pessoais",
    "seu",
    "seus",
    "sua",
    "suas",
    "o",
    "a",
    "os",
    "as",
    "de",
    "do",
    "da",
    "dos",
    "das",
    "e",
    "datos",
    "informacion",
    "informaciones",
    "personales",
    "su",
    "sus",
    "tu",
    "tus",
    "el",
    "la",
    "los",
    "las",
    "del",
    "y",
    "informasi",
    "pribadi",
    "anda",
    "dan",
    "tentang",
    "daten",
    "ihre",
    "donnees",
    "les",
    "des",
    "vos",
    "데이터",
    "정보",
    "개인정보",
    "개인",
    "및",
    "البيانات",
    "بيانات",
    "معلومات",
    "المعلومات",
    "بياناتك",
    "معلوماتك",
];

/// The same where words are not set apart by spaces.
const PLAIN_PARTS: &[&str] = &["数据", "資料", "资料", "信息", "データ", "情報", "您的", "的", "の", "个人", "個人"];

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
    fn words_that_make_something_else_of_a_category_are_no_match() {
        for label in [
            "Data other than log data",
            "All data except log data",
            "Non-log data",
            "Backups of log data",
            "Log data of third parties",
        ] {
            assert_eq!(of(&["Log data", "Account data"], &[label]), [None], "{label}");
        }
        assert_eq!(of(&["日志数据"], &["非日志数据"]), [None]);
        assert_eq!(of(&["ログデータ"], &["ログデータ以外"]), [None]);
        assert_eq!(of(&["로그 데이터"], &["로그 데이터 이외"]), [None]);
        assert_eq!(of(&["User data", "Device data"], &["User device data", "Device data"]), [None, Some(1)]);
    }

    #[test]
    fn a_word_more_makes_something_else_unless_it_is_plain() {
        for (category, label) in [
            ("Messages", "Deleted messages"),
            ("Account data", "Inactive account data"),
            ("Usage data", "Aggregated usage data"),
            ("Mensagens", "Mensagens excluídas"),
            ("账号", "匿名账号"),
        ] {
            assert_eq!(of(&[category], &[label]), [None], "{label}");
        }
        for (category, label) in
            [("Messages", "Your messages"), ("Registro", "Dados de registro"), ("账号", "您的账号信息")]
        {
            assert_eq!(of(&[category], &[label]), [Some(0)], "{label}");
        }
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
