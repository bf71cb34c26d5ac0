//! A few rounds of every drill, with the receiver that the other tests are built with: enough to see one that fails.

use std::{path::Path, process::Command};

#[test]
fn a_few_rounds_lose_nothing() {
    let drill = Path::new(env!("CARGO_BIN_EXE_ciente-drill"));
    let ciente = drill.with_file_name(format!("ciente{}", std::env::consts::EXE_SUFFIX));
    assert!(ciente.is_file(), "there is no {}: run the tests of the whole workspace", ciente.display());
    let folder = tempfile::tempdir().unwrap();
    let (notices, sample) = (folder.path().join("notices"), Path::new(env!("CARGO_MANIFEST_DIR")));
    let mut build = Command::new(&ciente);
    build.arg("build").arg(sample.join("../../static/notices/im")).arg("--out").arg(&notices).arg("--quiet");
    assert!(build.status().unwrap().success());
    // Not everybody can mount a file system, moves clocks, or names a server of PostgreSQL's: what is left out is said.
    let mut chaos = Command::new(drill);
    chaos.env("CIENTE_BIN", ciente).env("CIENTE_NOTICES", notices).args(["chaos", "--rounds", "6", "--allow-missing"]);
    assert!(chaos.status().unwrap().success());
}
