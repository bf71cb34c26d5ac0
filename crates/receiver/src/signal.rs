//! The signals that ask the receiver to stop.

use std::io;

/// Completes at the first SIGTERM or SIGINT (elsewhere than on Unix: Ctrl-C).
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
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => tracing::info!(signal = "SIGTERM", "stopping"),
            _ = interrupt.recv() => tracing::info!(signal = "SIGINT", "stopping"),
        }
    })
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
