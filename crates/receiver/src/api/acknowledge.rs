//! `POST /v1/acknowledgements`: the checks in the order in which `PROTOCOL.md` promises them.

use super::{body, caller::Caller, idempotency};
use crate::{app::App, refusal::Refusal, store::Outcome};
use axum::{
    Json,
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use ciente_evidence::parse_strict;
use ciente_notice::{Acknowledgement, ProblemCode};
use std::sync::Arc;

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
        Outcome::Recorded(receipt) => Ok((StatusCode::CREATED, Json(receipt)).into_response()),
        Outcome::Replayed(receipt) => Ok((StatusCode::OK, Json(receipt)).into_response()),
        Outcome::IdReused => {
            let detail = format!("{id} was recorded before with other content; a new act needs a new id");
            Err(Refusal::new(ProblemCode::IdReused, detail))
        }
    }
}
