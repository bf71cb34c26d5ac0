//! Any bytes as the JSON of a notice: no panic, no hang; what is read is written and read again as the same, and nothing
//! changes against itself.
#![no_main]

use ciente_notice::{Notice, changes::between, validate};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(notice) = serde_json::from_slice::<Notice>(bytes) else { return };
    let _ = validate(&notice);
    let again = serde_json::to_vec(&notice).expect("a notice is JSON");
    assert_eq!(serde_json::from_slice::<Notice>(&again).expect("what is written can be read"), notice);
    assert!(between(&notice, &notice).is_empty());
});
