//! The corpus of the fuzz target `notice`, replayed without a fuzzer: what it once found stays found.

use ciente_notice::{Notice, changes::between, validate};
use std::{fs, path::Path};

#[test]
fn the_corpus_holds() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/notice");
    let (mut files, mut read) = (0, 0);
    for file in fs::read_dir(corpus).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        files += 1;
        let Ok(notice) = serde_json::from_slice::<Notice>(&bytes) else { continue };
        read += 1;
        let _ = validate(&notice);
        let again = serde_json::to_vec(&notice).unwrap();
        assert_eq!(serde_json::from_slice::<Notice>(&again).unwrap(), notice);
        assert_eq!(between(&notice, &notice), []);
    }
    // Some that are notices and some that are none: a corpus that was lost would pass otherwise.
    assert!(read >= 3 && files > read, "{files} files, {read} of them notices");
}
