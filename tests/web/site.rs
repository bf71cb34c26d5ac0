//! The host page of each contestant, on an origin of its own: everything compressed ahead of time, nothing from elsewhere.

use crate::contestants::{Contestant, Source};
use anyhow::{Context, Result};
use axum::{
    Router,
    body::Bytes,
    extract::{Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use ciente_e2e::{
    programs,
    receiver::Receiver,
    serve::{lock, media_type, pass_on},
};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};
use tokio::{net::TcpListener, task::JoinHandle};

const PAGE: &str = include_str!("pages/page.html");
const CHAT: &[u8] = include_bytes!("pages/chat.css");

struct Sent {
    media_type: &'static str,
    cache: &'static str,
    body: Bytes,
}

struct Inner {
    files: Mutex<HashMap<String, Sent>>,
    receiver: String,
    client: reqwest::Client,
}

/// A site that is served; it ends when this is dropped.
pub(crate) struct Site {
    /// The contestant's version.
    pub(crate) version: String,
    /// Bytes of the host page without any contestant.
    pub(crate) bare: f64,
    address: std::net::SocketAddr,
    inner: Arc<Inner>,
    /// The notice that is sent with the page.
    notice: String,
    task: JoinHandle<()>,
}

impl Site {
    /// Serves what the contestant needs. `/v1/` is the receiver's.
    pub(crate) async fn start(contestant: &Contestant, receiver: &Receiver, built: &Path) -> Result<Self> {
        let mut files = HashMap::new();
        for (path, source) in contestant.files {
            add(path, &place(*source, receiver, built)?, &mut files)?;
        }
        let bare = brotli(bare().as_bytes())?.len() + brotli(CHAT)?.len();
        files.insert("/chat.css".to_owned(), sent("chat.css", CHAT)?);
        files.insert("/blank".to_owned(), sent("blank.html", b"<!doctype html><title>blank</title>")?);
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let client = reqwest::Client::builder().no_proxy().build()?;
        let inner = Arc::new(Inner { files: Mutex::new(files), receiver: receiver.url(), client });
        let router = Router::new().fallback(answer).with_state(inner.clone());
        let task = tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        let mut notice = String::new();
        if contestant.body.contains("@sent@") {
            let folder = built.join("notices");
            programs::build_sample_with_styles(&folder)?;
            notice = fs::read_to_string(folder.join("im/2022-07/en.html"))?;
        }
        let bare = f64::from(u32::try_from(bare)?);
        Ok(Self { version: version(contestant)?, bare, address, inner, notice, task })
    }

    /// Makes the page for a user who was never here: `/`, and `/back` for when they are back.
    pub(crate) fn welcome(&self, contestant: &Contestant, user: &str) -> Result<()> {
        let back = contestant.body_back.unwrap_or(contestant.body);
        for (path, body) in [("/", contestant.body), ("/back", back)] {
            let body = body.replace("@subject@", user).replace("@sent@", &self.notice);
            let page = PAGE.replace("@head@", contestant.head).replace("@body@", &body);
            lock(&self.inner.files).insert(path.to_owned(), sent("index.html", page.as_bytes())?);
        }
        Ok(())
    }

    /// The address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn bare() -> String {
    PAGE.replace("@head@", "").replace("@body@", "")
}

fn folder() -> PathBuf {
    programs::root().join("tests/web")
}

fn place(source: Source, receiver: &Receiver, built: &Path) -> Result<PathBuf> {
    Ok(match source {
        Source::Npm(path) => folder().join("node_modules").join(path),
        Source::Page(name) => folder().join("pages").join(name),
        Source::Bundle(name) => built.join("bundles").join(name),
        Source::Widget => programs::dist()?,
        Source::Notices => receiver.notices(),
    })
}

fn version(contestant: &Contestant) -> Result<String> {
    let Some(package) = contestant.package else { return Ok(env!("CARGO_PKG_VERSION").to_owned()) };
    let path = folder().join("node_modules").join(package).join("package.json");
    let described: Value = serde_json::from_slice(&fs::read(&path).with_context(|| path.display().to_string())?)?;
    Ok(described["version"].as_str().context("a package has no version")?.to_owned())
}

/// A file, or all files of a folder.
fn add(path: &str, from: &Path, files: &mut HashMap<String, Sent>) -> Result<()> {
    if !from.is_dir() {
        let bytes = fs::read(from).with_context(|| from.display().to_string())?;
        files.insert(path.to_owned(), sent(path, &bytes)?);
        return Ok(());
    }
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        add(&format!("{path}/{}", entry.file_name().to_string_lossy()), &entry.path(), files)?;
    }
    Ok(())
}

fn sent(name: &str, bytes: &[u8]) -> Result<Sent> {
    let cache = match name.contains("/ciente-") {
        true => "public, max-age=31536000, immutable",
        false => "no-cache",
    };
    Ok(Sent { media_type: media_type(Path::new(name)), cache, body: brotli(bytes)?.into() })
}

/// As servers compress that take their time: once, ahead of time. What is the same as in an earlier run is kept from there.
fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let folder = programs::root().join("target/web/brotli");
    let name: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let kept = folder.join(name);
    if let Ok(known) = fs::read(&kept) {
        return Ok(known);
    }
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut out, &parameters)?;
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    fs::write(&kept, &out).with_context(|| kept.display().to_string())?;
    Ok(out)
}

async fn answer(State(inner): State<Arc<Inner>>, request: Request) -> Response {
    let path = request.uri().path();
    if path.starts_with("/v1/") {
        return pass_on(&inner.client, &inner.receiver, request)
            .await
            .unwrap_or_else(|_| StatusCode::BAD_GATEWAY.into_response());
    }
    match lock(&inner.files).get(path) {
        Some(Sent { media_type, cache, body }) => {
            let encoding = (header::CONTENT_ENCODING, "br");
            let dress = [(header::CONTENT_TYPE, *media_type), (header::CACHE_CONTROL, *cache), encoding];
            (dress, body.clone()).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
