//! One POST of one record, and what came back.

use super::super::{json::get, session::Session};
use crate::outbox::Entry;
use ciente_notice::{Verdict, classify};
use js_sys::{JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestInit, Response};

/// How long one attempt may take, in milliseconds. The user waits less, see `Session::wait`.
const LIMIT: u32 = 30_000;

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
    let response = fetch(session, entry, authorization).await.ok()?;
    let text = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
    let body = JSON::parse(&text).unwrap_or_default();
    let status = response.status();
    let problem_type = get_text(&body, "type");
    Some(Reply {
        verdict: classify(status, problem_type.as_deref()),
        status,
        receipt: if is_receipt_for(&body, &entry.id) { body } else { JsValue::NULL },
        retry_after: response.headers().get("retry-after").ok().flatten(),
    })
}

async fn fetch(session: &Session, entry: &Entry, authorization: &JsValue) -> Result<Response, JsValue> {
    let headers = Headers::new()?;
    if let Some(given) = authorization.dyn_ref::<Object>() {
        for name in Object::keys(given) {
            let value = Reflect::get(given, &name)?;
            if let (Some(name), Some(value)) = (name.as_string(), value.as_string()) {
                headers.set(&name, &value)?;
            }
        }
    }
    headers.set("content-type", "application/json")?;
    headers.set("idempotency-key", &format!("\"{}\"", entry.id))?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(&entry.body.as_str().into());
    init.set_signal(Some(&AbortSignal::timeout_with_u32(LIMIT)));
    // Outlives the page when the user closes it right after the click. web-sys has neither of these two in its stable part.
    Reflect::set(&init, &"keepalive".into(), &true.into())?;
    Reflect::set(&init, &"credentials".into(), &session.credentials().into())?;
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    JsFuture::from(window.fetch_with_str_and_init(&session.endpoint(), &init)).await?.dyn_into()
}

fn get_text(value: &JsValue, name: &str) -> Option<String> {
    value.is_object().then(|| get(value, name).as_string()).flatten()
}

fn is_receipt_for(body: &JsValue, id: &str) -> bool {
    get_text(body, "format").is_some() && get_text(&get(body, "acknowledgement"), "id").as_deref() == Some(id)
}
