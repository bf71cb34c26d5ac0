//! Answers of the layer's own, and what it does to those of the receiver.

use super::Flaw;
use axum::{
    body::to_bytes,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

/// Of somebody who acknowledged that version.
pub(super) fn says(version: &str) -> Response {
    let notice = crate::samples::acknowledgement(crate::samples::ID, version)["notice"].clone();
    let said = json!({ "acknowledged": true, "version": version, "digest": notice["digest"], "receivedAt": "2026-11-23T10:00:41.318Z" });
    own(([(header::CACHE_CONTROL, "no-store")], said.to_string()).into_response())
}

pub(super) fn refuse(status: u16) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/problem+json"), (header::CACHE_CONTROL, "no-store")];
    let body = json!({ "type": "about:blank", "title": "No.", "status": status }).to_string();
    own((StatusCode::from_u16(status).unwrap(), headers, body).into_response())
}

/// An answer of this layer's own, which a page may read as it may the receiver's.
#[derive(Clone)]
pub(super) struct Own;

pub(super) fn own(mut answer: Response) -> Response {
    answer.extensions_mut().insert(Own);
    answer
}

pub(super) fn no_store(status: StatusCode) -> Response {
    own((status, [(header::CACHE_CONTROL, "no-store")]).into_response())
}

pub(super) async fn after(
    flaw: Flaw,
    method: &Method,
    origin: Option<HeaderValue>,
    subject: &str,
    answer: Response,
) -> Response {
    let (mut head, body) = answer.into_parts();
    let bytes = to_bytes(body, 1 << 20).await.unwrap();
    let mut value: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let status = head.status.as_u16();
    let problem = value["type"].as_str().unwrap_or_default().to_owned();
    let receipt = value["format"] == "ciente/receipt/1";
    let remove = |headers: &mut HeaderMap, name: &HeaderName| drop(headers.remove(name));
    match flaw {
        Flaw::Webhook if head.status.is_success() && *method == Method::POST => {
            head.status = StatusCode::ACCEPTED;
            value = Value::Null;
        }
        Flaw::ReceiptsWith202 if status == 201 => head.status = StatusCode::ACCEPTED,
        // It says what was sent, whatever it keeps.
        Flaw::Folds | Flaw::Normalises | Flaw::Trims | Flaw::Cuts if receipt => {
            value["acknowledgement"]["subject"] = subject.into();
        }
        Flaw::OtherTime if value["acknowledged"] == true => value["receivedAt"] = "2020-01-01T00:00:00.000Z".into(),
        Flaw::SaysCurrent if value["acknowledged"] == true && value["version"] == "2" => return says("3"),
        Flaw::NewReceipts if receipt && status == 200 => value["receivedAt"] = "2020-01-01T00:00:00.000Z".into(),
        Flaw::ReplaysAreNew if receipt => head.status = StatusCode::CREATED,
        Flaw::AnyDigest if problem.ends_with("unknown-notice") => return no_store(StatusCode::ACCEPTED),
        Flaw::AnyNames if value["errors"][0]["code"] == "contradiction" => return no_store(StatusCode::ACCEPTED),
        Flaw::StaleIsFine if status == 409 => return no_store(StatusCode::ACCEPTED),
        Flaw::AltersReceipt if receipt => value["acknowledgement"]["client"]["widget"] = "another".into(),
        Flaw::NoAuthenticated if receipt => drop(value.as_object_mut().unwrap().remove("authenticated")),
        Flaw::KnowsEverybody if value["acknowledged"] == false => value["acknowledged"] = true.into(),
        Flaw::WrongDigest if value["acknowledged"] == true => value["digest"] = "sha-256:0".into(),
        Flaw::ReceivedWhenActed if receipt => value["receivedAt"] = value["acknowledgement"]["actedAt"].clone(),
        Flaw::LogIsNonsense if receipt => value["log"] = json!({ "index": -1 }),
        Flaw::ReceiptsOfAnotherFormat if receipt => value["format"] = "ciente/receipt/2".into(),
        Flaw::SaysWhoNobodyIs if receipt => {
            let who = &value["acknowledgement"];
            value["authenticated"] = json!({ "tenant": who["tenant"], "subject": who["subject"] });
        }
        Flaw::ReplaysAre204 if head.status.is_success() => {
            head.status = StatusCode::NO_CONTENT;
            value = Value::Null;
        }
        Flaw::UnknownUsersAre404 if value["acknowledged"] == false => return refuse(404),
        Flaw::TwoOrigins => {
            if let Some(one) = head.headers.get(header::ACCESS_CONTROL_ALLOW_ORIGIN).cloned() {
                head.headers.append(header::ACCESS_CONTROL_ALLOW_ORIGIN, one);
            }
        }
        Flaw::StatusCannotBeRead if *method == Method::GET => {
            remove(&mut head.headers, &header::ACCESS_CONTROL_ALLOW_ORIGIN);
        }
        Flaw::ConflictCannotBeRead if status == 409 => {
            remove(&mut head.headers, &header::ACCESS_CONTROL_ALLOW_ORIGIN);
        }
        Flaw::ExposedWhenTaken if status >= 400 => remove(&mut head.headers, &header::ACCESS_CONTROL_EXPOSE_HEADERS),
        Flaw::TwoLines => {
            for name in
                [header::CACHE_CONTROL, header::ACCESS_CONTROL_ALLOW_HEADERS, header::ACCESS_CONTROL_EXPOSE_HEADERS]
            {
                let Some(list) = head.headers.remove(&name) else { continue };
                for one in list.to_str().unwrap().rsplit(',').chain(["x-other"]) {
                    head.headers.append(name.clone(), one.trim().parse().unwrap());
                }
            }
        }
        Flaw::ExposesAll => {
            head.headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("*"));
        }
        Flaw::Cached => remove(&mut head.headers, &header::CACHE_CONTROL),
        Flaw::NoAllow => remove(&mut head.headers, &header::ALLOW),
        Flaw::PlainRefusals if status >= 400 => {
            head.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        Flaw::OtherStatusInProblem if status >= 400 => value["status"] = 200.into(),
        Flaw::NoKeyInPreflight if *method == Method::OPTIONS => {
            head.headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("content-type"));
        }
        Flaw::RefusalsCannotBeRead if status >= 400 => remove(&mut head.headers, &header::ACCESS_CONTROL_ALLOW_ORIGIN),
        Flaw::NothingExposed => remove(&mut head.headers, &header::ACCESS_CONTROL_EXPOSE_HEADERS),
        Flaw::AnyOrigin => {
            if let Some(origin) = origin {
                head.headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            }
        }
        _ => {}
    }
    head.headers.remove(header::CONTENT_LENGTH);
    let body = if value.is_null() { Vec::new() } else { value.to_string().into_bytes() };
    Response::from_parts(head, body.into())
}
