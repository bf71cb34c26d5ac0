//! `ciente serve`: the receiver as a program. What the options mean is resolved here, once; what it does is
//! `ciente-receiver`'s.

mod faults;
mod flags;
mod keys;
mod layers;
mod place;
mod print;
mod resolve;

use crate::{
    args::ServeArgs,
    failure::{Coded, SYSTEM},
};
use axum::Router;
use ciente_receiver::{Faults, OpenError, Receiver, StoreError, shutdown_signal};
use layers::{Layers, Source};
use std::{
    collections::BTreeMap,
    env,
    ffi::OsString,
    io::{self, IsTerminal as _, Write},
    net::SocketAddr,
    path::PathBuf,
    process::ExitCode,
};
use tokio::{net::TcpListener, runtime::Runtime, sync::oneshot};
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::EnvFilter;

pub(crate) use faults::FaultsError;
pub(crate) use flags::Flags;

/// Why the receiver does not run, or did not end well.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ServeError {
    /// A setting is not as it must be.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// Notices, store or origins are not as they must be.
    #[error("{source}")]
    Open {
        /// Which, and what to do.
        #[from]
        source: OpenError,
    },
    /// The address cannot be had.
    #[error("--listen {address}: {}", taken(source))]
    Listen {
        /// As resolved.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// There is no script of faults.
    #[error(transparent)]
    Faults(#[from] FaultsError),
    /// The store did not close cleanly.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Anything else of the operating system.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl Coded for ServeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Setting(error) => error.code(),
            Self::Open { source } => source.code(),
            Self::Listen { .. } => "address-refused",
            Self::Faults(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Io(_) => SYSTEM,
        }
    }
}

/// A mistake in the configuration. Every message names the setting and where its value stands.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SettingError {
    /// The file is not there or cannot be read.
    #[error("config ({from}): {}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What names it.
        from: String,
        /// Why.
        source: io::Error,
    },
    /// The file is not TOML.
    #[error("{}:{line}: {detail}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        detail: String,
    },
    /// A value cannot be used.
    #[error("{name} ({from}): {detail}")]
    Value {
        /// The setting's key.
        name: String,
        /// Where it stands.
        from: String,
        /// What is wrong, and what would be right.
        detail: String,
        /// Its code.
        code: &'static str,
    },
    /// A setting that must be there is not.
    #[error("{name} is not set: use --{flag}, {variable}, or {name} in the file of --config")]
    Missing {
        /// The setting's key.
        name: &'static str,
        /// Its flag.
        flag: String,
        /// Its variable.
        variable: String,
    },
}

impl Coded for SettingError {
    fn code(&self) -> &'static str {
        match self {
            Self::File { .. } => "config-unreadable",
            Self::Syntax { .. } => "config-syntax",
            Self::Value { code, .. } => code,
            Self::Missing { .. } => "setting-missing",
        }
    }
}

impl SettingError {
    /// The code of a value that is wrong by itself.
    const INVALID: &str = "setting-invalid";

    fn new(name: &str, source: &Source, detail: &str) -> Self {
        Self::coded(name, source, detail, Self::INVALID)
    }

    fn coded(name: &str, source: &Source, detail: &str, code: &'static str) -> Self {
        Self::Value { name: name.to_owned(), from: source.to_string(), detail: detail.to_owned(), code }
    }

    fn missing(name: &'static str) -> Self {
        let key = keys::KEYS.iter().find(|key| key.name == name);
        let flag = key.and_then(keys::Key::flag).unwrap_or_default();
        Self::Missing { name, flag, variable: key.map(keys::Key::variable).unwrap_or_default() }
    }
}

/// Serves until it is asked to stop.
pub(crate) fn run(args: &ServeArgs) -> Result<ExitCode, ServeError> {
    let environment: BTreeMap<String, OsString> =
        env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value))).collect();
    let by_variable =
        || environment.get(keys::CONFIG).map(|value| (value.into(), Source::Variable(keys::CONFIG.into())));
    let file = args.config.clone().map(|path| (path, Source::Flag("config".into()))).or_else(by_variable);
    let layers = Layers::read(file, &environment, &args.settings)?;
    if args.print_config {
        // Also when something in it is wrong: to see it is how to find it.
        io::stdout().lock().write_all(print::print(&layers).as_bytes())?;
        let resolved = resolve::resolve(&layers)?;
        let _ = Receiver::check(resolved.receiver).map_err(|error| place::placed(&layers, error))?;
        return Ok(ExitCode::SUCCESS);
    }
    let resolved = resolve::resolve(&layers)?;
    let _log = log("info", resolved.json_log);
    for warning in resolved.warnings {
        tracing::warn!("{warning}");
    }
    let script = args.faults.as_deref().map(faults::script).transpose()?;
    // Shells and services begin with 1024. Where it cannot be more, the receiver serves fewer connections at once, and says so.
    let _ = rlimit::increase_nofile_limit(resolved.receiver.limits.open_files() as u64);
    let checked = Receiver::check(resolved.receiver).map_err(|error| place::placed(&layers, error))?;
    let runtime = runtime()?;
    // Before anything is made: a start that fails leaves no database behind.
    let bind = |name, address| {
        let bound = runtime.block_on(TcpListener::bind(address));
        bound.map_err(|error| ServeError::from(layers.wrong(name, &format!("{address}: {}", taken(&error)))))
    };
    let listener = bind("listen", resolved.listen)?;
    let for_operators = resolved.admin.map(|address| bind("admin.listen", address)).transpose()?;
    let receiver = checked.open().map_err(|error| place::placed(&layers, error))?;
    let router = receiver.router();
    let faults = script.map(|script| Faults::new(&receiver, script));
    runtime.block_on(async {
        let Some(for_operators) = for_operators else {
            return serve_on(listener, &receiver, router, faults.as_ref(), |_| ()).await;
        };
        tracing::info!(address = %for_operators.local_addr()?, "the admin address is open");
        let (stop, stopped) = oneshot::channel::<()>();
        let admin = receiver.serve_admin(for_operators, async move { drop(stopped.await) });
        let serve = async {
            let ended = serve_on(listener, &receiver, router, faults.as_ref(), |_| ()).await;
            // Whoever watches sees the end to its end.
            drop(stop);
            ended
        };
        let ((), ended) = tokio::join!(admin, serve);
        ended
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Why an address cannot be had, and what helps.
fn taken(error: &io::Error) -> String {
    format!("{error}{}", if error.kind() == io::ErrorKind::AddrInUse { "; port 0 picks a free one" } else { "" })
}

/// Listens on an address of `--listen`, and serves there.
pub(crate) async fn listen(
    receiver: &Receiver,
    router: Router,
    address: SocketAddr,
    ready: impl FnOnce(&str),
) -> Result<(), ServeError> {
    let listener = TcpListener::bind(address).await.map_err(|source| ServeError::Listen { address, source })?;
    serve_on(listener, receiver, router, None, ready).await
}

/// Prints the address as the first line on standard output, calls `ready` with it, and serves until a signal.
async fn serve_on(
    listener: TcpListener,
    receiver: &Receiver,
    router: Router,
    faults: Option<&Faults>,
    ready: impl FnOnce(&str),
) -> Result<(), ServeError> {
    let url = format!("http://{}", listener.local_addr()?);
    // Before anybody hears of the address: whoever does may stop it at once, and it ends in order.
    let shutdown = shutdown_signal()?;
    {
        let mut out = io::stdout().lock();
        writeln!(out, "{url}")?;
        out.flush()?;
    }
    ready(&url);
    match faults {
        Some(faults) => faults.serve(receiver, listener, router, shutdown).await?,
        None => receiver.serve(listener, router, shutdown).await?,
    }
    Ok(())
}

/// Runs a server on a runtime of its own.
pub(crate) fn block_on<T>(work: impl Future<Output = Result<T, ServeError>>) -> Result<T, ServeError> {
    runtime()?.block_on(work)
}

fn runtime() -> io::Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}

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
    // with subjects.
    let quiet = ["ureq=warn", "ureq_proto=warn", "tokio_postgres=info"]
        .into_iter()
        .filter_map(|directive| directive.parse().ok());
    let filter = quiet.fold(filter, EnvFilter::add_directive);
    // Colours are for people: in a file they would be noise.
    let colours = io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let lines = NonBlockingBuilder::default().lossy(true).buffered_lines_limit(LINES).thread_name("ciente-log");
    let (writer, guard) = lines.finish(io::stderr());
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(writer);
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
