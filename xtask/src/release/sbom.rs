//! What was compiled into a release, as a CycloneDX 1.6 document: each crate with its version, licence and hash, and what it
//! is there for. From what cargo says of the command and of the widget; the npm package brings nothing else.

use super::{VERSION, hex};
use crate::{build::cargo, paths, progress::output};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

/// A crate, by name and version.
type Name = (String, String);

/// What cargo's tree says.
#[derive(Default)]
struct Tree {
    /// Each crate with its licence and whether it is of this repository.
    crates: BTreeMap<Name, (String, bool)>,
    /// What each needs.
    edges: BTreeMap<Name, BTreeSet<Name>>,
}

/// The document, for the command on this platform and for the widget.
pub(super) fn of_everything(platform: &str, time: u64) -> Result<Vec<u8>> {
    let mut tree = Tree::default();
    for (package, target) in [("ciente-cli", platform), ("ciente", "wasm32-unknown-unknown")] {
        tree.read(&listed(package, target)?)?;
    }
    let lock = fs::read_to_string(paths::root().join("Cargo.lock"))?;
    let document = document(&tree, &hashes(&lock)?, time)?;
    Ok(format!("{document:#}\n").into_bytes())
}

fn listed(package: &str, target: &str) -> Result<String> {
    let mut cargo = cargo();
    cargo.args(["tree", "--locked", "--package", package, "--target", target]);
    cargo.args(["--edges", "normal", "--prefix", "depth", "--format", " {p}|{l}"]);
    output(&mut cargo).with_context(|| format!("`cargo tree --package {package} --target {target}` failed"))
}

impl Tree {
    /// Lines of `DEPTH NAME vVERSION (WHERE)|LICENCE`, each below the nearest line above it that is one less deep.
    fn read(&mut self, text: &str) -> Result<()> {
        let mut above: Vec<Name> = Vec::new();
        for line in text.lines() {
            let mut words = line.split_once('|').unwrap_or((line, "")).0.split_whitespace();
            let mut next = || words.next().with_context(|| format!("cargo tree says {line:?}"));
            let (depth, name, version) = (next()?.parse::<usize>()?, next()?, next()?.trim_start_matches('v'));
            let key = (name.to_owned(), version.to_owned());
            // Where a subtree was printed before, `(*)` stands behind the licence.
            let licence = line.split_once('|').map_or("", |(_, licence)| licence.trim_end_matches("(*)").trim());
            let is_ours = line.contains(&format!(" ({}", paths::root().display()));
            self.crates.insert(key.clone(), (licence.replace(" / ", "/").replace('/', " OR "), is_ours));
            above.truncate(depth);
            if let Some(needs) = above.last() {
                self.edges.entry(needs.clone()).or_default().insert(key.clone());
            }
            above.push(key);
        }
        Ok(())
    }
}

/// The checksums of `Cargo.lock`, which are those of the crates as the registry has them.
fn hashes(lock: &str) -> Result<BTreeMap<Name, String>> {
    let lock: toml::Table = lock.parse().context("Cargo.lock")?;
    let packages = lock.get("package").and_then(toml::Value::as_array).context("Cargo.lock has no packages")?;
    let hash = |package: &toml::Value| {
        let text = |key: &str| package.get(key).and_then(toml::Value::as_str).map(str::to_owned);
        Some(((text("name")?, text("version")?), text("checksum")?))
    };
    Ok(packages.iter().filter_map(hash).collect())
}

fn purl((name, version): &Name) -> String {
    format!("pkg:cargo/{name}@{}", version.replace('+', "%2B"))
}

fn document(tree: &Tree, hashes: &BTreeMap<Name, String>, time: u64) -> Result<Value> {
    let mut components = Vec::new();
    for (name, (licence, is_ours)) in &tree.crates {
        let mut component = json!({
            "type": "library", "bom-ref": purl(name), "name": name.0, "version": name.1, "purl": purl(name), "scope": "required",
        });
        if !licence.is_empty() {
            component["licenses"] = json!([{ "expression": licence }]);
        }
        match hashes.get(name) {
            Some(hash) => component["hashes"] = json!([{ "alg": "SHA-256", "content": hash }]),
            None if *is_ours => {}
            None => bail!("{} {} has no checksum in Cargo.lock", name.0, name.1),
        }
        components.push(component);
    }
    let roots = ["ciente", "ciente-cli"].map(|root| purl(&(root.to_owned(), VERSION.to_owned())));
    let own = format!("ciente@{VERSION}");
    let mut needs = vec![json!({ "ref": own, "dependsOn": roots })];
    for name in tree.crates.keys() {
        let on: Vec<_> = tree.edges.get(name).into_iter().flatten().map(purl).collect();
        needs.push(json!({ "ref": purl(name), "dependsOn": on }));
    }
    let mut document = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": jiff::Timestamp::from_second(time.try_into()?)?.to_string(),
            "tools": { "components": [{ "type": "application", "name": "cargo xtask release", "version": VERSION }] },
            "component": {
                "type": "application", "bom-ref": own, "name": "ciente", "version": VERSION,
                "licenses": [{ "expression": env!("CARGO_PKG_LICENSE") }],
            },
        },
        "components": components,
        "dependencies": needs,
    });
    document["serialNumber"] = serial(&document).into();
    Ok(document)
}

/// A UUID that follows from the content (RFC 9562, version 8).
fn serial(document: &Value) -> String {
    let mut bytes = Sha256::digest(document.to_string());
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex = hex(&bytes[..16]);
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Tree {
        let here = paths::root().display();
        let mut tree = Tree::default();
        let command = format!(
            "0 ciente-cli v0.1.0 ({here}/crates/cli)|MIT OR Apache-2.0\n1 axum v0.8.9|MIT\n2 bytes v1.12.2+a|MIT/Apache-2.0\n\
             1 ciente v0.1.0 ({here})|MIT OR Apache-2.0\n2 axum v0.8.9|MIT (*)\n"
        );
        tree.read(&command).unwrap();
        tree.read(&format!("0 ciente v0.1.0 ({here})|MIT OR Apache-2.0\n1 derive v1.0.0 (proc-macro)|\n")).unwrap();
        tree
    }

    const LOCK: &str = "
        [[package]]\nname = \"axum\"\nversion = \"0.8.9\"\nchecksum = \"0a\"
        [[package]]\nname = \"bytes\"\nversion = \"1.12.2+a\"\nchecksum = \"0b\"
        [[package]]\nname = \"ciente\"\nversion = \"0.1.0\"
        [[package]]\nname = \"derive\"\nversion = \"1.0.0\"\nchecksum = \"0c\"";

    #[test]
    fn each_crate_is_there_once_with_what_it_needs() {
        let document = document(&tree(), &hashes(LOCK).unwrap(), 1_000_000_000).unwrap();
        let all = document["components"].as_array().unwrap();
        let names: Vec<_> = all.iter().map(|component| component["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["axum", "bytes", "ciente", "ciente-cli", "derive"]);
        assert_eq!(all[1]["purl"], "pkg:cargo/bytes@1.12.2%2Ba");
        assert_eq!(all[1]["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(all[1]["hashes"][0]["content"], "0b");
        assert!(all[4].get("licenses").is_none() && all[2].get("hashes").is_none());
        let needs = |name: &str| {
            let all = document["dependencies"].as_array().unwrap();
            all.iter().find(|entry| entry["ref"] == name).unwrap()["dependsOn"].clone()
        };
        assert_eq!(needs("pkg:cargo/ciente@0.1.0"), json!(["pkg:cargo/axum@0.8.9", "pkg:cargo/derive@1.0.0"]));
        assert_eq!(needs("pkg:cargo/axum@0.8.9"), json!(["pkg:cargo/bytes@1.12.2%2Ba"]));
        assert_eq!(document["metadata"]["timestamp"], "2001-09-09T01:46:40Z");
    }

    #[test]
    fn the_same_is_the_same_and_what_has_no_checksum_is_refused() {
        let make = |time| document(&tree(), &hashes(LOCK).unwrap(), time).map(|document| document.to_string());
        assert_eq!(make(7).unwrap(), make(7).unwrap());
        assert_ne!(make(7).unwrap(), make(8).unwrap());
        let error = document(&tree(), &BTreeMap::new(), 7).unwrap_err().to_string();
        assert_eq!(error, "axum 0.8.9 has no checksum in Cargo.lock");
    }
}
