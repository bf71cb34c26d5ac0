//! `POST /v1/acknowledgements`: the checks in the order in which `PROTOCOL.md` promises them.

use super::{body, caller::Caller, idempotency};
use crate::{http::refusal::Refusal, openapi::Problems, receiver::app::App, store::Outcome};
use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use ciente_evidence::parse_strict;
use ciente_notice::{Acknowledgement, ProblemCode, Receipt};
use std::sync::Arc;

/// As long as a receipt is in a log of millions.
const RECEIPT: usize = 2048;

/// Records an acknowledgement, once for each id.
#[utoipa::path(
    post, path = "/v1/acknowledgements", tag = "acknowledgements", security((), ("bearer" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "The `id` of the body, as a quoted string (RFC 9651)")),
    request_body(content = ref("#/components/schemas/Acknowledgement"), description = "At most 8192 bytes"),
    responses(
        (status = 201, description = "Recorded, durably", body = ref("#/components/schemas/Receipt")),
        (status = 200, description = "Recorded before: the first receipt", body = ref("#/components/schemas/Receipt")),
        (status = 403, description = "forbidden: the token is for somebody else; origin-not-allowed: the page's Origin is not on the list for this tenant",
            body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 409, description = "stale-notice: a material change came after this version; show the current one",
            body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 422, description = "invalid-acknowledgement, unknown-notice or id-reused: never to be sent again",
            body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 429, description = "rate-limited: not before `Retry-After`",
            body = ref("#/components/schemas/Problem"), content_type = "application/problem+json",
            headers(("Retry-After" = u64, description = "Seconds"))),
        (status = 503, description = "unavailable: not before `Retry-After`",
            body = ref("#/components/schemas/Problem"), content_type = "application/problem+json",
            headers(("Retry-After" = u64, description = "Seconds"))),
        Problems,
    ),
)]
pub(super) async fn post(State(app): State<Arc<App>>, request: Request) -> Result<Response, Refusal> {
    let (head, body) = request.into_parts();
    let bytes = body::read(&head.headers, body, app.limits.body_timeout).await?;
    let value = parse_strict(&bytes).map_err(|error| Refusal::new(ProblemCode::MalformedJson, error.to_string()))?;
    let acknowledgement = Acknowledgement::from_value(&value)
        .map_err(|errors| Refusal::invalid("`errors` has the place of everything that is wrong", errors))?;
    idempotency::check(&head.headers, &acknowledgement.id.to_string())?;
    let caller = Caller::of(&app, &head.headers).await?;
    caller.speaks_for(&acknowledgement)?;
    app.admit(&head.headers, &acknowledgement.tenant, &acknowledgement.subject, caller.is_proven())?;
    let id = acknowledgement.id;
    match app.acknowledge(acknowledgement, caller.is_proven()).await? {
        Outcome::Recorded(receipt) => answer(StatusCode::CREATED, &receipt),
        Outcome::Replayed(receipt) => answer(StatusCode::OK, &receipt),
        Outcome::IdReused => {
            let detail = format!("{id} was recorded before with other content; a new act needs a new id");
            Err(Refusal::new(ProblemCode::IdReused, detail))
        }
    }
}

/// Not `axum::Json`: it begins with 128 bytes, and would move a receipt four times while it grows.
fn answer(status: StatusCode, receipt: &Receipt) -> Result<Response, Refusal> {
    let mut body = Vec::with_capacity(RECEIPT);
    let fault = |_| Refusal::new(ProblemCode::Internal, "the receipt could not be written");
    serde_json::to_writer(&mut body, receipt).map_err(fault)?;
    Ok((status, [(header::CONTENT_TYPE, "application/json")], body).into_response())
}
