//! Which setting a receiver that does not open is about, and where that stands.

use super::{
    ServeError, SettingError,
    layers::{Layers, Source},
    private::private_files,
};
use ciente_receiver::{DataError, IdentityError, OpenError, WebhookError};

/// The error with its setting; by itself where it is about none.
pub(super) fn placed(layers: &Layers, error: OpenError) -> ServeError {
    let place = match &error {
        OpenError::Notices(_) => written(layers, &["notices"]),
        OpenError::Assets { .. } => written(layers, &["assets"]),
        OpenError::Origin(error) => Some(origin(layers, &error.origin)),
        OpenError::Identity(IdentityError::Secret { .. }) => {
            written(layers, &["identity.secret", "identity.secret_file"])
        }
        OpenError::Identity(_) => written(layers, &["identity.jwks"]),
        OpenError::Webhook(WebhookError::Secret) => written(layers, &["webhook.secret", "webhook.secret_file"]),
        OpenError::Webhook(WebhookError::Url { .. }) => written(layers, &["webhook.url"]),
        OpenError::Data(DataError::LogKey(_)) => written(layers, &["log_key", "data"]),
        OpenError::Data(_) => written(layers, &["data"]),
        OpenError::DataIsServed { data, .. } => {
            let private = private_files(layers).into_iter().find(|file| file.path == *data);
            match (private.map_or("data", |file| file.setting), &layers.file) {
                ("config", Some((_, from))) => Some(("config".into(), from.clone())),
                (setting, _) => written(layers, &[setting]),
            }
        }
        OpenError::Webhook(_) => None,
    };
    match place {
        Some((name, source)) => SettingError::coded(&name, &source, &error.to_string(), error.code()).into(),
        None => error.into(),
    }
}

/// The first of them that is set.
fn written(layers: &Layers, names: &[&str]) -> Option<(String, Source)> {
    names.iter().find_map(|name| layers.settings.get(name).map(|written| ((*name).to_owned(), written.source.clone())))
}

/// A tenant has a list of its own, or a part of the list of all: `TENANT=ORIGIN`.
fn origin(layers: &Layers, origin: &str) -> (String, Source) {
    let mut own = layers.tenants.iter().filter(|(tenant, _)| !layers.is_replaced(tenant));
    let own = own.find(|(_, written)| written.values.iter().any(|value| value == origin));
    match own {
        Some((tenant, written)) => (format!("tenants.{tenant:?}.allow_origins"), written.source.clone()),
        None => written(layers, &["allow_origins"]).unwrap_or_else(|| ("allow_origins".into(), Source::Default)),
    }
}
