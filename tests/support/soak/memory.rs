//! What pages and receiver hold while a soak goes on, and whether that is flat.

use anyhow::{Context, Result, ensure};
use std::{fmt, fs, time::Duration};

/// Bytes and numbers of one page.
#[derive(Debug, Clone, Copy)]
pub(super) struct TabMemory {
    pub(super) heap: u64,
    pub(super) nodes: u64,
    pub(super) listeners: u64,
    /// The code's own memory, which never shrinks.
    pub(super) wasm: u64,
}

/// All of it at one moment.
pub(super) struct Sample {
    pub(super) logins: usize,
    pub(super) at: Duration,
    pub(super) tabs: Vec<TabMemory>,
    /// The receiver's process, and the bytes of it that are in memory.
    pub(super) receiver: (u32, u64),
}

/// How much more than before is still flat: hundredths of it, and so much beside.
#[derive(Debug, Clone, Copy)]
pub struct Tolerance(pub u64, pub u64);

const MIB: u64 = 1 << 20;
const HEAP: Tolerance = Tolerance(10, MIB);
/// Chromium keeps the error of a request that failed for half a minute, and with its stack the notice that it was made for,
/// which has some four hundred nodes and five listeners: two may be on their way out.
const NODES: Tolerance = Tolerance(0, 800);
const LISTENERS: Tolerance = Tolerance(0, 15);
const WASM: Tolerance = Tolerance(0, 128 << 10);
/// SQLite's cache grows to its limit.
const RECEIVER: Tolerance = Tolerance(10, 8 * MIB);

/// Fewer samples say nothing.
const ENOUGH: usize = 8;

/// The bytes of a process that are in memory.
pub(super) fn resident(pid: u32) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
    let kib: u64 = line.trim().trim_end_matches(" kB").trim().parse()?;
    Ok(kib << 10)
}

/// Whether what was measured stayed as it was: the median of the last quarter is not above that of the second by more than
/// is allowed. The first quarter is for caches to fill. Says the two medians.
pub fn is_flat(series: &[u64], allowed: Tolerance) -> (bool, u64, u64) {
    let count = series.len();
    let (early, late) = (median(&series[count / 4..count / 2]), median(&series[count - count / 4..]));
    (late <= early + early * allowed.0 / 100 + allowed.1, early, late)
}

fn median(values: &[u64]) -> u64 {
    let mut values = values.to_vec();
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// What stands above the lines of all samples.
pub(super) const HEAD: &str =
    "logins  seconds  heap of a page, MiB     nodes            listeners     code, MiB  receiver, MiB (process)";

impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { logins, at, tabs, receiver: (pid, bytes) } = self;
        let range = |of: fn(&TabMemory) -> u64| {
            let all = || tabs.iter().map(of);
            (all().min().unwrap_or_default(), all().max().unwrap_or_default())
        };
        let (heap, nodes, listeners) = (range(|t| t.heap), range(|t| t.nodes), range(|t| t.listeners));
        write!(f, "{logins:>6}  {:>7}  {:>8.2} to {:>8.2}  ", at.as_secs(), mib(heap.0), mib(heap.1))?;
        write!(f, "{:>5} to {:>5}  {:>4} to {:>4}  ", nodes.0, nodes.1, listeners.0, listeners.1)?;
        write!(f, "{:>9.2}  {:>8.1} ({pid})", mib(range(|t| t.wasm).1), mib(*bytes))
    }
}

fn mib(bytes: u64) -> f64 {
    bytes as f64 / MIB as f64
}

/// Judges every page, and the receiver's process that lived longest. Returns what was judged, in words; where there are too
/// few samples, nothing is.
///
/// # Errors
/// When something grew.
pub(super) fn judge(samples: &[Sample]) -> Result<String> {
    let (mut said, mut grew) = (String::new(), String::new());
    let mut look = |what: String, series: &[u64], allowed: Tolerance| {
        if series.len() >= ENOUGH {
            let (flat, early, late) = is_flat(series, allowed);
            let line = format!("  {what}: {early} in the second quarter, {late} in the last\n");
            said.push_str(&line);
            if !flat {
                grew.push_str(&line);
            }
        }
    };
    for tab in 0..samples.first().map_or(0, |sample| sample.tabs.len()) {
        let mut of = |name: &str, value: fn(&TabMemory) -> u64, allowed| {
            let series: Vec<u64> = samples.iter().map(|sample| value(&sample.tabs[tab])).collect();
            look(format!("tab {tab}, {name}"), &series, allowed);
        };
        of("heap", |t| t.heap, HEAP);
        of("nodes", |t| t.nodes, NODES);
        of("listeners", |t| t.listeners, LISTENERS);
        of("code's memory", |t| t.wasm, WASM);
    }
    let lives: Vec<&[Sample]> = samples.chunk_by(|one, next| one.receiver.0 == next.receiver.0).collect();
    if let Some(longest) = lives.into_iter().max_by_key(|life| life.len()) {
        let series: Vec<u64> = longest.iter().map(|sample| sample.receiver.1).collect();
        look(format!("receiver, {} samples", series.len()), &series, RECEIVER);
    }
    ensure!(grew.is_empty(), "memory is not flat:\n{grew}");
    Ok(said)
}
