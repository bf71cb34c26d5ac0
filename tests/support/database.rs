//! What is in the receiver's database, read beside the running receiver.

use anyhow::Result;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Map, Value};
use std::path::Path;

/// All acknowledgements, in the order in which they were recorded: one object a row, one member a column.
pub fn rows(file: &Path) -> Result<Vec<Map<String, Value>>> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut statement = connection.prepare("SELECT * FROM acknowledgements ORDER BY seq")?;
    let names: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
    let rows = statement.query_map([], |row| {
        let value = |i: usize| -> rusqlite::Result<Value> {
            Ok(match row.get_ref(i)? {
                rusqlite::types::ValueRef::Integer(n) => Value::from(n),
                rusqlite::types::ValueRef::Text(text) => Value::from(String::from_utf8_lossy(text)),
                _ => Value::Null,
            })
        };
        names.iter().enumerate().map(|(i, name)| Ok((name.clone(), value(i)?))).collect()
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The acknowledgements of one subject.
pub fn rows_of(file: &Path, subject: &str) -> Result<Vec<Map<String, Value>>> {
    Ok(rows(file)?.into_iter().filter(|row| row["subject"] == subject).collect())
}
