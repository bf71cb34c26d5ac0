//! The shell blocks of one document, run in their order by one bash in a folder of their own, as a reader would.

use crate::{
    blocks::{Block, blocks},
    root,
};
use std::{
    collections::BTreeMap,
    env,
    fmt::Write as _,
    fs,
    net::TcpListener,
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::Duration,
};

/// The widget takes minutes to build, and nothing that is typed here looks into it; the browser tests have the real one.
const STAND_IN: &str = "// In the place of the widget.\n";

/// What a reader's shell does that is not in the blocks: it stops at the first failure, and servers end with it.
const PROLOGUE: &str =
    "set -euo pipefail\ndeclare -A servers=()\ntrap 'kill \"${servers[@]}\" 2>/dev/null || true; wait' EXIT\n";

/// Runs what a document says to type.
///
/// # Panics
/// When a block fails, or prints something other than the document says.
pub(crate) fn run(path: &str) {
    let text = fs::read_to_string(root().join(path)).unwrap();
    let all = with_free_ports(blocks(&text));
    let (desk, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::create_dir_all(desk.path().join("dist")).unwrap();
    fs::write(desk.path().join("dist/ciente.js"), STAND_IN).unwrap();
    let script = script(&all, desk.path(), out.path());
    let mut bash = bash(&script, desk.path());
    let ended = ended(&mut bash);
    let printed = |at: usize| fs::read_to_string(out.path().join(at.to_string())).unwrap_or_default();
    // Each block opens its file when its turn comes.
    let last = (0..all.len()).rev().find(|at| out.path().join(at.to_string()).exists());
    let last = last.unwrap_or_else(|| panic!("{path}: nothing was run"));
    let place = |at: usize| format!("{path}:{}", all[at].line);
    assert!(ended.is_some(), "{}: it does not end; it printed\n{}", place(last), printed(last));
    assert_eq!(ended, Some(0), "{}:\n{}\nprinted\n{}", place(last), all[last].text, printed(last));
    for at in (1..all.len()).filter(|at| all[*at].tag("output").is_some()) {
        let said = printed(at - 1);
        if let Err(line) = says(&said, &all[at].text) {
            panic!("{}: this line was not printed, or not in this order: {line}\nbut\n{said}", place(at));
        }
    }
}

/// Other tests, and other programs of this machine, may have the ports that a reader has free.
fn with_free_ports(mut all: Vec<Block>) -> Vec<Block> {
    let mut taken: BTreeMap<String, (TcpListener, String)> = BTreeMap::new();
    for block in &all {
        let values = block.tags.iter().map(|(_, value)| value.as_str());
        for rest in values.chain([block.text.as_str()]).flat_map(|text| text.split("127.0.0.1:").skip(1)) {
            let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
            taken.entry(port).or_insert_with(|| {
                let free = TcpListener::bind("127.0.0.1:0").unwrap();
                let address = free.local_addr().unwrap().to_string();
                (free, address)
            });
        }
    }
    for block in &mut all {
        for (port, (_, address)) in &taken {
            let written = format!("127.0.0.1:{port}");
            block.text = block.text.replace(&written, address);
            block.tags.iter_mut().for_each(|(_, value)| *value = value.replace(&written, address));
        }
    }
    all
}

fn script(all: &[Block], desk: &Path, out: &Path) -> String {
    let mut script = PROLOGUE.to_owned();
    for (at, block) in all.iter().enumerate() {
        if block.tag("not-run").is_some() {
            continue;
        }
        let written = block.tag("file").map(|file| (file, ">")).or(block.tag("append").map(|file| (file, ">>")));
        if let Some((file, how)) = written {
            let file = desk.join(file);
            let folder = file.parent().unwrap_or(desk);
            let (file, folder) = (file.display(), folder.display());
            writeln!(script, "mkdir -p '{folder}'\ncat {how}'{file}' <<'END OF FILE'\n{}END OF FILE", block.text)
                .unwrap();
        } else if block.language == "sh" {
            writeln!(script, "exec >'{}/{at}' 2>&1", out.display()).unwrap();
            script.push_str(&typed(block));
        }
    }
    script
}

/// A block as it is run.
fn typed(block: &Block) -> String {
    let text = &block.text;
    let stop = |address: &str| {
        format!(
            "if [ -n \"${{servers[{address}]:-}}\" ]; then kill \"${{servers[{address}]}}\"; wait \"${{servers[{address}]}}\" || true; unset 'servers[{address}]'; fi\n"
        )
    };
    let stopped = block.tag("stops").map(stop).unwrap_or_default();
    if let Some(address) = block.tag("serves") {
        let (host, port) = address.split_once(':').unwrap_or((address, ""));
        let answers = format!("(exec 3<>/dev/tcp/{host}/{port}) 2>/dev/null");
        // Where the document relies on the default, that port is not free here.
        let is_default = text.starts_with("ciente ") && !text.contains("--listen");
        let listen = if is_default { format!(" --listen {address}") } else { String::new() };
        return format!(
            "{}(exec env {}{listen}) &\nservers[{address}]=$!\n\
             for try in $(seq 300); do if {answers}; then break; fi; kill -0 $!; sleep 0.1; done\n{answers}\n",
            stop(address),
            text.trim_end(),
        );
    }
    match block.tag("exit") {
        Some(code) => format!(
            "{stopped}set +e\n{text}status=$?\nset -e\n\
             [ \"$status\" = {code} ] || {{ echo \"it ended with $status instead of {code}\"; exit 1; }}\n"
        ),
        None => format!("{stopped}{text}"),
    }
}

fn bash(script: &str, desk: &Path) -> Child {
    let ciente = assert_cmd::cargo::cargo_bin!("ciente");
    let folders = env::var_os("PATH").unwrap_or_default();
    let folders = ciente.parent().map(Path::to_owned).into_iter().chain(env::split_paths(&folders));
    let mut bash = Command::new("bash");
    bash.args(["-c", script]).current_dir(desk).stdin(Stdio::null()).process_group(0);
    bash.env("PATH", env::join_paths(folders).unwrap()).env("HOME", desk).env("NO_COLOR", "1").env_remove("RUST_LOG");
    bash.spawn().unwrap_or_else(|error| panic!("bash is needed to run what the documentation says to type: {error}"))
}

/// How it ended; nothing where it does not within two minutes, and then it and all that it started is ended.
fn ended(bash: &mut Child) -> Option<i32> {
    for _ in 0..1200 {
        if let Some(status) = bash.try_wait().unwrap() {
            return Some(status.code().unwrap_or(-1));
        }
        sleep(Duration::from_millis(100));
    }
    let _ = Command::new("kill").args(["-KILL", "--", &format!("-{}", bash.id())]).status();
    bash.wait().unwrap();
    None
}

/// Whether these lines were printed, in this order, others between them; `…` in a line is whatever stands there. Otherwise
/// the first that was not.
fn says(printed: &str, wanted: &str) -> Result<(), String> {
    let mut lines = printed.lines();
    for wanted in wanted.lines().filter(|line| !line.trim().is_empty() && line.trim() != "…") {
        if !lines.any(|line| is_like(line.trim_end(), wanted.trim_end())) {
            return Err(wanted.to_owned());
        }
    }
    Ok(())
}

fn is_like(line: &str, wanted: &str) -> bool {
    let mut pieces = wanted.split('…');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = line.strip_prefix(first) else { return false };
    let mut is_open = false;
    for piece in pieces {
        is_open = true;
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.is_empty() || (is_open && wanted.ends_with('…'))
}

#[test]
fn what_is_printed_is_compared() {
    assert!(says("a\nb 12 c\nd", "b … c\nd").is_ok());
    assert!(says("a\nb 12 c", "b …").is_ok());
    for (printed, wanted) in [("a", "b"), ("b\na", "a\nb"), ("a more", "a"), ("b 12 c d", "b … c")] {
        assert!(says(printed, wanted).is_err(), "{printed} is not {wanted}");
    }
}
