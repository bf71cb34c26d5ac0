//! `ciente schema`: the JSON Schemas as they stand in the repository. They are made from the types by a test.

use crate::{
    args::SchemaArgs,
    failure::{Coded, PRINT},
};
use serde_json::{Map, Value};
use std::{
    io::{self, Write},
    process::ExitCode,
};

/// The formats, by the names that the command line knows.
const SCHEMAS: [(&str, &str); 5] = [
    ("notice", include_str!("../../../schemas/notice.json")),
    ("manifest", include_str!("../../../schemas/manifest.json")),
    ("changes", include_str!("../../../schemas/changes.json")),
    ("acknowledgement", include_str!("../../../schemas/acknowledgement.json")),
    ("receipt", include_str!("../../../schemas/receipt.json")),
];

/// Why no schema was printed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SchemaError {
    /// A format that there is not.
    #[error("there is no format \"{0}\"; there are notice, manifest, changes, acknowledgement and receipt")]
    Unknown(String),
    /// The schemas in the program are no JSON: a fault of the build.
    #[error("a schema is no JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The terminal or pipe went away.
    #[error("cannot print: {0}")]
    Print(#[from] io::Error),
}

impl Coded for SchemaError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "schema-unknown",
            Self::Json(_) => "schema-invalid",
            Self::Print(_) => PRINT,
        }
    }
}

/// Prints one schema, or all of them as members of one object.
pub(crate) fn run(args: &SchemaArgs) -> Result<ExitCode, SchemaError> {
    let out = match &args.name {
        Some(name) => {
            let found = SCHEMAS.iter().find(|(known, _)| known == name);
            found.map(|(_, schema)| (*schema).to_owned()).ok_or_else(|| SchemaError::Unknown(name.clone()))?
        }
        None => {
            let all: Result<Map<String, Value>, serde_json::Error> =
                SCHEMAS.iter().map(|(name, schema)| Ok(((*name).to_owned(), serde_json::from_str(schema)?))).collect();
            format!("{:#}\n", Value::Object(all?))
        }
    };
    io::stdout().lock().write_all(out.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
