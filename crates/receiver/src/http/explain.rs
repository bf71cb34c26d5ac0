//! `GET /problems/{code}`: what a problem means and what to do, for the developer who follows its `type`.

use crate::{http::refusal::Refusal, openapi::Problems, receiver::app::App};
use axum::{
    extract::{Path, rejection::PathRejection},
    http::header,
    response::{IntoResponse, Response},
};
use ciente_notice::ProblemCode;
use std::sync::Arc;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(explain))
}

/// What a problem means and what to do.
#[utoipa::path(
    get, path = "/problems/{code}", tag = "about", params(("code" = String, Path, description = "The last part of a problem's `type`")),
    responses((status = 200, description = "For a developer to read", body = String, content_type = "text/plain"), Problems),
)]
async fn explain(code: Result<Path<String>, PathRejection>) -> Result<Response, Refusal> {
    let named = |Path(code): Path<String>| ProblemCode::ALL.iter().copied().find(|known| known.as_str() == code);
    let problem = code
        .ok()
        .and_then(named)
        .ok_or_else(|| Refusal::new(ProblemCode::NotFound, "there is no problem of this name"))?;
    let page =
        format!("{} (HTTP {})\n\n{}\n\n{}\n", problem.as_str(), problem.status(), problem.title(), what_to_do(problem));
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "max-age=3600")];
    Ok((headers, page).into_response())
}

const fn what_to_do(problem: ProblemCode) -> &'static str {
    use ProblemCode as P;
    match problem {
        P::MalformedJson => {
            "The detail names the line and the column where reading stopped. Send one JSON object in UTF-8 in which no \
             member stands twice. Sending the same bytes again cannot help: set the record aside and report it."
        }
        P::InvalidQuery => {
            "Send each parameter once, percent-encoded, and no other: `notice`, and, only where the receiver takes \
             anonymous calls, `tenant` and `subject`; with a token, both come from the token. The detail names the parameter."
        }
        P::IdempotencyKeyMismatch => {
            "Send the acknowledgement's own id as the key, as a quoted string: Idempotency-Key: \"<id>\". The header may \
             also be left out: the id in the body is what counts."
        }
        P::Unauthenticated => {
            "Ask the host for fresh authorization and send the same record once more. If it is refused again, keep the \
             record, tell the host, and do not try again by yourself. An operator who wants to take acknowledgements \
             without proof of identity, in a preview for example, starts the receiver with --allow-anonymous."
        }
        P::Forbidden => {
            "The verified token names another tenant or subject than the acknowledgement does. Nothing was recorded. Ask \
             the host for the authorization of the user who acted; never send a record under another user's token."
        }
        P::OriginNotAllowed => {
            "The request names an Origin that is not on the list for its tenant. Nothing was recorded. Check the tenant that \
             the page names, or have the operator add the origin: --allow-origin for all tenants, TENANT=ORIGIN for one that \
             has a list of its own. A page of the receiver's own origin needs to be on no list, as long as a proxy passes Host \
             or Sec-Fetch-Site on. A server sends no Origin."
        }
        P::RateLimited => {
            "Keep the record and send it again with the same id, not before the seconds in Retry-After have passed. The \
             limits hold for one subject and for one network address; the operator sets them."
        }
        P::NotFound => {
            "Check the address; acknowledgements live at /v1/acknowledgements. For a notice, check its id: the receiver \
             knows the notices that lay in its folder when it started."
        }
        P::MethodNotAllowed => "Use one of the methods in the Allow header.",
        P::Timeout => {
            "The connection was too slow or was interrupted. Nothing was recorded. Keep the record and send it again \
             later, with the same id."
        }
        P::StaleNotice => {
            "Fetch the manifest again, show the current version, and let the user act on that. Make a new record with a \
             new id for it, and never send the old one again: what was on the screen then is not what holds now. A \
             record that was accepted before the change stays accepted, and its replay still gets its receipt."
        }
        P::TooLarge => {
            "An acknowledgement has at most 8 KiB. Send only the members of the format. Sending the same bytes again \
             cannot help: set the record aside and report it."
        }
        P::UnsupportedMediaType => {
            "Send Content-Type: application/json, with no charset or with charset=utf-8, and no Content-Encoding."
        }
        P::InvalidAcknowledgement => {
            "Each entry of `errors` has a JSON Pointer to a member of the body and says what was expected there. Sending \
             the same bytes again cannot help: set the record aside, show that it was refused, and report it."
        }
        P::UnknownNotice => {
            "The receiver records only words that it has published itself, and these it never has. Check that page and endpoint use the same \
             built notices, and that the receiver was started again after they were built. Set the record aside and \
             report it."
        }
        P::IdReused => {
            "An id stands for one acknowledgement for ever, and another one has it. If this is a new act of the user, give it a new \
             UUIDv7. If it was meant as a retry, send exactly what was sent first."
        }
        P::Internal => {
            "It is not the client's fault. Keep the record and send it again later, with the same id. Should it have been recorded after \
             all, the retry gets the first receipt. The \
             operator finds the reason in the receiver's log."
        }
        P::Unavailable => {
            "The store is busy, full or out of reach. Keep the record and send it again with the same id, not before the \
             time in Retry-After, and with growing, random pauses. Should it have been recorded after all, the retry gets \
             the first receipt. The operator finds the reason in the receiver's log."
        }
    }
}
