//! `ciente build --watch`: builds again whenever a document or a TOML file of the sources changes, until it is stopped.

use crate::{
    args::BuildArgs,
    build,
    failure::{Coded, Failure},
    source::is_markdown,
};
use notify::{Event, EventKind, RecursiveMode, Watcher};
use std::{
    convert::Infallible,
    fs,
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    time::Duration,
};

/// How long nothing may change before it is built: an editor's saving, or a checkout, is many events.
const QUIET: Duration = Duration::from_millis(150);

/// Why nothing can be watched.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WatchError {
    /// The operating system does not watch the folder.
    #[error("cannot watch {}: {error}", path.display())]
    Watch {
        /// Which.
        path: PathBuf,
        /// Why.
        error: notify::Error,
    },
    /// The operating system watches nothing.
    #[error("cannot watch for changes: {0}")]
    Watcher(#[from] notify::Error),
    /// The operating system stopped watching.
    #[error("changes are not reported any more; start again")]
    Ended,
}

impl Coded for WatchError {
    fn code(&self) -> &'static str {
        match self {
            Self::Watch { .. } | Self::Watcher(_) => "watch-refused",
            Self::Ended => "watch-ended",
        }
    }
}

/// Builds, waits for a change, builds. What is wrong with the sources, or with writing, is printed and ends nothing.
pub(crate) fn run(args: &BuildArgs) -> Result<Infallible, WatchError> {
    let (sender, changes) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(sender)?;
    for path in args.sources.iter().flat_map(|source| places(source)) {
        watcher.watch(&path.0, path.1).map_err(|error| WatchError::Watch { path: path.0, error })?;
    }
    loop {
        if let Err(error) = build::once(args) {
            eprintln!("{}", Failure::from(error));
        }
        if !args.quiet {
            eprintln!("waiting for a change; Ctrl+C stops");
        }
        let changed = next(&changes, &args.out)?;
        if !args.quiet {
            eprintln!("\n{} changed", changed.display());
        }
    }
}

/// The folders to watch for a source. Editors replace a file rather than write it, so it is its folder that is watched;
/// and the `notice.toml` that counts may stand one folder above.
fn places(source: &Path) -> Vec<(PathBuf, RecursiveMode)> {
    let own = if source.is_dir() {
        (source.to_owned(), RecursiveMode::Recursive)
    } else {
        (source.parent().map(Path::to_owned).unwrap_or_default(), RecursiveMode::NonRecursive)
    };
    let folder = if own.0.as_os_str().is_empty() { PathBuf::from(".") } else { own.0 };
    let above = folder.join("..");
    let above = above.join("notice.toml").is_file().then_some((above, RecursiveMode::NonRecursive));
    [(folder, own.1)].into_iter().chain(above).collect()
}

/// Waits until a file that is a source changed and nothing has happened since for a moment.
fn next(changes: &Receiver<notify::Result<Event>>, out: &Path) -> Result<PathBuf, WatchError> {
    let mut changed = None;
    loop {
        let event = match changed {
            None => changes.recv().map_err(|_| WatchError::Ended)?,
            Some(path) => match changes.recv_timeout(QUIET) {
                Ok(event) => {
                    changed = Some(path);
                    event
                }
                Err(RecvTimeoutError::Timeout) => return Ok(path),
                Err(RecvTimeoutError::Disconnected) => return Err(WatchError::Ended),
            },
        };
        changed = match event {
            // More changed than could be told: whatever it was.
            Ok(event) if event.need_rescan() => changed.or_else(|| Some(PathBuf::from("."))),
            Ok(event) => changed.or_else(|| relevant(event, out)),
            Err(error) => {
                eprintln!("some changes may not be seen: {error}");
                changed
            }
        };
    }
}

/// The source that an event is about. Reading is an event too, and what is built may stand among the sources.
fn relevant(event: Event, out: &Path) -> Option<PathBuf> {
    if matches!(event.kind, EventKind::Access(_)) {
        return None;
    }
    let out = fs::canonicalize(out).ok();
    let is_built = |path: &Path| match (fs::canonicalize(path), &out) {
        (Ok(path), Some(out)) => path.starts_with(out),
        _ => false,
    };
    // A folder that was moved here or away brings no event for each of its files.
    let is_source = |path: &PathBuf| is_markdown(path) || path.extension().is_none_or(|extension| extension == "toml");
    event.paths.into_iter().find(|path| is_source(path) && !is_built(path))
}
