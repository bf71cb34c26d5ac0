//! One POST of one record, and what came back.

use super::super::{json::get, platform, session::Session};
use crate::outbox::{Entry, retry_after};
use ciente_notice::{ReceiptFormat, Verdict, classify};
use js_sys::JSON;
use wasm_bindgen::JsValue;

/// The longest answer that is read, in bytes. A receipt in a log of millions has 2 KiB.
const LONGEST: usize = 65_536;

/// An answer that arrived whole.
pub(super) struct Reply {
    pub(super) verdict: Verdict,
    pub(super) status: u16,
    /// The receipt, `null` when the endpoint gives none.
    pub(super) receipt: JsValue,
    /// How long the endpoint asks to wait, in milliseconds.
    pub(super) retry_after: Option<f64>,
}

/// Sends the record once. `None` when no whole answer came: not sent, cut off, or too late. An answer whose body breaks off
/// counts as none, because the same record can be sent again without harm and then brings its receipt.
pub(super) async fn post(session: &Session, entry: &Entry, authorization: &JsValue) -> Option<Reply> {
    let answer = session.post(&entry.id, &entry.body, authorization).await.ok()?;
    // What a transport of the host's resolves to may be anything.
    let (status, text) = (get(&answer, "status").as_f64()? as u16, get_text(&answer, "text")?);
    if entry.is_cut_off(status, &text) {
        return None;
    }
    // Nobody's receipt is that long: the device would keep it and read it at each login.
    let body = if text.len() > LONGEST { JsValue::NULL } else { JSON::parse(&text).unwrap_or_default() };
    let problem_type = get_text(&body, "type");
    // A date counts from the answer's own, where the page may read that: the device's clock may be hours off.
    let answered = get_text(&answer, "date").and_then(|date| platform::read_date(&date));
    let asked = get_text(&answer, "retryAfter");
    Some(Reply {
        verdict: classify(status, problem_type.as_deref()),
        status,
        receipt: if is_receipt_for(&body, &entry.body) { body } else { JsValue::NULL },
        retry_after: asked
            .and_then(|asked| retry_after(&asked, answered.unwrap_or_else(platform::now), platform::read_date)),
    })
}

fn get_text(value: &JsValue, name: &str) -> Option<String> {
    value.is_object().then(|| get(value, name).as_string()).flatten()
}

/// Whether it attests to this record and no other: nobody shows or keeps a receipt that says something else.
fn is_receipt_for(body: &JsValue, record: &str) -> bool {
    let (theirs, ours) = (get(body, "acknowledgement"), JSON::parse(record).unwrap_or_default());
    let same = |theirs: &JsValue, ours: &JsValue, names: &[&str]| {
        names.iter().all(|name| get_text(theirs, name) == get_text(ours, name))
    };
    get(body, "format") == ReceiptFormat::TEXT
        && same(&theirs, &ours, &["id", "tenant", "subject", "action"])
        && same(&get(&theirs, "notice"), &get(&ours, "notice"), &["id", "version", "digest"])
}
