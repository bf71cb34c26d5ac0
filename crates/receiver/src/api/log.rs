//! `GET /v1/log/…`: the log's key, its newest checkpoint, and proofs. Hashes only: nothing here is about anybody.

use super::{
    query::{invalid, pairs},
    status::read,
};
use crate::{http::refusal::Refusal, openapi::Problems, receiver::app::App, transparency::Proof};
use axum::{
    Json,
    extract::{RawQuery, State},
    http::header,
    response::IntoResponse,
};
use ciente_evidence::Hash;
use ciente_notice::NameRule;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

const TEXT: [(header::HeaderName, &str); 1] = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];

/// That record `index` is in the log of `size` records (RFC 6962, 2.1.1). Hashes in base64.
#[derive(Debug, Serialize, ToSchema)]
struct Inclusion {
    index: u64,
    size: u64,
    proof: Vec<String>,
}

/// That the log of `from` records is the beginning of that of `to` (RFC 6962, 2.1.2). Hashes in base64.
#[derive(Debug, Serialize, ToSchema)]
struct Consistency {
    from: u64,
    to: u64,
    proof: Vec<String>,
}

/// The key that checks the log's signatures (C2SP signed-note).
#[utoipa::path(get, path = "/v1/log/key", tag = "log", responses((status = 200, body = String, content_type = "text/plain"), Problems))]
pub(super) async fn key(State(app): State<Arc<App>>) -> Result<impl IntoResponse, Refusal> {
    Ok((TEXT, format!("{}\n", app.log_key().await?)))
}

/// The newest checkpoint (C2SP tlog-checkpoint).
#[utoipa::path(get, path = "/v1/log/checkpoint", tag = "log", responses((status = 200, body = String, content_type = "text/plain"), Problems))]
pub(super) async fn checkpoint(State(app): State<Arc<App>>) -> Result<impl IntoResponse, Refusal> {
    Ok((TEXT, app.checkpoint().await?))
}

/// A proof that a record is in the log.
#[utoipa::path(
    get, path = "/v1/log/proof/inclusion", tag = "log",
    params(("index" = u64, Query, description = "Which record, from 0"), ("size" = u64, Query, description = "Of how many records the log is")),
    responses((status = 200, body = Inclusion), Problems),
)]
pub(super) async fn inclusion(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Result<impl IntoResponse, Refusal> {
    let [index, size] = numbers(query.as_deref(), ["index", "size"])?;
    let proof = texts(&app.prove(Proof::Inclusion { index, size }).await?);
    Ok(Json(Inclusion { index, size, proof }))
}

/// A proof that nothing was taken out, changed or put in between.
#[utoipa::path(
    get, path = "/v1/log/proof/consistency", tag = "log",
    params(("from" = u64, Query, description = "The smaller log"), ("to" = u64, Query, description = "The larger one")),
    responses((status = 200, body = Consistency), Problems),
)]
pub(super) async fn consistency(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Result<impl IntoResponse, Refusal> {
    let [from, to] = numbers(query.as_deref(), ["from", "to"])?;
    let proof = texts(&app.prove(Proof::Consistency { from, to }).await?);
    Ok(Json(Consistency { from, to, proof }))
}

fn texts(proof: &[Hash]) -> Vec<String> {
    proof.iter().map(Hash::to_string).collect()
}

fn numbers<const N: usize>(query: Option<&str>, names: [&'static str; N]) -> Result<[u64; N], Refusal> {
    let pairs = pairs(query)?;
    let mut numbers = [0; N];
    for ((number, value), name) in
        numbers.iter_mut().zip(read(pairs, names.map(|member| NameRule { member, longest: 16 }))?).zip(names)
    {
        let digits = value.bytes().all(|byte| byte.is_ascii_digit());
        let parsed = digits.then(|| value.parse().ok()).flatten();
        *number = parsed.ok_or_else(|| invalid(&format!("\"{name}\" must be a number, in decimal digits")))?;
    }
    Ok(numbers)
}
