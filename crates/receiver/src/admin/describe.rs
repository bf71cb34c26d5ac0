//! The page that shows both OpenAPI documents to people: operations with what they take and answer, then the schemas.

use super::{pages::Who, view};
use crate::openapi::{OPERATORS, PUBLIC};
use axum::{extract::Extension, response::Response};
use maud::{Markup, html};
use serde_json::Value;

/// The methods in the order in which they are shown.
const METHODS: [&str; 2] = ["get", "post"];

pub(super) async fn page(Extension(session): Who) -> Response {
    let body = html! {
        p { "What programs can ask of this receiver. For machines: " a href="/openapi.json" { code { "/openapi.json" } }
        " here, and the same path on the public address." }
        (document("operators", "On this address", &OPERATORS))
        (document("public", "On the public address", &PUBLIC))
    };
    view::page("API", &session, &body)
}

fn document(id: &str, title: &str, document: &Value) -> Markup {
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (title) }
            p { (text(&document["info"], "description")) }
            @for (path, item) in members(&document["paths"]) {
                @for method in METHODS {
                    @if let Some(operation) = item.get(method) { (self::operation(id, method, path, operation)) }
                }
            }
            h3 { "Schemas" }
            dl { @for (name, schema) in members(&document["components"]["schemas"]) {
                dt id=(anchor(id, name)) { (name) }
                dd { (described(id, schema)) }
            } }
        }
    }
}

fn operation(within: &str, method: &str, path: &str, operation: &Value) -> Markup {
    let parameters = operation["parameters"].as_array().map_or(&[][..], Vec::as_slice);
    let kinds = members(&operation["requestBody"]["content"]);
    html! {
        section.operation {
            h3 { code { (method.to_uppercase()) " " (path) } }
            p { (text(operation, "summary")) " " (text(operation, "description"))
            @if operation["security"].is_array() { " Authorization: " (authorization(operation)) "." } }
            @if !parameters.is_empty() || kinds.clone().next().is_some() {
                div.wide tabindex="0" role="region" aria-label={ (method) " " (path) " takes (" (within) ")" } { table {
                    caption { "Takes" }
                    thead { tr { @for name in ["Name", "Where", "What"] { th scope="col" { (name) } } } }
                    tbody {
                        @for parameter in parameters { tr {
                            th scope="row" { code { (text(parameter, "name")) } @if parameter["required"] == true { " (required)" } }
                            td { (text(parameter, "in")) }
                            td { (shape(within, &parameter["schema"])) " " (text(parameter, "description")) }
                        } }
                        @for (kind, content) in kinds { tr {
                            th scope="row" { "body" } td { (kind) }
                            td { (shape(within, &content["schema"])) " " (text(&operation["requestBody"], "description")) }
                        } }
                    }
                } }
            }
            div.wide tabindex="0" role="region" aria-label={ (method) " " (path) " answers (" (within) ")" } { table {
                caption { "Answers" }
                thead { tr { @for name in ["Status", "When", "What"] { th scope="col" { (name) } } } }
                tbody { @for (status, response) in members(&operation["responses"]) { tr {
                    th scope="row" { @if status == "default" { "400 and above" } @else { (status) } }
                    td { (text(response, "description")) }
                    td { @for (kind, content) in members(&response["content"]) {
                        div { (shape(within, &content["schema"])) " " code { (kind) } }
                    } }
                } } }
            } }
        }
    }
}

/// A token, or none where the list of ways in has an empty one.
fn authorization(operation: &Value) -> &'static str {
    let ways = operation["security"].as_array().map_or(&[][..], Vec::as_slice);
    if ways.iter().any(|way| way.as_object().is_some_and(serde_json::Map::is_empty)) {
        "Bearer, unless the receiver takes anonymous calls"
    } else {
        "Bearer"
    }
}

/// A schema with its members, one level deep: what lies deeper has a name of its own.
fn described(within: &str, schema: &Value) -> Markup {
    let required = schema["required"].as_array().map_or(&[][..], Vec::as_slice);
    let members: Vec<_> = members(&schema["properties"]).collect();
    html! {
        p { (text(schema, "description")) @if members.is_empty() { " " (shape(within, schema)) } }
        @if !members.is_empty() { ul { @for (name, member) in members { li {
            code { (name) } @if !required.iter().any(|known| known == name) { " (may be absent)" } ": "
            (shape(within, member)) " " (text(member, "description"))
        } } } }
    }
}

/// A schema in a few words, with links to those that have names.
fn shape(within: &str, schema: &Value) -> Markup {
    let name = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
    if let Some(name) = name {
        return html! { a href={ "#" (anchor(within, name)) } { (name) } };
    }
    for (key, word) in [("oneOf", " or "), ("anyOf", " or "), ("allOf", " and ")] {
        if let Some(parts) = schema[key].as_array() {
            return html! { @for (n, part) in parts.iter().enumerate() { @if n > 0 { (word) } (shape(within, part)) } };
        }
    }
    if let Some(value) = schema.get("const") {
        return html! { code { (value) } };
    }
    if let Some(values) = schema["enum"].as_array() {
        return html! { @for (n, value) in values.iter().enumerate() { @if n > 0 { " or " } code { (value) } } };
    }
    match &schema["type"] {
        Value::String(kind) if kind == "array" => html! { "list of " (shape(within, &schema["items"])) },
        Value::String(kind) if kind == "object" && schema["properties"].is_object() => {
            html! { "{ " @for (n, (name, member)) in members(&schema["properties"]).enumerate() {
            @if n > 0 { ", " } code { (name) } ": " (shape(within, member)) } " }" }
        }
        Value::String(kind) => html! { (kind) },
        Value::Array(kinds) => {
            html! { @for (n, kind) in kinds.iter().enumerate() { @if n > 0 { " or " } (kind.as_str().unwrap_or_default()) } }
        }
        _ => html! { "anything" },
    }
}

fn anchor(within: &str, name: &str) -> String {
    format!("{within}-{}", name.to_lowercase())
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> + Clone {
    value.as_object().into_iter().flatten()
}
