//! A script's text as statements of words, each with its place. What the words mean is not known here.

/// One word: `key=value`, or a value alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) key: Option<String>,
    pub(super) value: String,
    pub(super) place: Place,
}

/// Where something stands, from 1, in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// One statement: its words and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) text: String,
    pub(super) words: Vec<Word>,
    /// Just after its last word.
    pub(super) end: Place,
}

/// A quotation mark that is never closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unclosed(pub(super) Place);

/// Statements end with their line or with `;`. `#` before a word begins a comment. `"…"` holds white space, `;` and `#`;
/// in it `\"` and `\\` stand for themselves.
pub(super) fn statements(text: &str) -> Result<Vec<Statement>, Unclosed> {
    let mut all = Vec::new();
    for (line, content) in text.lines().enumerate() {
        let mut reader = Reader { chars: content.chars().collect(), at: 0, line: line + 1 };
        while let Some(statement) = reader.statement()? {
            all.push(statement);
        }
    }
    Ok(all)
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    line: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn place(&self) -> Place {
        Place { line: self.line, column: self.at + 1 }
    }

    /// The next statement that has a word.
    fn statement(&mut self) -> Result<Option<Statement>, Unclosed> {
        let mut words = Vec::new();
        let mut from = self.at;
        let mut to = self.at;
        loop {
            match self.peek() {
                Some(c) if c.is_whitespace() => self.at += 1,
                Some(';') if words.is_empty() => {
                    self.at += 1;
                    from = self.at;
                }
                None | Some(';' | '#') => break,
                Some(_) => {
                    if words.is_empty() {
                        from = self.at;
                    }
                    words.push(self.word()?);
                    to = self.at;
                }
            }
        }
        if self.peek() == Some('#') {
            self.at = self.chars.len();
        }
        let end = Place { line: self.line, column: to + 1 };
        let text = self.chars.get(from..to).map(|chars| chars.iter().collect()).unwrap_or_default();
        Ok((!words.is_empty()).then_some(Statement { text, words, end }))
    }

    fn word(&mut self) -> Result<Word, Unclosed> {
        let place = self.place();
        let mut key = None;
        let mut value = String::new();
        while let Some(c) = self.peek() {
            match c {
                ';' => break,
                c if c.is_whitespace() => break,
                '"' => value.push_str(&self.quoted()?),
                '=' if key.is_none() => {
                    key = Some(std::mem::take(&mut value));
                    self.at += 1;
                }
                c => {
                    value.push(c);
                    self.at += 1;
                }
            }
        }
        Ok(Word { key, value, place })
    }

    fn quoted(&mut self) -> Result<String, Unclosed> {
        let opened = self.place();
        self.at += 1;
        let mut text = String::new();
        while let Some(c) = self.peek() {
            self.at += 1;
            match c {
                '"' => return Ok(text),
                '\\' if matches!(self.peek(), Some('"' | '\\')) => {
                    text.extend(self.peek());
                    self.at += 1;
                }
                c => text.push(c),
            }
        }
        Err(Unclosed(opened))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Vec<(Option<String>, String)>> {
        let each = |statement: Statement| statement.words.into_iter().map(|word| (word.key, word.value)).collect();
        statements(text).unwrap().into_iter().map(each).collect()
    }

    #[test]
    fn statements_end_with_lines_and_semicolons() {
        let read = words("POST a=1 b; GET c # no; more\n\n ; # nothing\n* d=\"x; # \\\"y\\\\\"z");
        let word = |value: &str| (None, value.to_owned());
        let pair = |key: &str, value: &str| (Some(key.to_owned()), value.to_owned());
        assert_eq!(
            read,
            [
                vec![word("POST"), pair("a", "1"), word("b")],
                vec![word("GET"), word("c")],
                vec![word("*"), pair("d", "x; # \"y\\z")],
            ]
        );
    }

    #[test]
    fn places_are_lines_and_characters() {
        let read = statements("é x\n  ü; GET  y").unwrap();
        let places: Vec<_> = read.iter().flat_map(|s| s.words.iter().map(|w| (w.place.line, w.place.column))).collect();
        assert_eq!(places, [(1, 1), (1, 3), (2, 3), (2, 6), (2, 11)]);
        assert_eq!(read[2].text, "GET  y");
        assert_eq!(read[2].end, Place { line: 2, column: 12 });
        assert_eq!(statements("a b=\"c"), Err(Unclosed(Place { line: 1, column: 5 })));
    }
}
