//! A source file's text, and lines and columns in it. Reading the file is not done here.

use std::{
    ops::Range,
    path::{Path, PathBuf},
};

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
    pub(crate) fn new(path: &Path, text: String) -> Self {
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
