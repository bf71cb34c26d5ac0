//! Where acknowledgements are kept: a file, or a PostgreSQL database.

use crate::shown_url;
use std::{
    fmt,
    path::{Path, PathBuf},
};

/// A place for acknowledgements.
#[derive(Clone, PartialEq, Eq)]
pub enum Data {
    /// A SQLite file.
    Sqlite(PathBuf),
    /// A `postgres://` URL. It may hold a password: `Debug` and `Display` leave that out.
    Postgres(String),
}

impl Data {
    /// Reads an option's value: a URL of PostgreSQL, else a file's path.
    pub fn read(value: &str) -> Self {
        if value.starts_with("postgres://") || value.starts_with("postgresql://") {
            return Self::Postgres(value.into());
        }
        // SQLite would read it as a URI, and whatever stands behind a `?` as settings.
        if value.starts_with("file:") { Self::Sqlite(Path::new(".").join(value)) } else { Self::Sqlite(value.into()) }
    }

    /// The file, where it is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(path) => Some(path),
            Self::Postgres(_) => None,
        }
    }
}

impl From<PathBuf> for Data {
    fn from(path: PathBuf) -> Self {
        Self::Sqlite(path)
    }
}

impl fmt::Display for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "{}", path.display()),
            Self::Postgres(url) => f.write_str(&shown_url(url)),
        }
    }
}

impl fmt::Debug for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_never_shows() {
        let data = Data::read("postgres://ciente:s3cr/et@db/ciente?password=s3cr");
        assert_eq!(data.to_string(), "postgres://ciente:…@db/ciente?password=…");
        assert_eq!(format!("{data:?}"), data.to_string());
        assert_eq!(Data::read("data.sqlite"), Data::Sqlite("data.sqlite".into()));
        assert_eq!(Data::read("file:x?mode=memory"), Data::Sqlite("./file:x?mode=memory".into()));
    }
}
