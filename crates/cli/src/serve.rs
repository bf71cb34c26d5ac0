//! `ciente serve`: the receiver as a program. What the options mean is resolved here; what it does is `ciente-receiver`'s.

use crate::args::ServeArgs;
use axum::Router;
use ciente_receiver::{
    Clock, Data, Keep, KeepError, OpenError, Random, Receiver, ReceiverConfig, StoreError, shutdown_signal,
};
use std::{
    io::{self, Write},
    net::SocketAddr,
    process::ExitCode,
};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

/// Why the receiver does not run, or did not end well.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ServeError {
    /// A period is none.
    #[error("--keep: {0}")]
    Keep(#[from] KeepError),
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
        data: Data::read(&args.data),
        log_key: args.log_key.clone(),
        keep: Keep::read(&args.keep)?,
        assets: args.assets.clone(),
        allow_origins: args.allow_origin.clone(),
        allow_anonymous: args.allow_anonymous,
        clock: Clock::system(),
        random: Random::system(),
    };
    if !args.allow_anonymous {
        tracing::warn!(
            "no authentication is configured: every acknowledgement is answered with 401; \
             --allow-anonymous believes what clients say"
        );
    }
    let receiver = Receiver::open(config)?;
    let router = receiver.router();
    block_on(listen(&receiver, router, args.listen, |_| ()))?;
    Ok(ExitCode::SUCCESS)
}

/// Listens, prints the address as the first line on standard output, calls `ready` with it, and serves until a signal.
pub(crate) async fn listen(
    receiver: &Receiver,
    router: Router,
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
    Ok(receiver.serve(listener, router, shutdown_signal()?).await?)
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
