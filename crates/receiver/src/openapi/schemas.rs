//! Schemas that several operations share: problems, and the wire's own formats, which have theirs in `schemas/`.

use serde_json::{Map, Value};
use std::collections::BTreeMap;
use utoipa::{
    IntoResponses, PartialSchema as _, ToSchema,
    openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder, response::Response},
};

/// The formats as they stand in the repository, made from the types that are read and written.
const FORMATS: [&str; 2] =
    [include_str!("../../../../schemas/receipt.json"), include_str!("../../../../schemas/notice.json")];

const DEFINITIONS: &str = "#/$defs/";
const COMPONENTS: &str = "#/components/schemas/";

/// Problem details (RFC 9457).
#[derive(ToSchema)]
#[expect(dead_code, reason = "it is described, not made: ciente_notice::Problem is what is written")]
pub(super) struct ProblemDetails {
    /// A URI reference that ends in `/problems/<code>`.
    r#type: String,
    /// The same sentence for every occurrence.
    title: String,
    /// The status once more.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What is wrong this time, for a developer to read.
    detail: String,
    /// Everything that is wrong in the body; absent with other problems than `invalid-acknowledgement`.
    errors: Option<Vec<Violation>>,
}

/// One thing that is wrong in a body.
#[derive(ToSchema)]
#[expect(dead_code, reason = "described, not made")]
pub(super) struct Violation {
    /// A JSON Pointer (RFC 6901) into the body.
    pointer: String,
    /// The rule.
    code: String,
    /// What would be right.
    detail: String,
}

/// Every answer of 400 and above.
pub(crate) struct Problems;

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let content = ContentBuilder::new().schema(Some(Ref::new(format!("{COMPONENTS}Problem")))).build();
        let response = ResponseBuilder::new()
            .description("What is wrong; its type leads to what to do")
            .content(ciente_notice::Problem::MEDIA_TYPE, content)
            .build();
        [("default".to_owned(), RefOr::T(response))].into()
    }
}

/// Adds what `document` refers to, until nothing it refers to is missing.
pub(super) fn with_wire_formats(mut document: Value) -> Value {
    let formats = FORMATS.iter().filter_map(|text| serde_json::from_str(text).ok()).flat_map(hoist);
    let ours = [("Problem", ProblemDetails::schema()), ("Violation", Violation::schema())];
    let ours =
        ours.into_iter().filter_map(|(name, schema)| Some((name.to_owned(), serde_json::to_value(schema).ok()?)));
    let mut known: Map<String, Value> = formats.chain(ours).collect();
    loop {
        let text = document.to_string();
        let wanted = |name: &str| text.contains(&format!("\"{COMPONENTS}{name}\""));
        let (found, rest): (Map<_, _>, Map<_, _>) = known.into_iter().partition(|(name, _)| wanted(name));
        if found.is_empty() {
            return document;
        }
        known = rest;
        let Some(schemas) = document["components"]["schemas"].as_object_mut() else { return document };
        schemas.extend(found);
    }
}

/// A schema and its definitions as components, by their names.
fn hoist(mut schema: Value) -> Vec<(String, Value)> {
    refer(&mut schema);
    let Some(root) = schema.as_object_mut() else { return Vec::new() };
    root.remove("$schema");
    let definitions = root.remove("$defs");
    let name = root.get("title").and_then(Value::as_str).unwrap_or_default().to_owned();
    let definitions = definitions.and_then(|all| Some(all.as_object()?.clone())).unwrap_or_default();
    definitions.into_iter().chain([(name, schema)]).collect()
}

/// Makes references to definitions into references to components.
fn refer(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Some(name) = text.strip_prefix(DEFINITIONS) {
                *text = format!("{COMPONENTS}{name}");
            }
        }
        Value::Array(values) => values.iter_mut().for_each(refer),
        Value::Object(members) => members.values_mut().for_each(refer),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
