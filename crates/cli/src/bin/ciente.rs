//! The `ciente` command's entry; everything stands in the library, so that it can be fuzzed and tested.

use std::process::ExitCode;

fn main() -> ExitCode {
    ciente_cli::main()
}
