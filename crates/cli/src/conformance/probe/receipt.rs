//! Whether a receipt says what was sent.

use super::super::endpoint::Answer;
use ciente_notice::{LogProof, is_instant};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// How far the endpoint's clock may be from the one here. Less than what is sent is old.
const APART: SignedDuration = SignedDuration::from_mins(30);

/// The receipt in an answer; none where the endpoint gives none.
pub(super) fn of(answer: &Answer) -> Option<Value> {
    answer.json().filter(|body| body.get("format").is_some_and(|format| format == "ciente/receipt/1"))
}

/// What looks like one, and is none that anybody would know.
pub(super) fn misspelt(answer: &Answer) -> Option<String> {
    let body = answer.json().filter(|_| of(answer).is_none())?;
    let looks = body.get("acknowledgement").is_some() || body.get("receivedAt").is_some();
    looks.then(|| format!("its format is {}, not \"ciente/receipt/1\"", body.get("format").unwrap_or(&Value::Null)))
}

/// What is wrong with a receipt for this act. `span`: from when the run began until now; `is_proved`: whether the request said who
/// it is, so that the receipt may say that it was looked at.
pub(super) fn check(receipt: &Value, sent: &Value, span: [Timestamp; 2], is_proved: bool) -> Result<(), String> {
    let mut expected = sent.clone();
    if let Some(id) = sent["id"].as_str() {
        expected["id"] = id.to_lowercase().into();
    }
    let said = receipt.get("acknowledgement").ok_or("the receipt lacks acknowledgement")?;
    if let Some(members) = expected.as_object() {
        if let Some(name) = members.keys().find(|name| said.get(name.as_str()) != members.get(name.as_str())) {
            return Err(format!("the receipt says another {name} than was sent"));
        }
        if said.as_object().is_none_or(|said| said.len() != members.len()) {
            return Err("the receipt has members that were not sent".into());
        }
    }
    let received = receipt.get("receivedAt").and_then(Value::as_str).filter(|text| is_instant(text));
    let received: Timestamp = received
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| String::from("receivedAt is not YYYY-MM-DDThh:mm:ss.sssZ"))?;
    let [began, now] = span;
    if received < began - APART || received > now + APART {
        return Err(format!(
            "receivedAt is {received}, which is not now: it is when the endpoint took the act, by its own clock, and not by the user's"
        ));
    }
    match receipt.get("authenticated") {
        None => return Err("the receipt lacks authenticated; it is null where no token was asked for".into()),
        Some(Value::Null) => {}
        Some(_) if !is_proved => return Err("authenticated names somebody, and nobody has said who they are".into()),
        Some(who) if who["tenant"] == sent["tenant"] && who["subject"] == sent["subject"] => {}
        Some(_) => return Err("authenticated names somebody else than the record".into()),
    }
    // Whoever gives one with a log promises that it can be verified.
    match receipt.get("log").filter(|log| !log.is_null()).map(|log| serde_json::from_value::<LogProof>(log.clone())) {
        Some(Err(error)) => Err(format!("log cannot be read: {error}")),
        _ => Ok(()),
    }
}
