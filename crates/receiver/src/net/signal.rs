//! The signals that ask the receiver to stop.

use std::io;

/// Completes at the first SIGTERM, SIGINT or SIGHUP (elsewhere than on Unix: Ctrl-C). Whoever sends SIGINT after that does not
/// want to wait: it ends the process at once, with 130 as shells do. SIGHUP is left alone where it is ignored, as under `nohup`.
///
/// The handlers stand when this returns, not only when the future is first polled: no signal is lost in between.
///
/// # Errors
/// When the system refuses a handler.
#[cfg(unix)]
pub fn shutdown_signal() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut hangup = if hangup_is_ignored() { None } else { Some(signal(SignalKind::hangup())?) };
    Ok(async move {
        let hung_up = async {
            match &mut hangup {
                Some(hangup) => hangup.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = terminate.recv() => tracing::info!(signal = "SIGTERM", "stopping"),
            _ = interrupt.recv() => tracing::info!(signal = "SIGINT", "stopping"),
            _ = hung_up => tracing::info!(signal = "SIGHUP", "stopping"),
        }
        tokio::spawn(async move {
            if interrupt.recv().await.is_some() {
                tracing::warn!(signal = "SIGINT", "ended at once");
                std::process::exit(130);
            }
        });
    })
}

/// By what Linux says of this process (proc(5): the first bit of `SigIgn` is the first signal, SIGHUP). Elsewhere nobody can be
/// asked without `unsafe`.
#[cfg(unix)]
fn hangup_is_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:")?.trim().chars().last()?.to_digit(16));
    ignored.is_some_and(|last| last & 1 == 1)
}

/// Completes at the first Ctrl-C.
///
/// # Errors
/// When the system refuses a handler.
#[cfg(windows)]
pub fn shutdown_signal() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
        tracing::info!(signal = "Ctrl-C", "stopping");
    })
}
