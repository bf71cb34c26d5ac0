//! `POST /v1/acknowledgements`: the checks in the order in which `PROTOCOL.md` promises them.

use super::{body, idempotency, identity, json};
use crate::{app::App, refusal::Refusal, store::Outcome};
use axum::{
    Json,
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use ciente_notice::{Acknowledgement, ProblemCode};
use std::sync::Arc;

pub(super) async fn post(State(app): State<Arc<App>>, request: Request) -> Result<Response, Refusal> {
    let (head, body) = request.into_parts();
    let bytes = body::read(&head.headers, body).await?;
    let value = json::parse(&bytes)?;
    let acknowledgement = Acknowledgement::from_value(&value)
        .map_err(|errors| Refusal::invalid("`errors` has the place of everything that is wrong", errors))?;
    idempotency::check(&head.headers, &acknowledgement.id.to_string())?;
    identity::require(&app)?;
    let id = acknowledgement.id;
    match app.acknowledge(acknowledgement, false).await? {
        Outcome::Recorded(receipt) => Ok((StatusCode::CREATED, Json(receipt)).into_response()),
        Outcome::Replayed(receipt) => Ok((StatusCode::OK, Json(receipt)).into_response()),
        Outcome::IdReused => {
            let detail = format!("{id} was recorded before with other content; a new act needs a new id");
            Err(Refusal::new(ProblemCode::IdReused, detail))
        }
    }
}
