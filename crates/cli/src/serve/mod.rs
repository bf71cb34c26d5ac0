//! `ciente serve`: the receiver as a program. What the options mean is resolved here, once; what it does is
//! `ciente-receiver`'s.

mod error;
mod faults;
mod flags;
mod keys;
mod layers;
mod log;
mod place;
mod print;
mod private;
mod resolve;
mod values;
mod warnings;

use crate::args::ServeArgs;
use axum::Router;
use ciente_receiver::{Faults, Receiver, shutdown_signal};
use error::taken;
use layers::{Layers, Source};
use std::{
    collections::BTreeMap,
    env,
    ffi::OsString,
    io::{self, Write},
    net::SocketAddr,
    process::ExitCode,
    time::Duration,
};
use tokio::{net::TcpListener, runtime::Runtime, sync::oneshot};

pub(crate) use error::{ServeError, SettingError};
pub(crate) use faults::FaultsError;
pub(crate) use flags::Flags;
pub(crate) use log::log;

/// How long what is left is waited for when all is closed.
const LAST: Duration = Duration::from_secs(1);

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
    let ended = runtime.block_on(async {
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
    });
    // What still hangs, such as a question to a database that does not answer, must not keep the process.
    runtime.shutdown_timeout(LAST);
    ended.map(|()| ExitCode::SUCCESS)
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
        // A full disk behind it must not keep anybody from recording; a log says the address too.
        if let Err(error) = writeln!(out, "{url}").and_then(|()| out.flush()) {
            tracing::warn!(%url, %error, "the address cannot be written to standard output");
        }
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
