//! One event: what it says and how it is signed (Standard Webhooks, "Signature scheme").

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ciente_notice::{Action, Receipt};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::json;
use sha2::Sha256;

/// The shortest secret, in bytes.
const SHORTEST: usize = 24;

#[derive(Debug)]
pub(super) struct Event {
    /// The acknowledgement's: the same on every attempt, so that who hears it twice knows.
    pub(super) id: String,
    pub(super) body: String,
}

impl Event {
    pub(super) fn of(receipt: &Receipt) -> Option<Self> {
        let kind = match receipt.acknowledgement.action {
            Action::Acknowledged => "acknowledgement.acknowledged",
            Action::Declined => "acknowledgement.declined",
        };
        let body =
            json!({ "type": kind, "timestamp": receipt.received_at, "data": serde_json::to_value(receipt).ok()? });
        Some(Self { id: receipt.acknowledgement.id.to_string(), body: body.to_string() })
    }

    /// At `seconds` since 1970.
    pub(super) fn signature(&self, secret: &[u8], seconds: i64) -> String {
        // HMAC takes keys of any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
        mac.update(format!("{}.{seconds}.{}", self.id, self.body).as_bytes());
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    }
}

/// What is signed with: `whsec_` and base64, or the text as it is.
pub(super) fn secret(text: &str) -> Option<Vec<u8>> {
    let bytes = match text.strip_prefix("whsec_") {
        Some(encoded) => STANDARD.decode(encoded).ok()?,
        None => text.as_bytes().to_vec(),
    };
    (bytes.len() >= SHORTEST).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_that_of_standard_webhooks() {
        // The example of the specification's own libraries.
        let secret = secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let event = Event { id: "msg_p5jXN8AQM9LWM0D4loKWxJek".into(), body: r#"{"test": 2432232314}"#.into() };
        assert_eq!(event.signature(&secret, 1_614_265_330), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_secret_that_can_be_guessed_is_none() {
        for bad in ["", "hunter2", "whsec_", "whsec_c2hvcnQ=", "whsec_!!!!"] {
            assert_eq!(secret(bad), None, "{bad}");
        }
        assert_eq!(secret(&"x".repeat(24)).unwrap().len(), 24);
    }
}
