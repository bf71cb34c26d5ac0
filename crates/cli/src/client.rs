//! What asks other machines for something once, and does not wait for ever.

use std::time::Duration;
use ureq::tls::{RootCerts, TlsConfig};

/// How long an answer may take.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Follows redirects; a status that is no success is an error.
pub(crate) fn agent() -> ureq::Agent {
    // An endpoint may have a certificate of its company's own authority.
    let trusted = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).tls_config(trusted).build().into()
}
