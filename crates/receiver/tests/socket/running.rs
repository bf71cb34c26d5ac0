//! A receiver that serves the sample notices in a temporary folder.

use crate::samples;
use axum::routing::get;
use ciente_evidence::SigningKey;
use ciente_receiver::{Clock, Faults, Random, Receiver, ReceiverConfig, Script, StoreError, write_log_key};
use std::{net::SocketAddr, sync::Arc};
use tokio::{
    net::TcpListener,
    sync::{Notify, oneshot},
    task::JoinHandle,
};

pub(crate) struct Running {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) receiver: Receiver,
    pub(crate) address: SocketAddr,
    /// Hears of each request for `/never`, which is never answered.
    pub(crate) asked: Arc<Notify>,
    pub(crate) stop: oneshot::Sender<()>,
    pub(crate) ended: JoinHandle<Result<(), StoreError>>,
}

impl Running {
    pub(crate) async fn start() -> Self {
        Self::begin(None, |_| ()).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut ReceiverConfig)) -> Self {
        Self::begin(None, change).await
    }

    /// The same, failing by a script.
    pub(crate) async fn failing(script: &str) -> Self {
        Self::begin(Some(Script::parse(script).unwrap()), |_| ()).await
    }

    async fn begin(script: Option<Script>, change: impl FnOnce(&mut ReceiverConfig)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let notices = folder.path().join("notices");
        std::fs::create_dir(&notices).unwrap();
        samples::publish(&notices);
        // Nothing here is random, so that PROTOCOL.md can have the bytes of every answer.
        let key = SigningKey::new("evidence.example/log", &[1; 32]).unwrap();
        write_log_key(&folder.path().join("data.sqlite.log-key"), &key).unwrap();
        let clock = Clock::new(|| "2026-11-23T10:00:41.402Z".parse().unwrap());
        let mut config = ReceiverConfig {
            allow_origins: vec!["https://chat.example".into()],
            allow_anonymous: true,
            random: Random::new(|bytes| {
                bytes.fill(2);
                Ok(())
            }),
            ..ReceiverConfig::new(notices, folder.path().join("data.sqlite"), clock)
        };
        change(&mut config);
        let receiver = Receiver::open(config).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = receiver.clone();
        let asked = Arc::new(Notify::new());
        let heard = Arc::clone(&asked);
        let ended = tokio::spawn(async move {
            // More routes, as the preview adds them.
            let router = serving.router().route(
                "/never",
                get(move || {
                    heard.notify_one();
                    std::future::pending::<()>()
                }),
            );
            let shutdown = async move { drop(stopped.await) };
            match script {
                Some(script) => Faults::new(&serving, script).serve(&serving, listener, router, shutdown).await,
                None => serving.serve(listener, router, shutdown).await,
            }
        });
        Self { folder, receiver, address, asked, stop, ended }
    }
}
