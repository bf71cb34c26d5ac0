//! Markdown to notice: no panic, no hang, and what was built without a finding is valid.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Err(broken) = ciente_cli::property::markdown(bytes) {
        panic!("{broken}");
    }
});
