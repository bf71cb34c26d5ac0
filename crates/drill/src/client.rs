//! One HTTP connection, kept alive, one request at a time.

use anyhow::{Context, Result};
use http_body_util::{BodyExt, Full};
use hyper::{Request, body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::{
    net::SocketAddr,
    pin::{Pin, pin},
    time::Duration,
};
use tokio::{net::TcpStream, select, time::timeout};

/// Longer than the receiver ever takes to answer, so that a drill never hangs.
const LIMIT: Duration = Duration::from_secs(30);

pub(crate) const ENDPOINT: &str = "/v1/acknowledgements";

pub(crate) struct Client {
    sender: http1::SendRequest<Full<Bytes>>,
    /// Driven by whoever waits for an answer, and by no task of its own: to wake one costs more than to send a request.
    connection: Pin<Box<http1::Connection<TokioIo<TcpStream>, Full<Bytes>>>>,
}

/// An answer that arrived whole.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Bytes,
}

impl Reply {
    pub(crate) fn json(&self) -> Result<Value> {
        Ok(serde_json::from_slice(&self.body)?)
    }
}

impl Client {
    pub(crate) async fn connect(address: SocketAddr) -> Result<Self> {
        let stream = timeout(LIMIT, TcpStream::connect(address)).await.context("no connection in time")??;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        Ok(Self { sender, connection: Box::pin(connection) })
    }

    /// POSTs a record.
    pub(crate) async fn post(&mut self, body: Bytes) -> Result<Reply> {
        let request = Request::post(ENDPOINT).header("host", "drill").header("content-type", "application/json");
        self.send(request.body(Full::new(body))?).await
    }

    pub(crate) async fn get(&mut self, path: &str) -> Result<Reply> {
        self.send(Request::get(path).header("host", "drill").body(Full::default())?).await
    }

    async fn send(&mut self, request: Request<Full<Bytes>>) -> Result<Reply> {
        let Self { sender, connection } = self;
        let exchange = async {
            sender.ready().await?;
            let response = sender.send_request(request).await?;
            let status = response.status().as_u16();
            let body = response.into_body().collect().await?.to_bytes();
            anyhow::Ok(Reply { status, body })
        };
        let driven = async {
            let mut exchange = pin!(exchange);
            select! {
                biased;
                reply = &mut exchange => reply,
                // It may have ended with the answer.
                _ = connection => exchange.await,
            }
        };
        timeout(LIMIT, driven).await.context("no answer in time")?
    }
}
