//! What a receiver may be started with, and whoever starts it should know.

use super::{layers::Layers, private::PrivateFile};
use ciente_receiver::{ReceiverConfig, is_open_to_all};
use std::path::Path;

/// Of a variable that begins as ours do.
pub(super) const STRANGE: &str =
    "there is no such setting, and it sets nothing; `ciente serve --print-config` lists all";

pub(super) fn warnings(layers: &Layers, receiver: &ReceiverConfig, private: &[PrivateFile]) -> Vec<String> {
    let mut warnings: Vec<String> =
        layers.strangers.iter().map(|name| format!("{name} (environment): {STRANGE}")).collect();
    if !receiver.allow_anonymous && receiver.identity.is_none() {
        warnings.push(
            "no authentication is configured: every acknowledgement is answered with 401; --identity-jwks names the \
             keys of tokens, --allow-anonymous believes what clients say"
                .into(),
        );
    }
    if receiver.identity.as_ref().is_some_and(|identity| identity.audiences.is_empty()) {
        warnings.push("identity.audiences is not set: a token that was issued for another service is taken too".into());
    }
    // Of the log's key the receiver says it itself: it may be one that no setting names.
    let secrets = private.iter().filter(|file| file.is_secret && file.setting != "log_key");
    let database = receiver.data.file().map(|path| ("data", path));
    let files = secrets.map(|file| (file.setting, file.path.as_path())).chain(database);
    warnings.extend(files.filter(|(_, path)| is_open_to_all(path)).map(|(name, path)| open_to_all(name, path)));
    if layers.text("webhook.url").is_some_and(|url| url.starts_with("http://")) {
        warnings.push("webhook.url is not https: whoever is on the way reads who acknowledged what".into());
    }
    if receiver.limits.proxies.iter().any(|network| network.prefix_len() == 0) {
        warnings.push("limits.proxies has every address in it: whoever connects says which address is theirs".into());
    }
    warnings
}

fn open_to_all(name: &str, path: &Path) -> String {
    format!("{name}: every user of this machine, or of this container, can read {}: chmod o-rwx", path.display())
}
