//! What happens to a request when a rule's turn has come.

use super::{
    Faults,
    bodies::{Broken, Dripping},
    line::Wire,
    script::{Action, Delay, Moment, RetryAfter, Rule},
};
use crate::{api, limits::Peer};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use ciente_notice::{Problem, ProblemCode};
use http_body_util::BodyExt as _;
use std::time::Duration;

/// What is read of a request to learn its subject, and of an answer to alter it, at most.
const LIMIT: usize = 1024 * 1024;

/// How long the body of an answer that was never made would be.
const NEVER_MADE: usize = 512;

/// Stands before everything else.
pub(super) async fn act(
    State(faults): State<Faults>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    mut request: Request,
    next: Next,
) -> Response {
    request.extensions_mut().insert(Peer(wire.peer.ip()));
    let path = request.uri().path().to_owned();
    let mut response = if path == "/faults" {
        next.run(request).await
    } else {
        let (request, subject) = faults.look(request, &path).await;
        let rule = faults.progress().next(request.method(), &path, subject.as_deref());
        match rule {
            Some(rule) => faults.perform(&rule, &wire, request, next).await,
            None => next.run(request).await,
        }
    };
    faults.progress().mark(response.headers_mut());
    response
}

impl Faults {
    /// Whom the request is about, if a rule asks for that.
    async fn look(&self, request: Request, path: &str) -> (Request, Option<String>) {
        if !self.progress().asks_for_subject(request.method(), path) {
            return (request, None);
        }
        let query = request.uri().query().unwrap_or_default();
        let pairs = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(request.uri());
        if let (false, Ok(pairs)) = (query.is_empty(), pairs) {
            let subject = pairs.0.into_iter().find(|(name, _)| name == "subject").map(|(_, value)| value);
            return (request, subject);
        }
        let (head, body) = request.into_parts();
        let bytes = to_bytes(body, LIMIT).await.unwrap_or_default();
        let said: Option<serde_json::Value> = serde_json::from_slice(&bytes).ok();
        let subject = said.and_then(|said| Some(said.get("subject")?.as_str()?.to_owned()));
        (Request::from_parts(head, bytes.into()), subject)
    }

    async fn perform(&self, rule: &Rule, wire: &Wire, request: Request, next: Next) -> Response {
        tracing::warn!(rule = rule.text, "a fault, as the script says");
        let asked = request.headers().clone();
        let answer = match rule.moment {
            Moment::After => Some(next.clone().run(request.map(Body::new)).await),
            Moment::Before if rule.action.is_none() => {
                delay(rule.delay).await;
                return next.run(request).await;
            }
            Moment::Before => None,
        };
        delay(rule.delay).await;
        let Some(action) = &rule.action else { return answer.unwrap_or_default() };
        let mut made = match action {
            Action::Drop => {
                wire.close();
                Response::default()
            }
            Action::Reset => {
                wire.reset();
                Response::default()
            }
            Action::Answer { status, retry_after, problem } => {
                self.answer(*status, retry_after.as_ref(), problem.as_deref())
            }
            Action::Redirect { status, to } => (*status, [(header::LOCATION, to.clone())]).into_response(),
            Action::Cut(bytes) => return self.cut(*bytes, answer, &asked).await,
            Action::Drip { bytes, every } => return drip(answer.unwrap_or_default(), *bytes, *every).await,
            Action::Type(media_type) => {
                let mut answer = answer.unwrap_or_default();
                answer.headers_mut().insert(header::CONTENT_TYPE, media_type.clone());
                return answer;
            }
            Action::Body(text) => {
                let (mut head, _) = answer.unwrap_or_default().into_parts();
                head.headers.remove(header::CONTENT_LENGTH);
                return Response::from_parts(head, text.clone().into());
            }
        };
        if rule.cors {
            api::dress(&self.app, asked.get(header::ORIGIN), made.headers_mut());
        }
        made
    }

    fn answer(&self, status: StatusCode, retry_after: Option<&RetryAfter>, problem: Option<&str>) -> Response {
        let mut response = if status.is_success() {
            status.into_response()
        } else {
            let known = ProblemCode::ALL.iter().copied().find(|known| match problem {
                Some(name) => known.as_str() == name,
                None => known.status() == status.as_u16(),
            });
            let type_uri = match (known, problem) {
                (Some(known), _) => known.type_uri().to_owned(),
                (None, Some(name)) => format!("/problems/{name}"),
                (None, None) => "about:blank".to_owned(),
            };
            let title = known.map_or("A fault, as the script says.", ProblemCode::title);
            let detail = "a fault that this receiver was started with";
            let body =
                serde_json::json!({ "type": type_uri, "title": title, "status": status.as_u16(), "detail": detail });
            (status, [(header::CONTENT_TYPE, Problem::MEDIA_TYPE)], body.to_string()).into_response()
        };
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        let value = match retry_after {
            None => None,
            Some(RetryAfter::Verbatim(value)) => Some(value.clone()),
            Some(RetryAfter::Date(ahead)) => self.app.clock.http_date(*ahead),
        };
        if let Some(value) = value {
            headers.insert(header::RETRY_AFTER, value);
        }
        response
    }

    /// The head and so many bytes of the answer; without an answer, of one that looks as if something had been recorded.
    async fn cut(&self, bytes: usize, answer: Option<Response>, asked: &HeaderMap) -> Response {
        let (mut head, body) = match answer {
            Some(answer) => whole(answer).await,
            None => {
                let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
                let mut made = (StatusCode::CREATED, headers).into_response();
                api::dress(&self.app, asked.get(header::ORIGIN), made.headers_mut());
                (made.into_parts().0, Bytes::from(vec![b' '; NEVER_MADE]))
            }
        };
        // One byte more than is ever sent: what was whole would be no half answer.
        let promised = body.len().max(1);
        head.headers.insert(header::CONTENT_LENGTH, promised.into());
        let part = body.slice(..bytes.min(promised - 1).min(body.len()));
        Response::from_parts(head, Body::new(Broken::after(part)))
    }
}

async fn delay(delay: Option<Delay>) {
    match delay {
        None => {}
        Some(Delay::For(time)) => tokio::time::sleep(time).await,
        Some(Delay::Forever) => std::future::pending().await,
    }
}

async fn drip(answer: Response, bytes: usize, every: Duration) -> Response {
    let (mut head, body) = whole(answer).await;
    head.headers.insert(header::CONTENT_LENGTH, body.len().into());
    Response::from_parts(head, Body::new(Dripping::new(body, bytes, every)))
}

async fn whole(answer: Response) -> (axum::http::response::Parts, Bytes) {
    let (head, body) = answer.into_parts();
    // The receiver's answers are small, and its files are no larger than a few megabytes.
    let bytes = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    (head, bytes)
}
