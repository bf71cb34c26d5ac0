//! The corpus of the fuzz target `router`, and requests put together from what requests are made of.

use crate::requests::Target;
use proptest::prelude::*;
use std::{fs, path::Path};

#[test]
fn the_corpus_holds() {
    let target = Target::open();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/router");
    let mut files = 0;
    for file in fs::read_dir(corpus).unwrap() {
        let path = file.unwrap().path();
        assert_eq!(target.judge(&fs::read(&path).unwrap()), Ok(()), "{}", path.display());
        files += 1;
    }
    // A corpus that was lost would pass otherwise.
    assert!(files > 15, "{files} files");
    assert_eq!(target.recorded(), 1, "of two under one id, one is good");
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        "(GET|POST|HEAD|PUT|OPTIONS|DELETE|QUERY) ",
        Just("/v1/acknowledgements".to_owned()),
        "/(v1|admin|admin/v1|log|proof|subjects|problems|notices|im|healthz|openapi\\.json|\\.\\.|%2e%2e|%00|%ff|//)",
        "[?&](notice|tenant|subject|current|index|size|from|to)=(im|true|1|-1|%20|%ff|99999999999999999999)?",
        Just("\nauthorization: Bearer 0123456789abcdef0123456789abcdef".to_owned()),
        Just("\ncontent-type: application/json".to_owned()),
        "\n(origin|cookie|idempotency-key|if-none-match|content-length|expect|range|host): ?[ -~]{0,12}",
        Just("\n\n".to_owned()),
        Just("{\"tenant\":\"1400000000\",\"subject\":\"alice\"}".to_owned()),
        "[\\[\\]{}\",:0-9a-z\\\\]{0,12}",
        "\\PC{0,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_put_together_holds(requests in prop::collection::vec((any::<bool>(), prop::collection::vec(piece(), 1..9)), 100)) {
        let target = Target::open();
        for (operators, pieces) in requests {
            let text = format!("{}{}", if operators { '+' } else { '-' }, pieces.concat());
            prop_assert_eq!(target.judge(text.as_bytes()), Ok(()), "{:?}", text);
        }
    }
}
