//! `ciente serve --print-config`: the configuration as a file that could be read again, each value with its source.

use super::{
    keys::{KEYS, Kind},
    layers::Layers,
    resolve::STRANGE,
};
use std::fmt::Write as _;

const MASK: &str = "********";

pub(super) fn print(layers: &Layers) -> String {
    let mut out = String::new();
    for name in &layers.strangers {
        let _ = writeln!(out, "# {name} (environment): {STRANGE}");
    }
    let mut table = "";
    for key in KEYS {
        let (prefix, name) = key.name.split_once('.').unwrap_or(("", key.name));
        if prefix != table {
            table = prefix;
            let _ = writeln!(out, "\n[{table}]");
        }
        let Some(written) = layers.settings.get(key.name) else {
            let _ = writeln!(out, "# {name}: not set");
            continue;
        };
        let one = |value: &String| {
            let shown = masked(value);
            quoted(&if key.name == "webhook.url" { without_query(&shown) } else { shown })
        };
        let last = || written.values.last().map_or_else(String::new, one);
        let value = match key.kind {
            Kind::Secret => quoted(MASK),
            Kind::List => list(&written.values),
            Kind::Switch => match written.values.last().map(String::as_str) {
                Some("true" | "1") => "true".to_owned(),
                Some("false" | "0") => "false".to_owned(),
                _ => last(),
            },
            Kind::Text => last(),
        };
        let _ = writeln!(out, "{name} = {value}  # {}", written.source);
    }
    for (tenant, written) in &layers.tenants {
        let _ = writeln!(out, "\n[tenants.{}]", quoted(tenant));
        let _ = writeln!(out, "allow_origins = {}  # {}", list(&written.values), written.source);
    }
    out
}

fn list(values: &[String]) -> String {
    format!("[{}]", values.iter().map(|value| quoted(&masked(value))).collect::<Vec<_>>().join(", "))
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// What a webhook's URL has after its path is often what lets whoever knows it in.
fn without_query(url: &str) -> String {
    url.split_once('?').map_or_else(|| url.to_owned(), |(before, _)| format!("{before}?{MASK}"))
}

/// Without the user information of a URL: `postgres://ciente:********@db/ciente`.
fn masked(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return text.to_owned() };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    // A password may stand in the query too.
    let path = match path.split_once("password=") {
        Some((before, after)) => format!("{before}password={MASK}{}", after.find('&').map_or("", |at| &after[at..])),
        None => path.to_owned(),
    };
    match authority.rsplit_once('@') {
        Some((user, host)) => {
            let user = user.split_once(':').map_or(user, |(user, _)| user);
            format!("{scheme}://{user}:{MASK}@{host}{path}")
        }
        None => format!("{scheme}://{authority}{path}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_in_urls_are_masked_wherever_they_stand() {
        for (url, shown) in [
            ("postgres://ciente:s3cret@db:5432/x", "postgres://ciente:********@db:5432/x"),
            ("postgres://ciente:p@ss@db/x", "postgres://ciente:********@db/x"),
            (
                "postgres://db/x?user=a&password=s3cret&sslmode=require",
                "postgres://db/x?user=a&password=********&sslmode=require",
            ),
            ("https://id.example/jwks.json", "https://id.example/jwks.json"),
            ("notices", "notices"),
        ] {
            assert_eq!(masked(url), shown);
        }
    }
}
