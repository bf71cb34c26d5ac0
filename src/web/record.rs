//! Making the record: what the user did, as the wire wants it, once and for all retries.

use super::{
    json::object,
    platform::{instant, new_id},
    session::Session,
};
use crate::outbox::{Entry, State};
use ciente_notice::{AcknowledgementFormat, Action};
use js_sys::JSON;

/// The record of `action`, done at `acted_at` (milliseconds since 1970) with the session's notice on the screen.
pub(super) fn make(session: &Session, action: Action, acted_at: f64) -> Entry {
    let id = new_id(acted_at);
    let acknowledgement = object([
        ("format", AcknowledgementFormat::TEXT.into()),
        ("id", id.as_str().into()),
        (
            "notice",
            object([
                ("id", session.id().into()),
                ("version", session.version().into()),
                ("locale", session.locale().into()),
                ("digest", session.digest().into()),
            ]),
        ),
        ("tenant", session.tenant().into()),
        ("subject", session.subject().into()),
        ("action", action.as_str().into()),
        ("shownAt", instant(session.shown_at().unwrap_or(acted_at)).into()),
        ("actedAt", instant(acted_at).into()),
        ("client", object([("widget", env!("CARGO_PKG_VERSION").into()), ("origin", session.origin().into())])),
    ]);
    Entry {
        id,
        who: String::new(),
        version: session.version(),
        digest: session.digest(),
        action,
        locale: session.locale(),
        // A plain object of strings always has JSON.
        body: JSON::stringify(&acknowledgement).map(Into::into).unwrap_or_default(),
        attempts: 0,
        not_before: 0.0,
        held: false,
        state: State::Pending,
    }
}
