//! `GET /v1/acknowledgements?notice=…`: whether someone has acknowledged a notice, on whatever device.

use super::identity;
use crate::{app::App, refusal::Refusal, store::Latest};
use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
};
use ciente_notice::{Identity, ProblemCode};
use serde::Serialize;
use std::sync::Arc;

/// The answer. Whether that version still holds is for the client to judge, which has the manifest.
#[derive(Debug, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub(super) enum Status {
    Acknowledged { acknowledged: bool, version: String, digest: String, received_at: String },
    Not { acknowledged: bool },
}

impl From<Option<Latest>> for Status {
    fn from(latest: Option<Latest>) -> Self {
        match latest {
            Some(Latest { version, digest, received_at }) => {
                Self::Acknowledged { acknowledged: true, version, digest, received_at }
            }
            None => Self::Not { acknowledged: false },
        }
    }
}

pub(super) async fn get(
    State(app): State<Arc<App>>,
    query: Result<Query<Vec<(String, String)>>, QueryRejection>,
) -> Result<Json<Status>, Refusal> {
    identity::require(&app)?;
    let Query(pairs) = query.map_err(|error| invalid(&error.body_text()))?;
    let [notice, tenant, subject] = read(pairs, [("notice", 64), ("tenant", 128), ("subject", 256)])?;
    let latest = app.latest(Identity { tenant, subject }, &notice).await?;
    Ok(Json(latest.into()))
}

/// Each parameter once, none empty, none longer than an acknowledgement could have it, and no other.
pub(super) fn read<const N: usize>(
    pairs: Vec<(String, String)>,
    names: [(&str, usize); N],
) -> Result<[String; N], Refusal> {
    let mut values = [const { None }; N];
    for (name, value) in pairs {
        let known = names.iter().zip(&mut values).find(|((known, _), _)| *known == name);
        let Some(((_, longest), slot)) = known else {
            return Err(invalid(&format!("\"{name}\" is not a parameter here")));
        };
        if value.trim().is_empty() || value.chars().count() > *longest {
            return Err(invalid(&format!("\"{name}\" must have 1 to {longest} characters")));
        }
        if slot.replace(value).is_some() {
            return Err(invalid(&format!("\"{name}\" stands twice")));
        }
    }
    if let Some(((missing, _), _)) = names.iter().zip(&values).find(|(_, value)| value.is_none()) {
        return Err(invalid(&format!("\"{missing}\" is missing")));
    }
    Ok(values.map(Option::unwrap_or_default))
}

pub(super) fn invalid(detail: &str) -> Refusal {
    Refusal::new(ProblemCode::InvalidQuery, detail)
}
