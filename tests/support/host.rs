//! A host page of the tests' own: its own origin and policy, everything else passed on to the receiver, unless a fault is
//! set. It keeps a list of all requests.

pub use crate::fault::Fault;
use crate::{
    app,
    fault::{Rules, Struck},
    serve::{self, lock, media_type},
    tokens,
};
use anyhow::Result;
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, OnceLock},
};
use tokio::{
    net::TcpListener,
    sync::{Notify, futures::Notified},
    task::JoinHandle,
    time::sleep,
};

/// The policy of the first issue, to the letter.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
                          img-src 'self'";

const PAGE: &str = r#"<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A host</title><script type="module" src="/host.js"></script></head>
<body><header>Of the host</header><main><h1>A host</h1><button id="before" type="button">before</button></main><footer>Its end</footer></body>
</html>"#;

const SCRIPT: &str = r#"
window.events = [];
window.violations = [];
addEventListener("securitypolicyviolation", (e) => violations.push(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`));
for (const name of ["shown", "acknowledged", "recorded", "declined", "error"])
  document.addEventListener(`ciente-${name}`, (e) => events.push({ name, detail: e.detail }));
window.ciente = await import("/assets/ciente.js");
const { requireAcknowledgement } = ciente;
window.ask = (options) => {
  window.result = undefined;
  const all = { notice: "/notices/im", endpoint: "/v1/acknowledgements", tenant: "t", ...options };
  requireAcknowledgement(all).then((r) => (window.result = r), (e) => (window.result = { threw: String(e) }));
};
// A trap where the widget next calls this; without a name, in the middle of making a record. Here, because an error out of
// WebDriver's scripts is told to nobody.
window.trapOnce = (owner = Date.prototype, name = "toISOString") => {
  const sound = owner[name];
  owner[name] = () => {
    owner[name] = sound;
    throw new WebAssembly.RuntimeError("unreachable");
  };
};
window.ready = true;
"#;

/// A page that has not loaded the widget yet.
const BARE: &str = r#"<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>A bare host</title><script type="module" src="/bare.js"></script></head>
<body><main><h1>A bare host</h1></main></body>
</html>"#;

const BARE_SCRIPT: &str = r#"
window.events = [];
for (const name of ["shown", "acknowledged", "recorded", "declined", "error"])
  document.addEventListener(`ciente-${name}`, (e) => events.push({ name, detail: e.detail }));
window.ready = true;
"#;

/// The strictest policy that the widget promises to work under.
pub const STRICT: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
                          img-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

/// The same, and WebAssembly may not run.
pub const NO_WASM: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; \
                           require-trusted-types-for 'script'; trusted-types 'none'";

/// The policy of a page whose endpoint has another origin.
pub const ELSEWHERE: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                             connect-src 'self' http://127.0.0.1:*; img-src 'self'";

/// The policy of a page with a chat client that styles itself, shows avatars, speaks XMPP on loopback and has a worker for its
/// clock. Nothing outside.
pub const CHAT: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
                        connect-src 'self' ws://127.0.0.1:*; img-src 'self' data: blob:; worker-src blob:";

/// A record as it was sent.
#[derive(Debug, Clone)]
pub struct Post {
    /// The header `authorization`, empty when there is none.
    pub authorization: String,
    /// The body.
    pub body: serde_json::Value,
    /// The status that it was answered with, once and if it was.
    pub answer: Arc<OnceLock<u16>>,
}

struct Inner {
    to: Mutex<String>,
    policy: &'static str,
    page: Mutex<String>,
    encoding: Mutex<&'static str>,
    app: Mutex<Option<PathBuf>>,
    scripts: Mutex<Vec<(String, String)>>,
    others: Mutex<Vec<(&'static str, String)>>,
    folders: Mutex<Vec<(&'static str, PathBuf)>>,
    mended: Notify,
    client: reqwest::Client,
    seen: Mutex<Vec<String>>,
    posts: Mutex<Vec<Post>>,
    rules: Rules,
}

/// The host; it ends when this is dropped.
pub struct Host {
    address: std::net::SocketAddr,
    inner: Arc<Inner>,
    task: JoinHandle<()>,
}

impl Host {
    /// Serves the page on a port of its own and passes everything else on to `receiver`.
    pub async fn start(receiver: &str) -> Result<Self> {
        Self::start_under(receiver, POLICY).await
    }

    /// The same under another policy.
    pub async fn start_under(receiver: &str, policy: &'static str) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let inner = Arc::new(Inner {
            to: Mutex::new(receiver.to_owned()),
            policy,
            page: Mutex::new(PAGE.to_owned()),
            encoding: Mutex::new("utf-8"),
            app: Mutex::default(),
            scripts: Mutex::default(),
            others: Mutex::default(),
            folders: Mutex::default(),
            mended: Notify::new(),
            client: reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build()?,
            seen: Mutex::default(),
            posts: Mutex::default(),
            rules: Rules::default(),
        });
        let router = Router::new().fallback(handle).with_state(inner.clone());
        let task = tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { address, inner, task })
    }

    /// The page's address.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// From now on, the next `times` requests with this method and path get `fault`.
    pub fn fault(&self, method: &'static str, path: &str, times: usize, fault: Fault) {
        self.inner.rules.add(None, method, path, times, fault);
    }

    /// The same for requests about one subject: their records, and the question whether they acknowledged before. Returns
    /// what counts how often it strikes.
    pub fn fault_of(&self, subject: &str, method: &'static str, path: &str, times: usize, fault: Fault) -> Struck {
        self.inner.rules.add(Some(subject), method, path, times, fault)
    }

    /// Ends the faults of one subject.
    pub fn mend_of(&self, subject: &str) {
        self.inner.rules.retain(|_, whose| whose != Some(subject));
    }

    /// Ends all faults.
    pub fn mend(&self) {
        self.inner.rules.retain(|_, _| false);
        self.inner.mended.notify_waiters();
    }

    /// Ends the faults of one path; what is held, there and elsewhere, is passed on.
    pub fn mend_path(&self, path: &str) {
        self.inner.rules.retain(|at, _| at != path);
        self.inner.mended.notify_waiters();
    }

    /// From now on, where everything is passed on to that is not the page's own.
    pub fn pass_on_to(&self, receiver: &str) {
        receiver.clone_into(&mut lock(&self.inner.to));
    }

    /// From now on, everything below `prefix` is passed on to another server than the receiver.
    pub fn pass_on_below(&self, prefix: &'static str, server: &str) {
        lock(&self.inner.others).push((prefix, server.to_owned()));
    }

    /// From now on, everything below `prefix` is a file of this folder.
    pub fn serve_folder(&self, prefix: &'static str, folder: PathBuf) {
        lock(&self.inner.folders).push((prefix, folder));
    }

    /// From now on, a script of the page's own at this path.
    pub fn serve(&self, path: &str, script: &str) {
        lock(&self.inner.scripts).push((path.to_owned(), script.to_owned()));
    }

    /// From now on, a built app in place of the page; `/session?NAME` is its server's, and gives whoever logs in as NAME their
    /// token. All that is passed on then are notices and the endpoint: a part that the app does not have is nowhere.
    pub fn serve_app(&self, folder: PathBuf) {
        *lock(&self.inner.app) = Some(folder);
    }

    /// From now on, what stands in the page's `main`.
    pub fn set_content(&self, html: &str) {
        *lock(&self.inner.page) = PAGE.replace("</main>", &format!("{html}</main>"));
    }

    /// From now on, what the page's server says its bytes are; they are UTF-8.
    pub fn set_encoding(&self, name: &'static str) {
        *lock(&self.inner.encoding) = name;
    }

    /// All requests since the last call, as `METHOD /path`, the page and its script left out.
    pub fn take_requests(&self) -> Vec<String> {
        std::mem::take(&mut *lock(&self.inner.seen))
    }
}

impl Host {
    /// All POSTs since the last call, also those that a fault answered.
    pub fn take_posts(&self) -> Vec<Post> {
        std::mem::take(&mut *lock(&self.inner.posts))
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn handle(State(inner): State<Arc<Inner>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let text = |media_type: &str, text: String| {
        let headers =
            [(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_SECURITY_POLICY, inner.policy.to_owned())];
        (headers, text).into_response()
    };
    if path == "/favicon.ico" {
        return StatusCode::NO_CONTENT.into_response();
    }
    let app = lock(&inner.app).clone();
    if let Some(folder) = app.filter(|_| !path.starts_with("/notices/") && !path.starts_with("/v1/")) {
        lock(&inner.seen).push(format!("{} {path}", request.method()));
        if path == "/session" {
            return tokens::token(request.uri().query().unwrap_or_default())
                .map_err(|_| StatusCode::BAD_REQUEST)
                .into_response();
        }
        return app::answer(&folder, &path, request.headers(), inner.policy);
    }
    match path.as_str() {
        "/" => {
            let media_type = format!("text/html; charset={}", *lock(&inner.encoding));
            return text(&media_type, lock(&inner.page).clone());
        }
        "/bare" => return text("text/html; charset=utf-8", BARE.to_owned()),
        "/bare.js" => return text("text/javascript", BARE_SCRIPT.to_owned()),
        "/host.js" => return text("text/javascript", SCRIPT.to_owned()),
        _ => {}
    }
    let own = lock(&inner.scripts).iter().find(|(at, _)| *at == path).map(|(_, script)| script.clone());
    if let Some(script) = own {
        return text("text/javascript", script);
    }
    let below = |(prefix, folder): &(&str, PathBuf)| path.strip_prefix(prefix).map(|rest| folder.join(rest));
    let file = lock(&inner.folders).iter().find_map(below);
    if let Some(file) = file {
        let headers = [(header::CONTENT_TYPE, media_type(&file)), (header::CONTENT_SECURITY_POLICY, inner.policy)];
        return std::fs::read(&file)
            .map_or_else(|_| StatusCode::NOT_FOUND.into_response(), |bytes| (headers, bytes).into_response());
    }
    lock(&inner.seen).push(format!("{} {path}", request.method()));
    let (request, post) = match remember_post(&inner, request).await {
        Ok(read) => read,
        Err(error) => return (StatusCode::BAD_REQUEST, format!("{error:#}")).into_response(),
    };
    let query = request.uri().query().unwrap_or_default();
    let subject = match &post {
        Some(post) => post.body["subject"].as_str(),
        None => query.split('&').find_map(|part| part.strip_prefix("subject=")),
    };
    // What is mended from here on is not missed.
    let mended = inner.mended.notified();
    let fault = inner.rules.strike(request.method().as_str(), &path, subject);
    let response = answer(&inner, request, fault, mended).await;
    if let (Some(post), Some(response)) = (post, &response) {
        let _ = post.answer.set(response.status().as_u16());
    }
    response.unwrap_or_else(cut)
}

/// What the page is sent; nothing where the connection is cut.
async fn answer(inner: &Inner, request: Request, fault: Option<Fault>, mended: Notified<'_>) -> Option<Response> {
    match fault {
        Some(Fault::Answer { status, headers, body }) => {
            let mut response = (StatusCode::from_u16(status).unwrap_or_default(), body).into_response();
            for (name, value) in headers {
                if let Ok(value) = HeaderValue::from_str(&value) {
                    response.headers_mut().insert(HeaderName::from_static(name), value);
                }
            }
            Some(response)
        }
        Some(Fault::Cut) => None,
        Some(Fault::CutAfter) => {
            let _ = pass_on(inner, request).await;
            None
        }
        Some(Fault::Late(by)) => {
            let response = pass_on(inner, request).await.ok();
            sleep(by).await;
            response
        }
        Some(Fault::Silence) => std::future::pending().await,
        Some(Fault::Held) => {
            mended.await;
            pass_on(inner, request).await.ok()
        }
        None => pass_on(inner, request).await.ok(),
    }
}

async fn pass_on(inner: &Inner, request: Request) -> Result<Response> {
    let path = request.uri().path();
    let other = lock(&inner.others).iter().find(|(prefix, _)| path.starts_with(prefix)).map(|(_, to)| to.clone());
    let to = other.unwrap_or_else(|| lock(&inner.to).clone());
    serve::pass_on(&inner.client, &to, request).await
}

async fn remember_post(inner: &Inner, request: Request) -> Result<(Request, Option<Post>)> {
    if request.method() != "POST" {
        return Ok((request, None));
    }
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, 1 << 20).await?;
    let authorization = parts.headers.get(header::AUTHORIZATION).map(HeaderValue::to_str).transpose()?;
    let authorization = authorization.unwrap_or_default().to_owned();
    let post = Post { authorization, body: serde_json::from_slice(&bytes)?, answer: Arc::default() };
    lock(&inner.posts).push(post.clone());
    Ok((Request::from_parts(parts, Body::from(bytes)), Some(post)))
}

/// An answer that promises a body and breaks off: a browser sees a network error.
fn cut() -> Response {
    let broken = tokio_stream::once(Err::<&[u8], _>(std::io::Error::from(std::io::ErrorKind::ConnectionReset)));
    ([(header::CONTENT_LENGTH, "1000")], Body::from_stream(broken)).into_response()
}
