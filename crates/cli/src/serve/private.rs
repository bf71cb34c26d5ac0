//! The files that nobody else may read. Who serves, who warns and who explains an error ask one list.

use super::{
    keys::{KEYS, Kind},
    layers::{Layers, Source},
};
use ciente_receiver::shown_url;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Which settings name a file with a secret in it.
const SECRETS: [&str; 4] = ["log_key", "admin.token_file", "identity.secret_file", "webhook.secret_file"];

/// A file that must not be served to anybody.
#[derive(Debug)]
pub(super) struct PrivateFile {
    /// The setting that names it; `config` for the file of the settings.
    pub(super) setting: &'static str,
    pub(super) path: PathBuf,
    /// Whether whoever reads it knows a secret. The settings say how a receiver can be attacked, also where they hold none.
    pub(super) is_secret: bool,
}

/// All that the settings name, and the file in which they stand. The database is not among them.
pub(super) fn private_files(layers: &Layers) -> Vec<PrivateFile> {
    let named = |setting: &'static str| {
        layers.text(setting).map(|path| PrivateFile { setting, path: path.into(), is_secret: true })
    };
    let jwks = named("identity.jwks").filter(|file| holds_secrets(&file.path));
    let config = layers.file.as_ref().map(|(path, _)| PrivateFile {
        setting: "config",
        path: path.clone(),
        is_secret: has_secrets(layers),
    });
    SECRETS.into_iter().filter_map(named).chain(jwks).chain(config).collect()
}

/// Whether a file of keys holds some that sign as well as they verify (RFC 7518, 6.4). One that cannot be read is told of elsewhere.
fn holds_secrets(path: &Path) -> bool {
    let set = fs::read(path).ok().and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    set.is_some_and(|set| {
        set["keys"].as_array().into_iter().flatten().any(|key| key["kty"] == "oct" || key.get("d").is_some())
    })
}

/// Whether a secret stands in the file of the settings.
fn has_secrets(layers: &Layers) -> bool {
    let is_secret = |name: &str, values: &[String]| {
        KEYS.iter().any(|key| key.name == name && key.kind == Kind::Secret)
            // A URL of a database may hold a password.
            || name == "data" && values.iter().any(|url| shown_url(url) != *url)
    };
    layers
        .settings
        .iter()
        .any(|(name, written)| matches!(written.source, Source::File { .. }) && is_secret(name, &written.values))
}
