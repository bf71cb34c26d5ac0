//! A receiver that serves the sample notices in a temporary folder.

use crate::samples;
use axum::routing::get;
use ciente_receiver::{Clock, Faults, Receiver, ReceiverConfig, Script, StoreError};
use std::net::SocketAddr;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

pub(crate) struct Running {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) receiver: Receiver,
    pub(crate) address: SocketAddr,
    pub(crate) stop: oneshot::Sender<()>,
    pub(crate) ended: JoinHandle<Result<(), StoreError>>,
}

impl Running {
    pub(crate) async fn start() -> Self {
        Self::begin(None).await
    }

    /// The same, failing by a script.
    pub(crate) async fn failing(script: &str) -> Self {
        Self::begin(Some(Script::parse(script).unwrap())).await
    }

    async fn begin(script: Option<Script>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let notices = folder.path().join("notices");
        std::fs::create_dir(&notices).unwrap();
        samples::publish(&notices);
        let receiver = Receiver::open(ReceiverConfig {
            notices,
            data: folder.path().join("data.sqlite"),
            assets: None,
            allow_origins: vec!["https://chat.example".into()],
            allow_anonymous: true,
            clock: Clock::new(|| "2026-11-23T10:00:41.402Z".parse().unwrap()),
        })
        .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = receiver.clone();
        let ended = tokio::spawn(async move {
            // More routes, as the preview adds them.
            let router = serving.router().route("/never", get(std::future::pending::<()>));
            let shutdown = async move { drop(stopped.await) };
            match script {
                Some(script) => Faults::new(&serving, script).serve(&serving, listener, router, shutdown).await,
                None => serving.serve(listener, router, shutdown).await,
            }
        });
        Self { folder, receiver, address, stop, ended }
    }
}
