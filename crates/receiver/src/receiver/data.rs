//! Where acknowledgements are kept: a file, or a PostgreSQL database.

use crate::{DataError, shown_url};
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
    ///
    /// # Errors
    /// When it names another kind of database, or PostgreSQL in another way: each receiver would begin a file of its own.
    pub fn read(value: &str) -> Result<Self, DataError> {
        if value.starts_with("postgres://") || value.starts_with("postgresql://") {
            return Ok(Self::Postgres(value.into()));
        }
        if names_server(value) {
            return Err(DataError::NoPlace);
        }
        // SQLite would read it as a URI, and whatever stands behind a `?` as settings.
        let is_uri = value.starts_with("file:");
        Ok(Self::Sqlite(if is_uri { Path::new(".").join(value) } else { value.into() }))
    }

    /// The file, where it is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(path) => Some(path),
            Self::Postgres(_) => None,
        }
    }
}

/// Whether it is meant as a database server's address, and may hold a password: some other URL, or what libpq reads beside URLs
/// (PostgreSQL, 34.1.1.1).
pub(crate) fn names_server(value: &str) -> bool {
    const SCHEMES: [&str; 4] = ["postgres:", "postgresql:", "sqlite:", "jdbc:"];
    const KEYWORDS: [&str; 6] = ["host=", "hostaddr=", "user=", "dbname=", "password=", "service="];
    value.contains("://")
        || SCHEMES.iter().any(|scheme| value.starts_with(scheme))
        || value.split_whitespace().any(|word| KEYWORDS.iter().any(|keyword| word.starts_with(keyword)))
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
        let data = Data::read("postgres://ciente:s3cr/et@db/ciente?password=s3cr").unwrap();
        assert_eq!(data.to_string(), "postgres://ciente:…@db/ciente?password=…");
        assert_eq!(format!("{data:?}"), data.to_string());
        assert_eq!(Data::read("data.sqlite").unwrap(), Data::Sqlite("data.sqlite".into()));
        assert_eq!(Data::read("file:x?mode=memory").unwrap(), Data::Sqlite("./file:x?mode=memory".into()));
    }

    #[test]
    fn what_is_meant_as_a_server_is_no_file() {
        for value in [
            "host=db user=ciente password=s3cret",
            "dbname=ciente",
            "postgres:/ciente:s3cret@db/ciente",
            "postgress://ciente:s3cret@db/ciente",
            "sqlite:data.sqlite",
            "mysql://db",
        ] {
            let error = Data::read(value).unwrap_err();
            assert_eq!(error.code(), "data-no-place", "{value}");
            assert!(!error.to_string().contains("s3cret") && !shown_url(value).contains("s3cret"), "{value}");
        }
        assert!(Data::read("./user=1.sqlite").is_ok());
    }
}
