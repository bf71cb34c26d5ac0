//! A receiver that serves the sample notices in a temporary folder.

use crate::samples;
use axum::routing::get;
use ciente_evidence::SigningKey;
use ciente_receiver::{Clock, Data, Keep, Random, Receiver, ReceiverConfig, StoreError, write_log_key};
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
        let folder = tempfile::tempdir().unwrap();
        let notices = folder.path().join("notices");
        std::fs::create_dir(&notices).unwrap();
        samples::publish(&notices);
        // Nothing here is random, so that PROTOCOL.md can have the bytes of every answer.
        let key = SigningKey::new("evidence.example/log", &[1; 32]).unwrap();
        write_log_key(&folder.path().join("data.sqlite.log-key"), &key).unwrap();
        let receiver = Receiver::open(ReceiverConfig {
            notices,
            data: Data::Sqlite(folder.path().join("data.sqlite")),
            log_key: None,
            keep: Keep::for_ever(),
            assets: None,
            allow_origins: vec!["https://chat.example".into()],
            allow_anonymous: true,
            clock: Clock::new(|| "2026-11-23T10:00:41.402Z".parse().unwrap()),
            random: Random::new(|bytes| {
                bytes.fill(2);
                Ok(())
            }),
        })
        .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = receiver.clone();
        let ended = tokio::spawn(async move {
            // More routes, as the preview adds them.
            let router = serving.router().route("/never", get(std::future::pending::<()>));
            serving.serve(listener, router, async move { drop(stopped.await) }).await
        });
        Self { folder, receiver, address, stop, ended }
    }
}
