//! `ciente serve`: the receiver as a program. What the options mean is resolved here; what it does is `ciente-receiver`'s.

use crate::args::ServeArgs;
use axum::Router;
use ciente_receiver::{
    Clock, Faults, OpenError, Receiver, ReceiverConfig, Script, ScriptError, StoreError, shutdown_signal,
};
use std::{
    fs,
    io::{self, Write},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

/// Why the receiver does not run, or did not end well.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ServeError {
    /// An option asks for what this build cannot do.
    #[error("--data {data}: this version keeps acknowledgements in SQLite only; give the path of a file")]
    NoPostgres {
        /// As typed.
        data: String,
    },
    /// Notices, store or origins are not as they must be.
    #[error("{source} [{}]", source.code())]
    Open {
        /// Which, and what to do.
        #[from]
        source: OpenError,
    },
    /// The address cannot be had.
    #[error("--listen {address}: {source}{}", if source.kind() == io::ErrorKind::AddrInUse { "; port 0 picks a free one" } else { "" })]
    Listen {
        /// As typed.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The script of faults is none.
    #[error("--faults {name}: {source}{}", if *is_file { "" } else { "; it was read as a script, because there is no such file" })]
    Faults {
        /// Whether it is a file.
        is_file: bool,
        /// The file, or the script as typed.
        name: String,
        /// Where, and what to do.
        source: ScriptError,
    },
    /// The script of faults cannot be read.
    #[error("--faults {name}: {source}")]
    FaultsFile {
        /// The file.
        name: String,
        /// Why.
        source: io::Error,
    },
    /// The store did not close cleanly.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Anything else of the operating system.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Serves until it is asked to stop.
pub(crate) fn run(args: &ServeArgs) -> Result<ExitCode, ServeError> {
    log("info");
    let config = ReceiverConfig {
        notices: args.notices.clone(),
        data: sqlite_file(&args.data)?,
        assets: args.assets.clone(),
        allow_origins: args.allow_origin.clone(),
        allow_anonymous: args.allow_anonymous,
        clock: Clock::system(),
    };
    if !args.allow_anonymous {
        tracing::warn!(
            "no authentication is configured: every acknowledgement is answered with 401; \
             --allow-anonymous believes what clients say"
        );
    }
    let script = args.faults.as_deref().map(script).transpose()?;
    let receiver = Receiver::open(config)?;
    let router = receiver.router();
    let faults = script.map(|script| Faults::new(&receiver, script));
    block_on(listen(&receiver, router, faults.as_ref(), args.listen, |_| ()))?;
    Ok(ExitCode::SUCCESS)
}

/// Listens, prints the address as the first line on standard output, calls `ready` with it, and serves until a signal.
pub(crate) async fn listen(
    receiver: &Receiver,
    router: Router,
    faults: Option<&Faults>,
    address: SocketAddr,
    ready: impl FnOnce(&str),
) -> Result<(), ServeError> {
    let listener = TcpListener::bind(address).await.map_err(|source| ServeError::Listen { address, source })?;
    let url = format!("http://{}", listener.local_addr()?);
    {
        let mut out = io::stdout().lock();
        writeln!(out, "{url}")?;
        out.flush()?;
    }
    ready(&url);
    let shutdown = shutdown_signal()?;
    Ok(match faults {
        Some(faults) => faults.serve(receiver, listener, router, shutdown).await?,
        None => receiver.serve(listener, router, shutdown).await?,
    })
}

/// Runs a server on a runtime of its own.
pub(crate) fn block_on<T>(work: impl Future<Output = Result<T, ServeError>>) -> Result<T, ServeError> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

/// Logs to standard error; `RUST_LOG` overrides what is logged.
pub(crate) fn log(default: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(default));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).init();
}

/// The script in a file, or the option's value itself where there is no such file.
fn script(given: &str) -> Result<Script, ServeError> {
    let name = if given.contains(char::is_whitespace) { format!("{given:?}") } else { given.to_owned() };
    let is_file = Path::new(given).is_file();
    let text = if is_file {
        fs::read_to_string(given).map_err(|source| ServeError::FaultsFile { name: name.clone(), source })?
    } else {
        given.to_owned()
    };
    Script::parse(&text).map_err(|source| ServeError::Faults { is_file, name, source })
}

fn sqlite_file(data: &str) -> Result<PathBuf, ServeError> {
    if data.contains("://") {
        return Err(ServeError::NoPostgres { data: data.to_owned() });
    }
    Ok(PathBuf::from(data))
}
