//! How many connections there is room for: each is an open file, and a process may have only so many.

use crate::Limits;
use std::fs;

/// For all that is no connection of the public address: the store, the operators' address, files that are being sent.
const RESERVE: usize = 256;

impl Limits {
    /// How many files a process must be able to open that serves all [`Limits::connections`].
    pub const fn open_files(&self) -> usize {
        self.connections + RESERVE
    }
}

/// As many as are wanted, or as this process can have; then that is told.
pub(crate) fn seats(wanted: usize) -> usize {
    let files = fs::read_to_string("/proc/self/limits").ok().and_then(|text| open_files(&text));
    files.map_or(wanted, |files| among(files, wanted))
}

fn among(files: usize, wanted: usize) -> usize {
    let room = files - RESERVE.min(files / 2);
    if room < wanted {
        tracing::warn!(
            connections = room,
            "limits.connections is {wanted}, but this process may open only {files} files: {room} connections are served at once, and the others wait. Raise the limit (LimitNOFILE in a systemd unit, ulimit -n in a shell)"
        );
    }
    room.min(wanted)
}

/// The limit that counts, out of what Linux says of a process (proc_pid_limits(5)); nothing where there is none.
fn open_files(limits: &str) -> Option<usize> {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_soft_limit_counts() {
        let limits = "Limit                     Soft Limit           Hard Limit           Units     \n\
                      Max core file size        0                    unlimited            bytes     \n\
                      Max open files            1024                 524288               files     \n";
        assert_eq!(open_files(limits), Some(1024));
        assert_eq!(open_files("Max open files            unlimited            unlimited            files"), None);
        assert_eq!(open_files(""), None);
        assert_eq!(seats(1), 1);
        for (files, wanted, seats) in
            [(1024, 10_000, 768), (1024, 100, 100), (100, 10_000, 50), (20_000, 10_000, 10_000)]
        {
            assert_eq!(among(files, wanted), seats, "{wanted} of {files}");
        }
    }
}
