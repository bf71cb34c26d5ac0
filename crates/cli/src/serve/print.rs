//! `ciente serve --print-config`: the configuration as a file that could be read again, each value with its source.

use super::{
    keys::{KEYS, Kind},
    layers::Layers,
    warnings::STRANGE,
};
use ciente_receiver::shown_url;
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
            // What holds then stands in the help.
            let default =
                key.help.rsplit_once("[default").and_then(|(_, rest)| rest.strip_suffix(']')).unwrap_or_default();
            let _ = match default.trim_start_matches([':', ' ']) {
                "" => writeln!(out, "# {name}: not set"),
                default => writeln!(out, "# {name}: not set; default: {default}"),
            };
            continue;
        };
        let last = || written.values.last().map_or_else(String::new, |value| quoted(&shown_url(value)));
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
        if layers.is_replaced(tenant) {
            // Read again from one file, both would count.
            let name = format!("tenants.{}.allow_origins", quoted(tenant));
            let _ = writeln!(out, "\n# {name} ({}): allow_origins has others for this tenant", written.source);
            continue;
        }
        let _ = writeln!(out, "\n[tenants.{}]", quoted(tenant));
        let _ = writeln!(out, "allow_origins = {}  # {}", list(&written.values), written.source);
    }
    out
}

fn list(values: &[String]) -> String {
    format!("[{}]", values.iter().map(|value| quoted(&shown_url(value))).collect::<Vec<_>>().join(", "))
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
