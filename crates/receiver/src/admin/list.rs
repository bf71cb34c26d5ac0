//! A list of subjects as people have it: lines of a text, or the first column of a table.

use std::collections::HashSet;

/// So many different subjects are read, and one more: whoever asks about too many learns that without all of them in memory.
pub(super) const MOST: usize = 100_000;

/// Subjects in their order, each once, without what is around them: white space, quotes of a table, a byte order mark.
pub(super) struct List {
    pub(super) subjects: Vec<String>,
    /// Whether it was read as lines and looks like a table.
    pub(super) looks_like_a_table: bool,
}

/// Reads texts that follow one another. Whether they are tables, and whether their first line is a heading, is for whoever
/// sends them to say: a name may hold a comma, and a heading looks like a name.
pub(super) fn read<'t>(texts: impl Iterator<Item = &'t str>, is_table: bool, has_heading: bool) -> List {
    let mut known = HashSet::new();
    let (mut subjects, mut looks_like_a_table, mut is_heading) = (Vec::new(), false, has_heading);
    for text in texts {
        let text = text.trim_start_matches('\u{feff}');
        // A file and what was pasted follow one another: only the first of them begins with a heading.
        let entries: Box<dyn Iterator<Item = String>> = if is_table {
            Box::new(first_column(text))
        } else {
            Box::new(text.split(['\n', '\r']).filter(|line| !line.trim().is_empty()).map(str::to_owned))
        };
        let (mut count, mut rows) = (0, 0);
        for entry in entries {
            let entry = entry.trim();
            if std::mem::take(&mut is_heading) || entry.is_empty() {
                continue;
            }
            count += 1;
            rows += usize::from(entry.starts_with('"') || entry.contains([',', ';', '\t']));
            if subjects.len() <= MOST && known.insert(entry.to_owned()) {
                subjects.push(entry.to_owned());
            }
        }
        looks_like_a_table |= !is_table && count > 0 && rows == count;
    }
    List { subjects, looks_like_a_table }
}

/// The first field of each row that has any (RFC 4180); also with semicolons or tabs, as spreadsheets write it in some countries,
/// and with any end of line.
fn first_column(text: &str) -> impl Iterator<Item = String> {
    let mut rows = csv::ReaderBuilder::new();
    rows.has_headers(false).flexible(true).delimiter(delimiter(text));
    let rows = rows.from_reader(text.as_bytes()).into_records();
    // A text in memory, and any number of fields: there is no row that cannot be read.
    let rows = rows.filter_map(Result::ok).filter(|row| row.iter().any(|cell| !cell.trim().is_empty()));
    rows.filter_map(|row| row.get(0).map(str::to_owned))
}

/// What separates the fields: a name holds a comma more often than a semicolon, and a tab hardly ever.
fn delimiter(text: &str) -> u8 {
    let mut is_quoted = false;
    let first: String = text
        .trim_start()
        .chars()
        .take_while(|c| {
            is_quoted ^= *c == '"';
            is_quoted || !matches!(c, '\n' | '\r')
        })
        .collect();
    // Every second piece stands between quotes.
    let outside: String = first.split('"').step_by(2).collect();
    *b"\t;,".iter().find(|c| outside.contains(char::from(**c))).unwrap_or(&b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subjects(text: &str, is_table: bool, has_heading: bool) -> Vec<String> {
        read([text].into_iter(), is_table, has_heading).subjects
    }

    #[test]
    fn lines_are_names_whatever_ends_them_and_stands_around_them() {
        for text in ["a, b\nc", "\u{feff}a, b\r\nc\r\n", "  a, b \rc\r", "\n\na, b\n \nc\t"] {
            assert_eq!(subjects(text, false, false), ["a, b", "c"], "{text:?}");
        }
        assert_eq!(subjects("user\na, b\nc", false, true), ["a, b", "c"]);
        assert_eq!(read(["", "user\na", "b"].into_iter(), false, true).subjects, ["a", "b"]);
    }

    #[test]
    fn the_first_column_of_a_table_is_the_name() {
        for text in [
            "a,1\nb c,2\n\"d, \"\"e\"\"\",3",
            "\u{feff}\"a\";\"1\"\r\n\"b c\";2\r\n\"d, \"\"e\"\"\";\"x\r\ny\"\r\n",
            "a\t\"x\ny\"\rb c\t\r\"d, \"\"e\"\"\"\t\r",
        ] {
            assert_eq!(subjects(text, true, false), ["a", "b c", "d, \"e\""], "{text:?}");
        }
        assert_eq!(subjects("user,since\n,2\na,1\n", true, true), ["a"]);
        assert_eq!(
            subjects("\n,since\nalice,2026\nbob,2026\n", true, true),
            ["alice", "bob"],
            "a heading without a name"
        );
        assert_eq!(read(["", ",since\na,1", "b,1"].into_iter(), true, true).subjects, ["a", "b"]);
        assert_eq!(subjects("a 5\" b,1", true, false), ["a 5\" b"], "a quote within a name is one");
        assert_eq!(subjects("alice,5\" screen\nbob,2\ncarol,x\" y\n", true, false), ["alice", "bob", "carol"]);
        assert_eq!(subjects("user;since\nSilva, Ana;2026\nbob;2", true, true), ["Silva, Ana", "bob"]);
        assert_eq!(subjects("\"a;b\",1\nc,\"2;3\"", true, false), ["a;b", "c"]);
    }

    #[test]
    fn whoever_stands_there_twice_is_one_and_too_many_are_not_all_read() {
        assert_eq!(subjects("a\nb\na\n", false, false), ["a", "b"]);
        let many: String = (0..MOST + 100).map(|n| format!("{n}\n")).collect();
        assert_eq!(subjects(&many, false, false).len(), MOST + 1);
    }

    #[test]
    fn a_table_that_was_not_called_one_is_told() {
        for (text, is_told) in
            [("a,1\nb,2", true), ("\"a\"\n\"b\"", true), ("a,1\nb", false), ("a\nb", false), ("", false)]
        {
            assert_eq!(read([text].into_iter(), false, false).looks_like_a_table, is_told, "{text:?}");
            assert!(!read([text].into_iter(), true, false).looks_like_a_table);
        }
    }
}
