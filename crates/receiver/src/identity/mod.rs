//! Who makes a request: a bearer token (RFC 6750) that is a signed JWT (RFC 7519), checked with keys from a JWK Set or a
//! secret. What the token's holder may do with that is `api`'s affair.

mod claims;
mod config;
mod jwk;
mod keeper;
mod keys;
mod source;
mod token;

use crate::Clock;
use ciente_notice::Identity;
use claims::Rules;
use keeper::Keeper;
use keys::Keys;
use std::sync::Arc;
use token::Token;

pub use config::{IdentityConfig, IdentityError, KeySource};

/// Whether these keys can be used, as far as that can be told without fetching them.
pub(crate) fn check(keys: &KeySource) -> Result<(), IdentityError> {
    match keys {
        KeySource::Url(url) => {
            source::check_url(url).map_err(|detail| IdentityError::Url { url: crate::shown_url(url), detail })
        }
        KeySource::File(_) | KeySource::Secret(_) => source::read_first(keys).map(drop),
    }
}

/// Why a token is not believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// The token is not good; the text says why, never what stood in it.
    Invalid(String),
    /// The keys have never been fetched, so that nobody can say.
    NoKeys,
}

/// Believes tokens, or says why not.
#[derive(Debug)]
pub(crate) struct Verifier {
    keeper: Keeper,
    rules: Rules,
    clock: Clock,
}

impl Verifier {
    /// Reads the keys. Blocks while a file is read; keys at a URL are fetched by a thread of their own, so that a
    /// receiver can start while whoever issues the tokens is away.
    pub(crate) fn open(config: IdentityConfig, clock: Clock) -> Result<Self, IdentityError> {
        let rules = Rules::new(&config);
        Ok(Self { keeper: Keeper::start(config.keys, config.refetch)?, rules, clock })
    }

    /// Whether there are keys to check tokens with.
    pub(crate) fn is_ready(&self) -> bool {
        self.keeper.keys().is_some()
    }

    /// How often the keys have been read again, and how often that failed.
    pub(crate) fn refreshes(&self) -> (u64, u64) {
        self.keeper.refreshes()
    }

    /// Whom a token names. A key that is not known may be a new one, and so may one that has no name: the keys are read again
    /// once before the token is refused.
    pub(crate) async fn verify(&self, token: &str) -> Result<Identity, Doubt> {
        let token = Token::read(token).map_err(Doubt::Invalid)?;
        let known = self.keeper.keys();
        let checked = known.as_ref().map(|keys| keys.check(&token));
        let may_be_new = |keys: &Arc<Keys>| !keys.knows(&token.header) || !keys.names(&token.header);
        match checked {
            Some(Ok(())) => {}
            Some(Err(reason)) if !known.as_ref().is_some_and(may_be_new) => return Err(Doubt::Invalid(reason)),
            _ => {
                let name = token.header.kid.as_deref().unwrap_or_default();
                let asked = self.keeper.asked(name);
                let keys = self.keeper.refreshed().await.ok_or(Doubt::NoKeys)?;
                match keys.check(&token) {
                    Ok(()) => {}
                    // Its key may have been published after they were read, and they cannot be read now.
                    Err(_) if keys.lacks(&token.header) && !self.keeper.was_read_since(asked) => {
                        return Err(Doubt::NoKeys);
                    }
                    Err(reason) => return Err(Doubt::Invalid(reason)),
                }
            }
        }
        let claims = token.claims().map_err(Doubt::Invalid)?;
        self.rules.judge(&claims, self.clock.seconds()).map_err(Doubt::Invalid)
    }
}
