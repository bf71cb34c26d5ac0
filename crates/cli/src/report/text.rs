//! A source file's text, and lines and columns in it. Reading the file is not done here.

use std::{
    ops::Range,
    path::{Path, PathBuf},
};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// A file as its author wrote it.
#[derive(Debug)]
pub(crate) struct SourceText {
    /// The path as it was given or found, for messages.
    pub(crate) path: PathBuf,
    /// The whole text, without a byte order mark.
    pub(crate) text: String,
    line_starts: Vec<usize>,
}

impl SourceText {
    /// Letters and their marks as one character each (NFC), where the file has them apart, as some systems write them: what a
    /// reader sees as the same is the same.
    pub(crate) fn new(path: &Path, text: String) -> Self {
        let is_apart = |c: char| is_combining_mark(c) || ('\u{1100}'..='\u{11ff}').contains(&c);
        let text = if text.chars().any(is_apart) { text.nfc().collect() } else { text };
        let line_starts = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1))
            .collect();
        Self { path: path.to_owned(), text, line_starts }
    }

    /// The line that holds a byte offset, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset).max(1)
    }

    /// The column of a byte offset in characters, from 1.
    pub(crate) fn column(&self, offset: usize) -> usize {
        let start = self.line_range(self.line(offset)).start;
        self.text.get(start..offset).map_or(1, |before| before.chars().count() + 1)
    }

    /// The bytes of a line (from 1) without its line ending.
    pub(crate) fn line_range(&self, line: usize) -> Range<usize> {
        let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let end = self.line_starts.get(line).copied().unwrap_or(self.text.len());
        let length = self.text.get(start..end).map_or(0, |text| text.trim_end_matches(['\n', '\r']).len());
        start..start + length
    }

    /// A piece of the text; empty where the range is not one.
    pub(crate) fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_their_marks_are_one_character() {
        let text = |text: &str| SourceText::new(Path::new("x.md"), text.into()).text;
        for (apart, one) in
            [("ti\u{302}n", "t\u{ee}n"), ("\u{1112}\u{1161}\u{11ab}", "\u{d55c}"), ("\u{627}\u{653}", "\u{622}")]
        {
            assert_eq!(text(apart), one);
        }
        // Nothing else becomes another character.
        assert_eq!(text("\u{fa19}\u{2126}"), "\u{fa19}\u{2126}");
    }

    #[test]
    fn lines_and_columns_count_from_one_and_in_characters() {
        let text = SourceText::new(Path::new("x.md"), "á b\r\n\nçd".into());
        assert_eq!((text.line(0), text.column(0)), (1, 1));
        assert_eq!((text.line(3), text.column(3)), (1, 3));
        assert_eq!((text.line(6), text.column(6)), (2, 1));
        assert_eq!((text.line(9), text.column(9)), (3, 2));
        assert_eq!(text.slice(text.line_range(1)), "á b");
        assert_eq!(text.slice(text.line_range(9)), "");
    }
}
