//! `/admin/v1`: the pages' JSON twin. People are named in bodies only, because URLs end up in logs.

use super::{
    ask,
    form::{Sent, person, reason, whole},
    guard::part,
    pages::Part,
};
use crate::{
    api::pairs,
    http::refusal::Refusal,
    openapi::Problems,
    receiver::app::App,
    store::{Covered, Kept},
    vault::csv,
};
use axum::{
    Json,
    extract::{RawQuery, State, rejection::JsonRejection},
    http::header,
    response::{IntoResponse, Response},
};
use ciente_notice::{Identity, ProblemCode};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::sync::Arc;
use utoipa::{ToSchema, openapi::Ref};

type Answer = Result<Response, Refusal>;
type Shared = State<Arc<App>>;

/// One user of one tenant.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Person {
    #[schema(min_length = 1, max_length = 128)]
    tenant: String,
    #[schema(min_length = 1, max_length = 256)]
    subject: String,
}

/// Whose records, and in which form.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Export {
    #[schema(min_length = 1, max_length = 128)]
    tenant: String,
    #[schema(min_length = 1, max_length = 256)]
    subject: String,
    format: Format,
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Format {
    Ndjson,
    Csv,
}

/// Whose records go, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Erase {
    #[schema(min_length = 1, max_length = 128)]
    tenant: String,
    #[schema(min_length = 1, max_length = 256)]
    subject: String,
    /// Stays in the tombstone: name nobody in it.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Whom to ask about.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Asked {
    #[schema(min_length = 1, max_length = 128)]
    tenant: String,
    /// The notice's id.
    #[schema(min_length = 1, max_length = 64)]
    notice: String,
    #[schema(max_items = 100_000)]
    subjects: Vec<String>,
}

/// Somebody's records, in the order of the log.
#[derive(Serialize, ToSchema)]
struct Records {
    records: Vec<Record>,
}

#[derive(Serialize, ToSchema)]
struct Record {
    /// Its number in the log.
    index: u64,
    /// That of its leaf, in base64.
    salt: String,
    #[schema(schema_with = receipt)]
    receipt: ciente_notice::Receipt,
}

fn receipt() -> Ref {
    Ref::new("#/components/schemas/Receipt")
}

/// How many records went.
#[derive(Serialize, ToSchema)]
struct Erased {
    erased: u64,
}

/// Acknowledgements by day of arrival (UTC), version and locale.
#[derive(Serialize, ToSchema)]
struct Coverage {
    coverage: Vec<Covered>,
}

/// Which member is wrong and what would be right, and nothing of what stands there: it names people.
fn read<T: DeserializeOwned>(body: Sent) -> Result<T, Refusal> {
    let body = whole(body, ProblemCode::MalformedJson)?;
    // serde would take members by their order, as an array.
    if body.trim_ascii_start().first().is_some_and(|first| b"[\"ntf-0123456789".contains(first)) {
        return Err(Refusal::new(ProblemCode::MalformedJson, "expected an object, at line 1 column 0"));
    }
    Json::from_bytes(&body).map(|Json(read)| read).map_err(|error| {
        let text = error.body_text();
        let (text, at) = text.rsplit_once(" at line ").unwrap_or((&text, "1 column 0"));
        let what = match text.split_once("target type: ") {
            Some((_, what)) if matches!(error, JsonRejection::JsonDataError(_)) => without_values(what),
            _ => "the body is not JSON".to_owned(),
        };
        Refusal::new(ProblemCode::MalformedJson, format!("{what}, at line {at}"))
    })
}

/// serde's sentence, after the member's place: `subjects[1]: invalid type: …, expected a string`. Names of members stay in
/// it, values do not.
fn without_values(text: &str) -> String {
    let about = ["missing field", "unknown field", "duplicate field", "invalid ", "unknown variant"];
    let begins = about.iter().filter_map(|kind| text.find(kind)).min().unwrap_or_default();
    let (place, what) = text.split_at(begins);
    if about[..3].iter().any(|kind| what.starts_with(kind)) {
        return text.to_owned();
    }
    let expected = what.rsplit_once("expected ").map_or("something else", |(_, expected)| expected);
    format!("{place}expected {expected}")
}

fn named(body: Sent) -> Result<Identity, Refusal> {
    let Person { tenant, subject } = read(body)?;
    person(&tenant, &subject)
}

/// Somebody's records.
#[utoipa::path(
    post, path = "/admin/v1/subjects/search", tag = "subjects", security(("bearer" = [])), request_body = Person,
    responses((status = 200, description = "All of them", body = Records), Problems),
)]
pub(super) async fn search(State(app): Shared, body: Sent) -> Answer {
    let kept = ask::records(&app, &named(body)?).await?;
    let records = kept.into_iter().map(|Kept { index, salt, receipt }| Record { index, salt, receipt }).collect();
    Ok(Json(Records { records }).into_response())
}

/// Somebody's evidence in one file: records, receipts, proofs and the notices as shown. `ciente verify` checks it.
#[utoipa::path(
    post, path = "/admin/v1/subjects/evidence", tag = "subjects", security(("bearer" = [])), request_body = Person,
    responses((status = 200, body = String, content_type = "text/html"), Problems),
)]
pub(super) async fn evidence(State(app): Shared, body: Sent) -> Answer {
    let page = ask::evidence(&app, named(body)?).await?;
    Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response())
}

/// Somebody's records as NDJSON or CSV.
#[utoipa::path(
    post, path = "/admin/v1/subjects/export", tag = "subjects", security(("bearer" = [])), request_body = Export,
    responses((status = 200, content((String = "application/x-ndjson"), (String = "text/csv"))), Problems),
)]
pub(super) async fn export(State(app): Shared, body: Sent) -> Answer {
    let Export { tenant, subject, format } = read(body)?;
    let (kind, form): (_, fn(&[Kept]) -> String) = match format {
        Format::Ndjson => ("application/x-ndjson", csv::ndjson),
        Format::Csv => ("text/csv; charset=utf-8", csv::table),
    };
    let text = ask::written(&app, &person(&tenant, &subject)?, form).await?;
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}

/// Removes somebody's records; tombstones stay, and every other proof holds.
#[utoipa::path(
    post, path = "/admin/v1/subjects/erase", tag = "subjects", security(("bearer" = [])), request_body = Erase,
    responses((status = 200, body = Erased), Problems),
)]
pub(super) async fn erase(State(app): Shared, body: Sent) -> Answer {
    let Erase { tenant, subject, reason: why } = read(body)?;
    let erased = ask::erase(&app, person(&tenant, &subject)?, reason(&why)?).await?;
    Ok(Json(Erased { erased }).into_response())
}

/// How many have acknowledged what, and when.
#[utoipa::path(
    get, path = "/admin/v1/coverage", tag = "tenants", security(("bearer" = [])), params(("tenant" = String, Query)),
    responses((status = 200, body = Coverage), Problems),
)]
pub(super) async fn coverage(State(app): Shared, RawQuery(query): RawQuery) -> Answer {
    let expected = || Refusal::new(ProblemCode::InvalidQuery, "expected the parameter tenant, and no other");
    let [(name, tenant)] = <[_; 1]>::try_from(pairs(query.as_deref())?).map_err(|_| expected())?;
    if name != "tenant" {
        return Err(expected());
    }
    Ok(Json(Coverage { coverage: ask::coverage(&app, &tenant).await? }).into_response())
}

/// Who of a list has not acknowledged what holds now.
#[utoipa::path(
    post, path = "/admin/v1/missing", tag = "tenants", security(("bearer" = [])), request_body = Asked,
    responses((status = 200, body = ask::Missing), Problems),
)]
pub(super) async fn missing(State(app): Shared, body: Sent) -> Answer {
    let Asked { tenant, notice, subjects } = read(body)?;
    Ok(Json(ask::missing(&app, &tenant, &notice, subjects).await?).into_response())
}

/// The text of a digest as it was archived, byte for byte.
#[utoipa::path(
    get, path = "/admin/v1/notices/{digest}", tag = "notices", security(("bearer" = [])),
    params(("digest" = String, Path, description = "`sha-256:` and 64 hexadecimal digits")),
    responses((status = 200, body = ref("#/components/schemas/Notice")), Problems),
)]
pub(super) async fn notice(State(app): Shared, digest: Part) -> Answer {
    let text = ask::notice(&app, &part(digest)?).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text.body).into_response())
}
