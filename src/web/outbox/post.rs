//! One POST of one record, and what came back.

use super::super::{json::get, session::Session};
use crate::outbox::Entry;
use ciente_notice::{Verdict, classify};
use js_sys::JSON;
use wasm_bindgen::JsValue;

/// An answer that arrived whole.
pub(super) struct Reply {
    pub(super) verdict: Verdict,
    pub(super) status: u16,
    /// The receipt, `null` when the endpoint gives none.
    pub(super) receipt: JsValue,
    pub(super) retry_after: Option<String>,
}

/// Sends the record once. `None` when no whole answer came: not sent, cut off, or too late. An answer whose body breaks off
/// counts as none, because the same record can be sent again without harm and then brings its receipt.
pub(super) async fn post(session: &Session, entry: &Entry, authorization: &JsValue) -> Option<Reply> {
    let answer = session.post(&entry.id, &entry.body, authorization).await.ok()?;
    // What a transport of the host's resolves to may be anything.
    let (status, text) = (get(&answer, "status").as_f64()? as u16, get_text(&answer, "text")?);
    let body = match JSON::parse(&text) {
        // WebKitGTK reads as whole what broke off.
        Err(_) if text.starts_with('{') => return None,
        body => body.unwrap_or_default(),
    };
    let problem_type = get_text(&body, "type");
    Some(Reply {
        verdict: classify(status, problem_type.as_deref()),
        status,
        receipt: if is_receipt_for(&body, &entry.id) { body } else { JsValue::NULL },
        retry_after: get_text(&answer, "retryAfter"),
    })
}

fn get_text(value: &JsValue, name: &str) -> Option<String> {
    value.is_object().then(|| get(value, name).as_string()).flatten()
}

fn is_receipt_for(body: &JsValue, id: &str) -> bool {
    get_text(body, "format").is_some() && get_text(&get(body, "acknowledgement"), "id").as_deref() == Some(id)
}
