//! What is served, described: one OpenAPI document for clients, one for operators. Each operation is described where it is
//! handled, and a route exists only together with its description; here they are put together.

mod schemas;

pub(crate) use schemas::Problems;

use crate::{
    admin, api,
    http::{explain, health},
    receiver::app::App,
};
use axum::{http::header, response::IntoResponse};
use schemas::with_wire_formats;
use serde_json::Value;
use std::sync::{Arc, LazyLock};
use utoipa::openapi::{
    InfoBuilder, LicenseBuilder, OpenApi,
    security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};
use utoipa_axum::{router::OpenApiRouter, routes};

/// What clients and the host's server use.
pub(crate) static PUBLIC: LazyLock<Value> = LazyLock::new(|| {
    let about = "The wire between a client of Ciente and its endpoint. PROTOCOL.md has what an endpoint of your own must \
                 do, and what a client does with each answer. Notices and the widget's files lie under /notices and \
                 /assets.";
    let token = "A JWT that names tenant and subject. Not needed where the receiver takes anonymous calls.";
    document("Ciente receiver", about, token, api::routes().merge(places()))
});

/// What operators use, on the address of their own.
pub(crate) static OPERATORS: LazyLock<Value> = LazyLock::new(|| {
    let about = "The operators' side of a receiver, on an address of its own. No subject stands in a URL.";
    let routes = OpenApiRouter::new().merge(admin::routes()).merge(operators_places());
    document("Ciente receiver, for operators", about, "The token of the operators' side.", routes)
});

/// Beside `/v1`, on the public address.
pub(crate) fn places() -> OpenApiRouter<Arc<App>> {
    health::routes().merge(explain::routes()).routes(routes!(public))
}

/// Beside the operators' pages, with or without a token.
pub(crate) fn operators_places() -> OpenApiRouter<Arc<App>> {
    health::routes().merge(health::metrics_route()).merge(explain::routes()).routes(routes!(operators))
}

/// This description, in OpenAPI 3.1.
#[utoipa::path(get, path = "/openapi.json", tag = "about", responses((status = 200, body = Object)))]
async fn public() -> impl IntoResponse {
    answer(&PUBLIC)
}

/// This description, in OpenAPI 3.1.
#[utoipa::path(get, path = "/openapi.json", tag = "about", responses((status = 200, body = Object)))]
async fn operators() -> impl IntoResponse {
    answer(&OPERATORS)
}

fn answer(document: &Value) -> impl IntoResponse + use<> {
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")], document.to_string())
}

fn document(title: &str, about: &str, token: &str, routes: OpenApiRouter<Arc<App>>) -> Value {
    let mut described: OpenApi = routes.into_openapi();
    let license = LicenseBuilder::new().name(env!("CARGO_PKG_LICENSE")).identifier(Some(env!("CARGO_PKG_LICENSE")));
    described.info = InfoBuilder::new()
        .title(title)
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(about))
        .license(Some(license.build()))
        .build();
    let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(token)).build();
    described.components.get_or_insert_default().add_security_scheme("bearer", SecurityScheme::Http(scheme));
    let mut value = serde_json::to_value(&described).unwrap_or_default();
    describe_answers(&mut value);
    with_wire_formats(value)
}

/// An answer must have a description (OpenAPI 3.1, "Response Object"), also where its status says it all.
fn describe_answers(document: &mut Value) {
    let operations = document["paths"].as_object_mut().into_iter().flatten();
    let operations = operations.flat_map(|(_, item)| item.as_object_mut().into_iter().flatten());
    for (_, operation) in operations {
        for (_, response) in operation["responses"].as_object_mut().into_iter().flatten() {
            if response["description"].as_str().is_none_or(str::is_empty) {
                response["description"] = "Done".into();
            }
        }
    }
}

#[cfg(test)]
mod tests;
