//! URLs as they may be told: in messages, in logs, and where a configuration is printed.

use crate::receiver::data::names_server;

/// In the place of what is left out.
const MASK: &str = "…";

/// A URL without its password, and without what may hold another: user and query of a web address; of PostgreSQL's, the values
/// of parameters that are passwords. What is no URL is told as it is, unless it is meant as a database's
/// address.
pub fn shown_url(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return if names_server(url) { MASK.to_owned() } else { url.to_owned() };
    };
    let is_database = scheme.starts_with("postgres");
    // What reads PostgreSQL's URLs takes all that is before an `@` for user and password, `/` and `?` among it.
    let end = if is_database { rest.len() } else { rest.find(['/', '?', '#']).unwrap_or(rest.len()) };
    let (user, place) = match rest[..end].rfind('@') {
        Some(at) => (Some(&rest[..at]), &rest[at + 1..]),
        None => (None, rest),
    };
    // An `@` in a password that is a parameter: what comes after it is the rest of that.
    if user.is_some_and(|user| user.contains("password=")) {
        return format!("{scheme}://{MASK}");
    }
    let user =
        user.map_or_else(String::new, |user| format!("{}@", if is_database { name_in(user) } else { MASK.into() }));
    let cut = place.find(['?', '#']).unwrap_or(place.len());
    let (place, query) = (&place[..cut], place.get(cut + 1..).unwrap_or_default());
    let query = match query {
        "" => String::new(),
        query if is_database => format!("?{}", parameters(query)),
        _ => format!("?{MASK}"),
    };
    format!("{scheme}://{user}{place}{query}")
}

/// `name` of `name:password`; nothing of what is no plain name, and may be part of a password.
fn name_in(user: &str) -> String {
    let (name, password) = user.split_once(':').map_or((user, ""), |(name, _)| (name, ":…"));
    let is_plain = |c: char| c.is_alphanumeric() || "_-.%".contains(c);
    if name.chars().all(is_plain) { format!("{name}{password}") } else { MASK.into() }
}

fn parameters(query: &str) -> String {
    let shown = |pair: &str| match pair.split_once('=') {
        Some((name, _)) if name.contains("password") => format!("{name}={MASK}"),
        _ => pair.to_owned(),
    };
    query.split('&').map(shown).collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_secret_is_told() {
        for (url, shown) in [
            ("postgres://ciente:s3cr@t@db:5432/ciente", "postgres://ciente:…@db:5432/ciente"),
            ("postgres://ciente:s3/cr?e#t@db/x", "postgres://ciente:…@db/x"),
            ("postgresql://ciente@db", "postgresql://ciente@db"),
            ("postgres:///x?host=/run&password=s3cr", "postgres:///x?host=/run&password=…"),
            ("postgres:///x?host=/run&password=s@cr", "postgres://…"),
            ("postgres://u@db/x?password=s@cr&sslmode=require", "postgres://…"),
            ("postgres://db/x?sslpassword=s3cr&sslmode=require", "postgres://db/x?sslpassword=…&sslmode=require"),
            ("https://id.example/@tenant/jwks.json", "https://id.example/@tenant/jwks.json"),
            ("https://s3cr@id.example/jwks?code=s3cr#x", "https://…@id.example/jwks?…"),
            ("https://hook:s3cr@h.example", "https://…@h.example"),
            ("notices", "notices"),
            ("https://chat.example", "https://chat.example"),
        ] {
            assert_eq!(shown_url(url), shown);
        }
    }
}
