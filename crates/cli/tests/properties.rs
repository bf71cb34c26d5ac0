//! What holds of every text that is given to the reader: it ends, it does not panic, and what was built without a finding
//! is valid. The corpus of the fuzz target `markdown` is replayed, and texts are put together from what documents are
//! made of.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use ciente_cli::property::markdown;
use proptest::prelude::*;
use std::{fs, path::Path};

#[test]
fn the_corpus_holds() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/markdown");
    let mut files = 0;
    for file in fs::read_dir(corpus).unwrap() {
        let path = file.unwrap().path();
        assert_eq!(markdown(&fs::read(&path).unwrap()), Ok(()), "{}", path.display());
        files += 1;
    }
    // A corpus that was lost would pass otherwise.
    assert!(files > 30, "{files} files");
}

/// Pieces whose boundaries are where readers go wrong.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("| Personal data | Use | Legal basis |\n| --- | :-: | --- |\n".to_owned()),
        Just("| Data | Retention |\n|-|-|\n".to_owned()),
        Just("<table><tr><th>Data</th><th>Use</th><th>Basis</th></tr>".to_owned()),
        Just("<tr><td rowspan=2><b>A:</b> x</td><td>y</td><td>z".to_owned()),
        "\\| \\*\\*[A-Za-zé ]{1,8}:?\\*\\*:? [a-z, ()]{0,20} \\| [a-z. ]{0,9} \\| [a-z. ]{0,9} \\|?\n",
        "\\| [A-Za-z ]{1,8} \\| (Stored for|保存|لمدة) [0-9]{0,5} (days|日間|أيام|months) \\|\n",
        "#{0,7}[ \u{a0}\t]{0,2}[0-9]{0,2}\\\\?\\.? [A-Z ]{0,9}\n",
        "(</?(tr|td|th|table|br|b|ul|li|p|script)( [a-z]+=\"?[0-9]{0,3}\"?)?/?>){1,3}",
        "[ ]{0,6}([-*+]|[0-9]{1,10}[.)]) [a-z]{0,5}\n",
        "(\\*{1,3}|_{1,2}|`{1,3}|\\[|\\]\\(|\\)|\\\\\\||\\||&[a-z]{0,5};|~~~|<!--|-->){1,4}",
        "\\PC{0,12}",
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("\r".to_owned()),
        Just("\u{feff}".to_owned()),
    ]
}

proptest! {
    #[test]
    fn no_text_brings_the_reader_down(locale in 0_u8..9, pieces in proptest::collection::vec(piece(), 0..40)) {
        let mut bytes = vec![locale];
        bytes.extend(pieces.concat().bytes());
        prop_assert_eq!(markdown(&bytes), Ok(()));
    }
}

/// A reader that looks back from each line for each line would not end in the life of a test.
#[test]
fn long_texts_end() {
    for piece in ["| **A:** b, c | d | e |\n", "x\n\n", "**(", "<td>", "[a](", "1. ", "> - "] {
        let head = "\0| a | b | c |\n| - | - | - |\n";
        let text = format!("{head}{}", piece.repeat((1 << 19) / piece.len()));
        assert_eq!(markdown(text.as_bytes()), Ok(()), "{piece}");
    }
}
