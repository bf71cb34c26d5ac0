//! `GET /v1/acknowledgements?notice=…`: whether someone has acknowledged a notice, on whatever device.

use super::{
    caller::Caller,
    query::{invalid, pairs},
};
use crate::{
    http::{
        etag::{etag, is_known},
        refusal::Refusal,
    },
    openapi::Problems,
    receiver::app::App,
    store::Latest,
};
use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use ciente_notice::{Identity, NameRule, ProblemCode};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// The answer. Whether that version still holds is for the client to judge, which has the manifest; or it asks for
/// `current=true`, and then it is one boolean.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Status {
    acknowledged: bool,
    /// What was acknowledged last, of the versions that still count if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    received_at: Option<String>,
}

/// The one value that the parameter can have.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "it only describes; the handler reads the text")]
enum Current {
    True,
}

const NOTICE: NameRule = NameRule { member: "notice", longest: 64 };
const CURRENT: &str = "current";

/// Whether someone has acknowledged a notice, on whatever device.
#[utoipa::path(
    get, path = "/v1/acknowledgements", tag = "acknowledgements", security((), ("bearer" = [])),
    params(
        ("notice" = String, Query, description = "The notice's id", min_length = 1, max_length = 64),
        ("tenant" = Option<String>, Query, description = "Where no token is needed; else it comes from the token", min_length = 1, max_length = 128),
        ("subject" = Option<String>, Query, description = "Likewise", min_length = 1, max_length = 256),
        ("current" = inline(Option<Current>), Query, description = "`true`: one boolean, whether what was acknowledged holds now"),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of an earlier answer"),
    ),
    responses(
        (status = 200, description = "What is known", body = Status, headers(("ETag" = String))),
        (status = 304, description = "As before"),
        (status = 403, description = "origin-not-allowed: the page's Origin is not on the list for this tenant",
            body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        Problems,
    ),
)]
pub(super) async fn get(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let caller = Caller::of(&app, &headers).await?;
    let is_proven = caller.is_proven();
    let mut pairs = pairs(query.as_deref())?;
    let current = take_current(&mut pairs)?;
    let (notice, holder) = match caller {
        Caller::Proven(holder) => {
            let [notice] = read(pairs, [NOTICE])?;
            (notice, holder)
        }
        Caller::Anonymous => {
            let [notice, tenant, subject] = read(pairs, [NOTICE, NameRule::TENANT, NameRule::SUBJECT])?;
            (notice, Identity { tenant, subject })
        }
    };
    app.admit(&headers, &holder.tenant, &holder.subject, is_proven)?;
    let latest = app.latest(holder, &notice).await?;
    let status = match latest {
        _ if current => Status {
            acknowledged: latest.is_some_and(|latest| app.holds_now(&notice, &latest.version)),
            ..Status::default()
        },
        Some(Latest { version, digest, received_at }) => {
            Status { acknowledged: true, version: Some(version), digest: Some(digest), received_at: Some(received_at) }
        }
        None => Status::default(),
    };
    answer(&status, &headers)
}

/// What was acknowledged stays so, and may be kept for a minute; what was not may change the next moment, and is asked
/// for again each time, which costs only a comparison of tags (RFC 9110, 13.1.2).
fn answer(status: &Status, asked: &HeaderMap) -> Result<Response, Refusal> {
    let fault = |_| Refusal::new(ProblemCode::Internal, "the answer could not be written");
    let body = serde_json::to_vec(status).map_err(fault)?;
    let tag = etag(&body);
    let caching = if status.acknowledged { "private, max-age=60" } else { "private, no-cache" };
    let is_known = is_known(asked, &tag);
    let headers = [
        (header::ETAG, tag),
        (header::CACHE_CONTROL, HeaderValue::from_static(caching)),
        (header::VARY, HeaderValue::from_static("authorization")),
    ];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    Ok((kind, headers, body).into_response())
}

/// `current=true`, once, or not at all.
fn take_current(pairs: &mut Vec<(String, String)>) -> Result<bool, Refusal> {
    let before = pairs.len();
    if pairs.iter().any(|(name, value)| name == CURRENT && value != "true") {
        return Err(invalid("\"current\" can only be true"));
    }
    pairs.retain(|(name, _)| name != CURRENT);
    match before - pairs.len() {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(invalid("\"current\" stands twice")),
    }
}

/// Each parameter once, none empty, none longer than an acknowledgement could have it, and no other.
pub(super) fn read<const N: usize>(pairs: Vec<(String, String)>, names: [NameRule; N]) -> Result<[String; N], Refusal> {
    let mut values = [const { None }; N];
    for (name, value) in pairs {
        let known = names.iter().zip(&mut values).find(|(rule, _)| rule.member == name);
        let Some((rule, slot)) = known else {
            let from_token = if N == 1 && [NameRule::TENANT, NameRule::SUBJECT].iter().any(|rule| rule.member == name) {
                ": with a token, it comes from there"
            } else {
                ""
            };
            return Err(invalid(&format!("\"{name}\" is not a parameter here{from_token}")));
        };
        if !rule.allows(&value) {
            return Err(invalid(&format!("\"{name}\" must have {rule}")));
        }
        if slot.replace(value).is_some() {
            return Err(invalid(&format!("\"{name}\" stands twice")));
        }
    }
    if let Some((missing, _)) = names.iter().zip(&values).find(|(_, value)| value.is_none()) {
        return Err(invalid(&format!("\"{}\" is missing", missing.member)));
    }
    Ok(values.map(Option::unwrap_or_default))
}
