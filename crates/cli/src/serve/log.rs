//! Where the log goes, and what is not in it.

use crate::terminal::has_colour;
use std::{env, io};
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::EnvFilter;

/// Lines that wait for whoever reads standard error. What comes beyond is dropped: a log that nobody reads keeps nothing waiting.
const LINES: usize = 8192;

/// Logs to standard error, until what this returns is dropped; `RUST_LOG` overrides what is logged. A standard error that is full,
/// slow or gone is none of the receiver's affairs.
pub(crate) fn log(default: &str, json: bool) -> WorkerGuard {
    let (filter, mistake) = match EnvFilter::try_from_default_env() {
        Ok(filter) => (filter, None),
        Err(error) => (EnvFilter::new(default), env::var_os("RUST_LOG").map(|_| error.to_string())),
    };
    // Below that they write whole heads of requests, with what the webhook is signed with; the last writes what it is asked,
    // with subjects, and what a server notices of tables that are there already.
    let quiet = ["ureq=warn", "ureq_proto=warn", "tokio_postgres=warn"]
        .into_iter()
        .filter_map(|directive| directive.parse().ok());
    let filter = quiet.fold(filter, EnvFilter::add_directive);
    let lines = NonBlockingBuilder::default().lossy(true).buffered_lines_limit(LINES).thread_name("ciente-log");
    let (writer, guard) = lines.finish(io::stderr());
    let subscriber =
        tracing_subscriber::fmt().with_env_filter(filter).with_ansi(has_colour(&io::stderr())).with_writer(writer);
    // An error in logging would be printed, and where printing fails, a panic.
    let subscriber = subscriber.log_internal_errors(false);
    if json {
        subscriber.json().flatten_event(true).init();
    } else {
        subscriber.init();
    }
    if let Some(mistake) = mistake {
        tracing::warn!("RUST_LOG is not understood, and ignored: {mistake}");
    }
    guard
}
