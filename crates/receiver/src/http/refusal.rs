//! A problem on its way out: RFC 9457 details with the headers that belong to them.

use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use ciente_notice::{Problem, ProblemCode, Violation};

/// An answer that says no.
#[derive(Debug)]
pub(crate) struct Refusal {
    code: ProblemCode,
    problem: Box<Problem>,
    header: Option<(HeaderName, HeaderValue)>,
}

impl Refusal {
    pub(crate) fn new(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self { code, problem: Box::new(Problem::new(code, detail)), header: None }
    }

    /// 422 with the place of everything that is wrong in the body.
    pub(crate) fn invalid(detail: impl Into<String>, errors: Vec<Violation>) -> Self {
        let problem = Problem::new(ProblemCode::InvalidAcknowledgement, detail).with_errors(errors);
        Self { code: ProblemCode::InvalidAcknowledgement, problem: Box::new(problem), header: None }
    }

    /// The same under a title of its own, where that of the code says too much.
    pub(crate) fn titled(mut self, title: &'static str) -> Self {
        self.problem.title = title;
        self
    }

    pub(crate) fn is(&self, code: ProblemCode) -> bool {
        self.code == code
    }

    /// The same, and first what it is about.
    pub(crate) fn about(mut self, what: &str) -> Self {
        self.problem.detail = format!("{what}: {}", self.problem.detail);
        self
    }

    pub(crate) fn with(mut self, name: HeaderName, value: impl Into<HeaderValue>) -> Self {
        self.header = Some((name, value.into()));
        self
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = [(header::CONTENT_TYPE, Problem::MEDIA_TYPE), (header::CACHE_CONTROL, "no-store")];
        // Text and numbers only, so this cannot fail; an empty body would still carry the status.
        let body = serde_json::to_vec(&self.problem).unwrap_or_default();
        let mut response = (status, headers, body).into_response();
        if let Some((name, value)) = self.header {
            response.headers_mut().insert(name, value);
        }
        response.extensions_mut().insert(Marker(self.code));
        response
    }
}

/// What an answer carries within this process, for those who count it or add to it.
#[derive(Clone, Copy)]
struct Marker(ProblemCode);

/// Which problem an answer tells, if any.
pub(crate) fn problem_of(response: &Response) -> Option<ProblemCode> {
    response.extensions().get::<Marker>().map(|Marker(code)| *code)
}

/// What a panic in a handler becomes: nothing of it is told to the client.
pub(crate) fn after_panic(_: Box<dyn std::any::Any + Send>) -> Response {
    Refusal::new(ProblemCode::Internal, "an unexpected fault; the receiver's log has more").into_response()
}
