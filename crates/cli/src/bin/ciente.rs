//! The `ciente` command's entry; everything stands in the library, so that it can be fuzzed and tested.

use std::process::ExitCode;

/// A receiver makes many small texts for each record on one thread and lets go of them on another: to allocate and copy with
/// the C library took a quarter of its time. Chosen here and not in a library, whose users choose for themselves.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ciente_cli::main()
}
