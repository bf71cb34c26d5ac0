//! What asks other machines for something once, and does not wait for ever.

use std::time::Duration;
use ureq::{
    Agent,
    config::ConfigBuilder,
    tls::{RootCerts, TlsConfig},
    typestate::AgentScope,
};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Follows redirects; a status that is no success is an error.
pub(crate) fn agent() -> Agent {
    patient().build().into()
}

/// What every agent of this command's has, for those that want more of it.
pub(crate) fn patient() -> ConfigBuilder<AgentScope> {
    // An endpoint may have a certificate of its company's own authority.
    let trusted = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    Agent::config_builder().timeout_global(Some(PATIENCE)).tls_config(trusted)
}
