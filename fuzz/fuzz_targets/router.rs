//! Any request to either address of the receiver: no panic, no answer of 500 or above, a problem for what is refused, and
//! nothing recorded but what is confirmed.
#![no_main]

#[path = "../../crates/receiver/tests/support/requests.rs"]
mod requests;
#[path = "../../crates/receiver/tests/support/samples.rs"]
#[allow(dead_code, reason = "shared with tests that use more of it")]
mod samples;

use std::sync::LazyLock;

static TARGET: LazyLock<requests::Target> = LazyLock::new(requests::Target::open);

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Err(broken) = TARGET.judge(bytes) {
        panic!("{broken}");
    }
});
