//! Whether a receipt says what was sent.

use super::super::endpoint::Answer;
use ciente_notice::is_instant;
use serde_json::Value;

/// The receipt in an answer; none where the endpoint gives none.
pub(super) fn of(answer: &Answer) -> Option<Value> {
    answer.json().filter(|body| body.get("format").is_some_and(|format| format == "ciente/receipt/1"))
}

/// What is wrong with a receipt for this act.
pub(super) fn check(receipt: &Value, sent: &Value) -> Result<(), String> {
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
    if !receipt.get("receivedAt").and_then(Value::as_str).is_some_and(is_instant) {
        return Err("receivedAt is not YYYY-MM-DDThh:mm:ss.sssZ".into());
    }
    match receipt.get("authenticated") {
        None => Err("the receipt lacks authenticated; it is null where no token was asked for".into()),
        Some(Value::Null) => Ok(()),
        Some(who) if who["tenant"] == sent["tenant"] && who["subject"] == sent["subject"] => Ok(()),
        Some(_) => Err("authenticated names somebody else than the record".into()),
    }
}
