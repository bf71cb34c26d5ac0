//! What a receiver needs to know to open, already resolved: reading options and files is the command line's work.

use crate::{AdminToken, Clock, Data, IdentityConfig, Keep, Limits, Random, WebhookConfig};
use std::{collections::BTreeMap, path::PathBuf};

/// How to open a [`crate::Receiver`].
#[derive(Debug, Clone)]
pub struct ReceiverConfig {
    /// The folder that `ciente build` wrote: `<id>/manifest.json` and the parts it names. Served under `/notices/`.
    pub notices: PathBuf,
    /// The SQLite file, which is made when it is not there (its folder is not), or a PostgreSQL database.
    pub data: Data,
    /// The file with the log's private key; for a SQLite file, `<file>.log-key` where none is named. It is made at first
    /// start.
    pub log_key: Option<PathBuf>,
    /// Files with secrets that were read already. None may lie in a folder that is served.
    pub private: Vec<PathBuf>,
    /// How long acknowledgements are kept.
    pub keep: Keep,
    /// The widget's files, served under `/assets/`.
    pub assets: Option<PathBuf>,
    /// The origins whose pages may call `/v1`, each as a browser writes it: `https://chat.example`.
    pub allow_origins: Vec<String>,
    /// The same for tenants that have a list of their own, which then counts alone.
    pub tenant_origins: BTreeMap<String, Vec<String>>,
    /// Whether tenant and subject are believed without proof.
    pub allow_anonymous: bool,
    /// How bearer tokens are checked; without it there are none.
    pub identity: Option<IdentityConfig>,
    /// How much and how long clients may ask.
    pub limits: Limits,
    /// What opens the admin pages and their JSON; without it there are none.
    pub admin_token: Option<AdminToken>,
    /// Where each new record is told.
    pub webhook: Option<WebhookConfig>,
    /// What time it is.
    pub clock: Clock,
    /// Where salts and a new key come from.
    pub random: Random,
}

impl ReceiverConfig {
    /// Where the notices and the records are; for all else what is safe: no pages of other origins, nobody anonymous,
    /// nothing removed.
    pub fn new(notices: impl Into<PathBuf>, data: impl Into<Data>, clock: Clock) -> Self {
        Self {
            notices: notices.into(),
            data: data.into(),
            log_key: None,
            private: Vec::new(),
            keep: Keep::for_ever(),
            assets: None,
            allow_origins: Vec::new(),
            tenant_origins: BTreeMap::new(),
            allow_anonymous: false,
            identity: None,
            limits: Limits::default(),
            admin_token: None,
            webhook: None,
            clock,
            random: Random::system(),
        }
    }
}
