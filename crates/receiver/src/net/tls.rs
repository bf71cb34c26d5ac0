//! Which certificates are believed where the receiver asks others.

use ureq::tls::{RootCerts, TlsConfig};

/// Those that this machine trusts: an identity provider may have a certificate of its company's own authority.
pub(crate) fn of_this_machine() -> TlsConfig {
    TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build()
}
