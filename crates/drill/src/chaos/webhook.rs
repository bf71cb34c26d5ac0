//! The receiver killed while it tells a webhook, and the webhook away at times: every record that a client saw confirmed is
//! told at least once.

use super::{
    kills::{CLIENTS, a_while},
    load::{Load, Shared},
};
use crate::{Tools, receiver::Recipe, wire::Writer};
use anyhow::{Result, ensure};
use hyper::{Request, Response, StatusCode, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use std::{
    collections::HashMap,
    convert::Infallible,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::{net::TcpListener, time::sleep};

/// Longer than the first pauses between attempts.
const PATIENCE: Duration = Duration::from_secs(120);

/// How often each id was told.
type Told = Arc<Mutex<HashMap<String, u64>>>;

pub(super) async fn run(tools: &Tools, rounds: usize) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let told = Told::default();
    let host = host(told.clone()).await?;
    let recipe = Recipe::new(tools, folder.path().join("data.sqlite"))
        .with("--webhook-url", format!("http://{host}/"))
        .set("CIENTE_WEBHOOK_SECRET", "a secret of this drill and of nothing else");
    let (writer, account) = (Arc::new(Writer::new(&tools.notices)?), Shared::default());
    for _ in 0..rounds {
        let receiver = recipe.start().await?;
        let load = Load::start(&[receiver.address], CLIENTS, &writer, &account);
        a_while().await;
        receiver.kill().await?;
        load.stop().await?;
    }
    let mut account = account.take();
    let receiver = recipe.start().await?;
    account.settle(&receiver).await?;
    let started = Instant::now();
    let missing = loop {
        let missing = {
            let told = told.lock().unwrap_or_else(PoisonError::into_inner);
            account.ids().filter(|id| !told.contains_key(*id)).count()
        };
        if missing == 0 || started.elapsed() > PATIENCE {
            break missing;
        }
        sleep(Duration::from_millis(100)).await;
    };
    receiver.stop().await?;
    ensure!(missing == 0, "NOT TOLD: {missing} of {} records", account.recorded());
    let twice = told.lock().unwrap_or_else(PoisonError::into_inner).values().filter(|times| **times > 1).count();
    println!(
        "webhook: the receiver killed {rounds} times under {CLIENTS} clients, every tenth event refused at first; {} records \
         confirmed, each told, {twice} of them more than once",
        account.recorded(),
    );
    Ok(())
}

/// A host's server that refuses every tenth event when it first hears of it.
async fn host(told: Told) -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        let refused = Told::default();
        while let Ok((stream, _)) = listener.accept().await {
            let (told, refused) = (told.clone(), refused.clone());
            let take = service_fn(move |request: Request<Incoming>| {
                let status = take(&request, &told, &refused);
                async move { Ok::<_, Infallible>(answer(status)) }
            });
            tokio::spawn(async move { http1::Builder::new().serve_connection(TokioIo::new(stream), take).await.ok() });
        }
    });
    Ok(address)
}

fn take(request: &Request<Incoming>, told: &Told, refused: &Told) -> StatusCode {
    let id = request.headers().get("webhook-id").and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned();
    let mut refused = refused.lock().unwrap_or_else(PoisonError::into_inner);
    let number = refused.len();
    let times = refused.entry(id.clone()).or_default();
    *times += 1;
    if *times == 1 && number.is_multiple_of(10) {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    *told.lock().unwrap_or_else(PoisonError::into_inner).entry(id).or_default() += 1;
    StatusCode::NO_CONTENT
}

fn answer(status: StatusCode) -> Response<String> {
    let mut response = Response::new(String::new());
    *response.status_mut() = status;
    response
}
