//! The body as JSON, in which no member may stand twice.

use crate::refusal::Refusal;
use ciente_evidence::parse_strict;
use ciente_notice::ProblemCode;
use serde_json::Value;

pub(super) fn parse(bytes: &[u8]) -> Result<Value, Refusal> {
    // serde_json's messages end with the line and the column.
    parse_strict(bytes).map_err(|error| Refusal::new(ProblemCode::MalformedJson, error.to_string()))
}
