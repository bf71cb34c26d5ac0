//! Whose acknowledgement it is. So far nobody can prove that here, so it is believed or refused as a whole.

use crate::{app::App, refusal::Refusal};
use axum::http::{HeaderValue, header};
use ciente_notice::ProblemCode;

pub(super) fn require(app: &App) -> Result<(), Refusal> {
    if app.allow_anonymous {
        return Ok(());
    }
    let detail = "this receiver has no authentication configured, so it cannot tell for whom this is; \
                  its operator can start it with --allow-anonymous to take tenant and subject without proof";
    let challenge = HeaderValue::from_static("Bearer");
    Err(Refusal::new(ProblemCode::Unauthenticated, detail).with(header::WWW_AUTHENTICATE, challenge))
}
