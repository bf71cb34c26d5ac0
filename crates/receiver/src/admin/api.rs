//! `/admin/v1`: the pages' JSON twin. People are named in bodies only, because URLs end up in logs.

use super::{
    ask,
    form::{person, reason},
};
use crate::{app::App, csv, refusal::Refusal};
use axum::{
    Json,
    body::Bytes,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::header,
    response::{IntoResponse, Response},
};
use ciente_notice::{Identity, ProblemCode};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::sync::Arc;

type Answer = Result<Response, Refusal>;
type Shared = State<Arc<App>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    tenant: String,
    subject: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Export {
    tenant: String,
    subject: String,
    format: Format,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Format {
    Ndjson,
    Csv,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Erase {
    tenant: String,
    subject: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Missing {
    tenant: String,
    notice: String,
    subjects: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tenant {
    tenant: String,
}

/// Says where reading stopped, and nothing of what stood there: it names people.
fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|error| {
        let code = if error.is_data() { ProblemCode::InvalidQuery } else { ProblemCode::MalformedJson };
        Refusal::new(code, format!("the body cannot be read, at line {} column {}", error.line(), error.column()))
    })
}

fn named(body: &Bytes) -> Result<Identity, Refusal> {
    let Person { tenant, subject } = read(body)?;
    person(&tenant, &subject)
}

pub(super) async fn search(State(app): Shared, body: Bytes) -> Answer {
    let records: Vec<Value> = ask::records(&app, &named(&body)?)
        .await?
        .iter()
        .map(|kept| json!({ "index": kept.index, "salt": kept.salt, "receipt": kept.receipt }))
        .collect();
    Ok(Json(json!({ "records": records })).into_response())
}

pub(super) async fn evidence(State(app): Shared, body: Bytes) -> Answer {
    let page = ask::evidence(&app, named(&body)?).await?;
    Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response())
}

pub(super) async fn export(State(app): Shared, body: Bytes) -> Answer {
    let Export { tenant, subject, format } = read(&body)?;
    let records = ask::records(&app, &person(&tenant, &subject)?).await?;
    let (kind, text) = match format {
        Format::Ndjson => ("application/x-ndjson", csv::ndjson(&records)),
        Format::Csv => ("text/csv; charset=utf-8", csv::table(&records)),
    };
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}

pub(super) async fn erase(State(app): Shared, body: Bytes) -> Answer {
    let Erase { tenant, subject, reason: why } = read(&body)?;
    let erased = ask::erase(&app, person(&tenant, &subject)?, reason(&why)?).await?;
    Ok(Json(json!({ "erased": erased })).into_response())
}

pub(super) async fn coverage(State(app): Shared, query: Result<Query<Tenant>, QueryRejection>) -> Answer {
    let Query(Tenant { tenant }) =
        query.map_err(|_| Refusal::new(ProblemCode::InvalidQuery, "expected the parameter tenant, and no other"))?;
    Ok(Json(json!({ "coverage": ask::coverage(&app, &tenant).await? })).into_response())
}

pub(super) async fn missing(State(app): Shared, body: Bytes) -> Answer {
    let Missing { tenant, notice, subjects } = read(&body)?;
    Ok(Json(ask::missing(&app, &tenant, &notice, subjects).await?).into_response())
}

/// The text as it was archived, byte for byte.
pub(super) async fn notice(State(app): Shared, Path(digest): Path<String>) -> Answer {
    let text = ask::notice(&app, &digest).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text.body).into_response())
}
