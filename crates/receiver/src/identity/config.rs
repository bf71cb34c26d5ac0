//! What the operator says about tokens, resolved, and what can be wrong with it.

use std::{io, path::PathBuf, time::Duration};

/// The shortest secret for HS256, in bytes: as long as its hash (RFC 7518, 3.2).
pub(crate) const SHORTEST_SECRET: usize = 32;

/// How bearer tokens are checked and read.
#[derive(Debug, Clone)]
pub struct IdentityConfig {
    /// The keys that sign them.
    pub keys: KeySource,
    /// What `iss` may be; empty: anything.
    pub issuers: Vec<String>,
    /// What must be in `aud`, one of them; empty: anything.
    pub audiences: Vec<String>,
    /// How far apart two clocks may be.
    pub leeway: Duration,
    /// The claim that holds the subject: a member's name, or a JSON Pointer (RFC 6901) that begins with `/`.
    pub subject_claim: String,
    /// The claim that holds the tenant, likewise.
    pub tenant_claim: String,
    /// The tenant of a token that has no such claim.
    pub tenant: Option<String>,
    /// How long to wait before keys are read again because of a key that is not known.
    pub refetch: Duration,
}

impl IdentityConfig {
    /// Keys, and for all else what is usual: any issuer and audience, a minute of leeway, `sub` and `tenant`.
    pub fn new(keys: KeySource) -> Self {
        Self {
            keys,
            issuers: Vec::new(),
            audiences: Vec::new(),
            leeway: Duration::from_secs(60),
            subject_claim: "sub".into(),
            tenant_claim: "tenant".into(),
            tenant: None,
            refetch: Duration::from_secs(10),
        }
    }
}

/// Where keys come from.
#[derive(Clone)]
pub enum KeySource {
    /// A file with a JWK Set (RFC 7517, section 5). Looked at again every five minutes.
    File(PathBuf),
    /// The same at an `https:` URL, or at `http:` on this machine. Read again every five minutes.
    Url(String),
    /// A secret for HS256: the bytes as they are.
    Secret(Vec<u8>),
}

impl std::fmt::Debug for KeySource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
            Self::Url(url) => f.debug_tuple("Url").field(url).finish(),
            Self::Secret(_) => f.write_str("Secret(********)"),
        }
    }
}

/// Why a receiver does not start with these keys.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// The file is not there or cannot be read.
    #[error("the keys of tokens, {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file holds no keys that can be used.
    #[error("the keys of tokens, {}: {detail}", path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What is wrong, and what would be right.
        detail: String,
    },
    /// The URL is none, or would let anybody on the way put in keys of their own.
    #[error("the keys of tokens, {url}: {detail}")]
    Url {
        /// The URL.
        url: String,
        /// What is wrong with it.
        detail: &'static str,
    },
    /// A secret that can be guessed, or that is none.
    #[error("the secret of tokens: {detail}")]
    Secret {
        /// What is wrong, and what would be right.
        detail: String,
    },
    /// The thread that reads keys cannot be started.
    #[error("the keys of identity.jwks cannot be watched: {0}")]
    Thread(io::Error),
}

impl IdentityError {
    /// Stable across releases.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "identity-unreadable",
            Self::Unusable { .. } => "identity-unusable",
            Self::Url { .. } => "identity-url",
            Self::Secret { .. } => "identity-secret",
            Self::Thread(_) => "identity-thread",
        }
    }
}
