//! Settings as written → what the receiver is started with. The one place where `ciente serve` asks what they mean.

use super::{
    SettingError,
    keys::{KEYS, Key, Kind},
    layers::{Layers, Source, no_tenant},
    private::private_files,
    warnings::warnings,
};
use ciente_notice::NameRule;
use ciente_receiver::{
    AdminToken, Clock, Data, IdentityConfig, Keep, KeySource, Limits, Network, ReceiverConfig, WebhookConfig,
    canonical_network,
};
use std::{collections::BTreeMap, net::SocketAddr, path::PathBuf, time::Duration};

/// What `ciente serve` does.
#[derive(Debug)]
pub(super) struct Resolved {
    pub(super) listen: SocketAddr,
    pub(super) admin: Option<SocketAddr>,
    pub(super) json_log: bool,
    pub(super) receiver: ReceiverConfig,
    /// What is allowed but should be known.
    pub(super) warnings: Vec<String>,
}

pub(super) fn resolve(layers: &Layers) -> Result<Resolved, SettingError> {
    empty(layers)?;
    let data = layers.needed("data")?;
    let data = Data::read(data).map_err(|error| layers.wrong_as("data", &error.to_string(), error.code()))?;
    let mut receiver = ReceiverConfig::new(layers.needed("notices")?, data, Clock::system());
    receiver.log_key = layers.text("log_key").map(PathBuf::from);
    receiver.keep = Keep::read(layers.list("keep")).map_err(|error| layers.wrong("keep", &error.to_string()))?;
    receiver.assets = layers.text("assets").map(PathBuf::from);
    (receiver.allow_origins, receiver.tenant_origins) = origins(layers)?;
    receiver.allow_anonymous = layers.switch("allow_anonymous")?;
    receiver.identity = identity(layers)?;
    receiver.limits = limits(layers)?;
    receiver.webhook = webhook(layers)?;
    let admin = layers.text("admin.listen").map(|_| layers.parsed("admin.listen", ADDRESS)).transpose()?;
    receiver.admin_token = admin_token(layers)?;
    let json_log = match layers.text("log_format") {
        Some("json") => true,
        Some("text") | None => false,
        Some(_) => return Err(layers.wrong("log_format", "expected text or json")),
    };
    let listen: SocketAddr = layers.parsed("listen", ADDRESS)?;
    if admin == Some(listen) && listen.port() != 0 {
        return Err(layers.wrong("admin.listen", "this is where everybody is served (listen); operators need another"));
    }
    let private = private_files(layers);
    let warnings = warnings(layers, &receiver, &private);
    receiver.private = private.into_iter().map(|file| file.path).collect();
    Ok(Resolved { listen, admin, json_log, receiver, warnings })
}

/// What is set and says nothing was meant to say something: a variable whose value got lost must not switch a check off.
fn empty(layers: &Layers) -> Result<(), SettingError> {
    let is_empty = |key: &&Key| match (key.kind, layers.settings.get(key.name)) {
        (Kind::Text, Some(written)) => written.values.last().is_some_and(|text| text.trim().is_empty()),
        // Whoever writes [] in a file means it.
        (Kind::List, Some(written)) => {
            written.values.is_empty() && matches!(written.source, Source::Variable(_))
                || written.values.iter().any(|text| text.trim().is_empty())
        }
        _ => false,
    };
    match KEYS.iter().find(is_empty) {
        Some(key) => Err(layers.wrong(key.name, "it is empty; unset it")),
        None => Ok(()),
    }
}

/// The shortest `identity.refetch`: strangers' tokens must not become a storm on the issuer.
const REFETCH: Duration = Duration::from_secs(1);

/// The longest `identity.leeway`: it lengthens the life of every token.
const LEEWAY: Duration = Duration::from_secs(3600);

const ADDRESS: &str = "expected an address and a port, such as 127.0.0.1:8080 or [::]:8080";

/// The origins of all tenants, and those of each.
type Allowed = (Vec<String>, BTreeMap<String, Vec<String>>);

/// `ORIGIN` for all, `TENANT=ORIGIN` for one. No origin holds an equals sign. As with every setting, a tenant's list on a higher
/// layer takes the place of that on a lower one.
fn origins(layers: &Layers) -> Result<Allowed, SettingError> {
    let mut everybody = Vec::new();
    let of_file = layers.tenants.iter().filter(|(tenant, _)| !layers.is_replaced(tenant));
    let mut tenants: BTreeMap<String, Vec<String>> =
        of_file.map(|(tenant, written)| (tenant.clone(), written.values.clone())).collect();
    for origin in layers.list("allow_origins") {
        match origin.rsplit_once('=') {
            Some((tenant, _)) if !NameRule::TENANT.allows(tenant) => {
                return Err(layers.wrong("allow_origins", &format!("{origin}: {}", no_tenant())));
            }
            Some((tenant, origin)) => tenants.entry(tenant.into()).or_default().push(origin.into()),
            None => everybody.push(origin.clone()),
        }
    }
    Ok((everybody, tenants))
}

fn identity(layers: &Layers) -> Result<Option<IdentityConfig>, SettingError> {
    let secret = layers.secret("identity.secret", "identity.secret_file")?;
    let keys = match (layers.text("identity.jwks"), secret) {
        (None, None) => {
            // A half-configured receiver would answer 401 to everybody without saying why.
            let names = ["identity.issuers", "identity.audiences", "identity.tenant"];
            return match names.iter().find(|name| layers.settings.contains_key(*name)) {
                Some(name) => Err(layers.wrong(name, "this needs identity.jwks or identity.secret_file")),
                None => Ok(None),
            };
        }
        (Some(_), Some(_)) => {
            return Err(layers.wrong("identity.jwks", "there is also a secret: tokens have one kind of key"));
        }
        (Some(url), None) if url.contains("://") => KeySource::Url(url.to_owned()),
        (Some(path), None) => KeySource::File(path.into()),
        (None, Some(secret)) => KeySource::Secret(secret.into_bytes()),
    };
    let mut identity = IdentityConfig::new(keys);
    identity.issuers = layers.list("identity.issuers").to_vec();
    identity.audiences = layers.list("identity.audiences").to_vec();
    identity.leeway = layers.duration("identity.leeway")?;
    if identity.leeway > LEEWAY {
        let detail = "two clocks that are right are not an hour apart; expected at most 1h";
        return Err(layers.wrong("identity.leeway", detail));
    }
    identity.refetch = layers.duration("identity.refetch")?;
    if identity.refetch < REFETCH {
        let detail =
            "whoever sends tokens with unknown keys would have them fetched without a pause; expected at least 1s";
        return Err(layers.wrong("identity.refetch", detail));
    }
    identity.subject_claim = claim(layers, "identity.subject_claim")?;
    identity.tenant_claim = claim(layers, "identity.tenant_claim")?;
    identity.tenant = layers.text("identity.tenant").map(str::to_owned);
    if identity.tenant.as_deref().is_some_and(|tenant| !NameRule::TENANT.allows(tenant)) {
        return Err(layers.wrong("identity.tenant", &no_tenant()));
    }
    Ok(Some(identity))
}

/// The name of a claim, or the JSON Pointer to it (RFC 6901): one that points nowhere would refuse every token.
fn claim(layers: &Layers, name: &'static str) -> Result<String, SettingError> {
    let claim = layers.needed(name)?;
    let is_escaped = |rest: &str| rest.starts_with(['0', '1']);
    if claim.starts_with('/') && !claim.split('~').skip(1).all(is_escaped) {
        return Err(layers.wrong(name, "no JSON Pointer: ~ is written ~0 there, and / within a name ~1"));
    }
    Ok(claim.to_owned())
}

fn limits(layers: &Layers) -> Result<Limits, SettingError> {
    let address = layers.rate("limits.address", "600/m")?;
    let mut exempt: Vec<Network> = Vec::new();
    if layers.text("limits.address").is_none() {
        // What comes from this machine is a proxy that stands for everybody, or a test.
        exempt.extend(["127.0.0.0/8", "::1/128"].iter().filter_map(|network| network.parse::<Network>().ok()));
    }
    let network = |text: &String| {
        let one = || text.parse::<std::net::IpAddr>().ok().map(Into::into);
        text.parse().ok().or_else(one).map(canonical_network).ok_or_else(|| {
            let detail = format!("{text:?} is no address and no network such as 10.0.0.0/8");
            layers.wrong("limits.proxies", &detail)
        })
    };
    let head_bytes = layers.parsed("limits.head_bytes", "expected a number of bytes")?;
    if head_bytes < 8192 {
        return Err(layers.wrong("limits.head_bytes", "expected at least 8192: a head with a token in it must fit"));
    }
    let connections = layers.parsed("limits.connections", "expected a number")?;
    if !(1..=1_000_000).contains(&connections) {
        return Err(layers.wrong("limits.connections", "expected a number from 1 to 1000000"));
    }
    Ok(Limits {
        head_timeout: layers.duration("limits.head_timeout")?,
        body_timeout: layers.duration("limits.body_timeout")?,
        write_timeout: layers.duration("limits.write_timeout")?,
        head_bytes,
        connections,
        drain: layers.duration("limits.drain")?,
        subject: layers.rate("limits.subject", "60/m")?,
        unproven: layers.text("limits.subject").is_some(),
        address,
        exempt,
        proxies: layers.list("limits.proxies").iter().map(network).collect::<Result<_, _>>()?,
    })
}

fn admin_token(layers: &Layers) -> Result<Option<AdminToken>, SettingError> {
    let Some(text) = layers.secret("admin.token", "admin.token_file")? else { return Ok(None) };
    let name = if layers.settings.contains_key("admin.token") { "admin.token" } else { "admin.token_file" };
    if layers.text("admin.listen").is_none() {
        return Err(layers.wrong(name, "this needs admin.listen"));
    }
    AdminToken::new(&text).map(Some).map_err(|error| layers.wrong(name, &error.to_string()))
}

fn webhook(layers: &Layers) -> Result<Option<WebhookConfig>, SettingError> {
    let secret = layers.secret("webhook.secret", "webhook.secret_file")?;
    match (layers.text("webhook.url"), secret) {
        (None, None) => Ok(None),
        (Some(url), Some(secret)) => Ok(Some(WebhookConfig::new(url.to_owned(), secret))),
        (Some(_), None) => Err(layers.wrong("webhook.url", "events are always signed: set webhook.secret_file too")),
        (None, Some(_)) => {
            let name =
                if layers.settings.contains_key("webhook.secret") { "webhook.secret" } else { "webhook.secret_file" };
            Err(layers.wrong(name, "this needs webhook.url"))
        }
    }
}
