//! The log to be checked: files in a folder, or a receiver's answers.

use crate::client;
use ciente_evidence::{Hash, Report, VerifierKey, verify_consistent, verify_export};
use serde::Deserialize;
use std::{fs, io, io::Read as _, path::Path};

/// More than any answer about the log has, and any of its files.
const LONGEST: u64 = 64 * 1024;

#[derive(Deserialize)]
struct Proof {
    proof: Vec<String>,
}

pub(super) fn verify(place: &str, since: &[&str], key: &VerifierKey) -> Report {
    if place.starts_with("http://") || place.starts_with("https://") {
        return by_address(place.trim_end_matches('/'), since, key);
    }
    let folder = Path::new(place);
    let read = |name: &str| match whole(&folder.join(name)) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{}: {error}", folder.join(name).display())),
    };
    verify_export(read, since, key)
}

fn by_address(base: &str, since: &[&str], key: &VerifierKey) -> Report {
    // The address of the log itself is taken as well.
    let base = base.strip_suffix("/v1/log").unwrap_or(base);
    let address = format!("{base}/v1/log/checkpoint");
    // A page to log in at, say, is no word of the log's.
    let now = get(&address).and_then(|text| {
        if text.contains("\n\n\u{2014} ") { Ok(text) } else { Err(format!("{address}: the answer is no checkpoint")) }
    });
    verify_consistent(now.as_deref().map_err(String::as_str), since, key, |from, to| {
        let text = get(&format!("{base}/v1/log/proof/consistency?from={from}&to={to}"))?;
        let answer: Proof =
            serde_json::from_str(&text).map_err(|error| format!("the receiver's proof cannot be read: {error}"))?;
        answer.proof.iter().map(|hash| hash.parse::<Hash>().map_err(|error| error.to_string())).collect()
    })
}

/// A pipe or a device would have no end, and a file may be larger than memory.
fn whole(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file"));
    }
    let mut bytes = Vec::new();
    if fs::File::open(path)?.take(LONGEST + 1).read_to_end(&mut bytes)? as u64 > LONGEST {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is longer than any file of a log"));
    }
    Ok(bytes)
}

fn get(url: &str) -> Result<String, String> {
    let mut response = client::agent().get(url).call().map_err(|error| format!("{url}: {error}"))?;
    response.body_mut().with_config().limit(LONGEST).read_to_string().map_err(|error| format!("{url}: {error}"))
}
