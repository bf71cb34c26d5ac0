//! The allow-list of web origins, checked once at start and compared byte for byte ever after.

use axum::http::{HeaderMap, HeaderValue, header};
use std::collections::{BTreeMap, HashMap, HashSet};

/// An allowed origin that no browser would ever send.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{origin:?}: {reason}; an origin is scheme://host[:port], for example https://chat.example")]
pub struct OriginError {
    /// The origin as it was given.
    pub origin: String,
    /// What is wrong with it.
    pub reason: &'static str,
}

/// The origins whose pages may call the receiver.
#[derive(Debug, Default)]
pub(crate) struct Origins {
    everybody: HashSet<HeaderValue>,
    tenants: HashMap<String, HashSet<HeaderValue>>,
}

impl Origins {
    /// `origins` for every tenant but those that have a list of their own in `tenants`.
    pub(crate) fn new(origins: &[String], tenants: &BTreeMap<String, Vec<String>>) -> Result<Self, OriginError> {
        let own = tenants.iter().map(|(tenant, origins)| Ok((tenant.clone(), read(origins)?)));
        Ok(Self { everybody: read(origins)?, tenants: own.collect::<Result<_, _>>()? })
    }

    /// Whether it is on any list. A preflight does not say for which tenant it asks.
    pub(crate) fn allow(&self, origin: &HeaderValue) -> bool {
        self.everybody.contains(origin) || self.tenants.values().any(|own| own.contains(origin))
    }

    /// The origin that a request names and that may not call for this tenant. A request without one is no page's.
    pub(crate) fn refused<'h>(&self, headers: &'h HeaderMap, tenant: &str) -> Option<&'h HeaderValue> {
        // Browsers send one. Of several, one that is not listed is enough.
        headers.get_all(header::ORIGIN).iter().find(|origin| {
            let is_listed = self.tenants.get(tenant).unwrap_or(&self.everybody).contains(*origin);
            // On another tenant's list only, it is that tenant's page, also where it is the receiver's own origin.
            !is_listed && (self.allow(origin) || !is_own(origin, headers))
        })
    }
}

/// Whether the page is one of the origin that it calls. Browsers name that origin too, and an operator need not list it. The
/// scheme is not compared: behind a proxy with TLS the receiver does not know its own. A proxy may also have changed `Host`;
/// then `Sec-Fetch-Site`, which no page can set, still tells.
pub(crate) fn is_own(origin: &HeaderValue, headers: &HeaderMap) -> bool {
    let authority = origin.to_str().ok().and_then(|origin| Some(origin.split_once("://")?.1));
    let is_host = |host: &str| authority.is_some_and(|authority| authority.eq_ignore_ascii_case(host));
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    text("sec-fetch-site") == Some("same-origin") || text("host").is_some_and(is_host)
}

fn read(origins: &[String]) -> Result<HashSet<HeaderValue>, OriginError> {
    let read = |origin: &String| {
        let error = |reason| OriginError { origin: origin.clone(), reason };
        check(origin).map_err(error)?;
        HeaderValue::from_str(origin).map_err(|_| error("it cannot stand in a header"))
    };
    origins.iter().map(read).collect()
}

/// Only what a browser's serialisation of an origin can be (HTML, "serialization of an origin"): any other form would be
/// accepted here and then never match, which is worse than a refusal at start.
fn check(origin: &str) -> Result<(), &'static str> {
    if origin == "*" {
        return Err("a wildcard would let every page read who acknowledged what");
    }
    if origin == "null" {
        return Err("\"null\" is the origin of every sandboxed frame");
    }
    let (scheme, authority) = origin.split_once("://").ok_or("there is no scheme")?;
    if origin.bytes().any(|b| b.is_ascii_uppercase()) {
        return Err("browsers write it in lower case");
    }
    if !scheme.starts_with(|c: char| c.is_ascii_lowercase())
        || !scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    {
        return Err("its scheme is not one");
    }
    if authority.contains(['/', '?', '#', '@']) {
        return Err("nothing may follow host and port, not even a slash, and no user may precede them");
    }
    let (host, port) = split_port(authority)?;
    if let Some(port) = port {
        let number: u16 = port.parse().map_err(|_| "its port is not 1 to 65535")?;
        if number == 0 || number.to_string() != port {
            return Err("its port is not 1 to 65535");
        }
        if matches!((scheme, number), ("https", 443) | ("http", 80)) {
            return Err("browsers leave out the scheme's own port");
        }
    }
    let is_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    let is_address = |host: &str| host.parse::<std::net::Ipv6Addr>().is_ok_and(|address| address.to_string() == host);
    match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(address) if is_address(address) => Ok(()),
        None if !host.is_empty() && host.bytes().all(is_name) => Ok(()),
        _ => Err("its host is not a name or an address (an international name is written in its xn-- form)"),
    }
}

fn split_port(authority: &str) -> Result<(&str, Option<&str>), &'static str> {
    match authority.rfind(']') {
        Some(end) => match authority.split_at(end + 1) {
            (host, "") => Ok((host, None)),
            (host, rest) => Ok((host, Some(rest.strip_prefix(':').ok_or("its port is not 1 to 65535")?))),
        },
        None => Ok(authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderName;

    #[test]
    fn what_a_browser_sends_is_taken() {
        for good in [
            "https://chat.example",
            "http://127.0.0.1:8080",
            "http://localhost:1",
            "https://[::1]:8443",
            "http://[2001:db8::1]",
            "capacitor://localhost",
            "chrome-extension://abcdef",
            "https://xn--bcher-kva.example",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn a_tenants_own_list_stands_in_place_of_the_general_one() {
        let [general, own, unknown] =
            ["https://a.example", "https://b.example", "https://c.example"].map(str::to_owned);
        let tenants = BTreeMap::from([("1".to_owned(), vec![own.clone()])]);
        let origins = Origins::new(std::slice::from_ref(&general), &tenants).unwrap();
        let [general, own, unknown] = [general, own, unknown].map(|origin| HeaderValue::try_from(origin).unwrap());
        assert!(origins.allow(&general) && origins.allow(&own) && !origins.allow(&unknown));
        let refuses = |origin: &HeaderValue, tenant| {
            origins.refused(&HeaderMap::from_iter([(header::ORIGIN, origin.clone())]), tenant).is_some()
        };
        assert!(!refuses(&own, "1") && refuses(&general, "1"));
        assert!(!refuses(&general, "2") && refuses(&own, "2"));
        assert!(refuses(&unknown, "1") && refuses(&unknown, "2"));
        assert_eq!(origins.refused(&HeaderMap::new(), "1"), None);
    }

    #[test]
    fn a_page_of_the_receivers_own_origin_is_known_by_host_or_by_what_no_page_can_set() {
        let headers = |pairs: &[(&'static str, &'static str)]| {
            HeaderMap::from_iter(
                pairs.iter().map(|&(name, value)| (HeaderName::from_static(name), value.parse().unwrap())),
            )
        };
        let origins = Origins::new(&[], &BTreeMap::new()).unwrap();
        for (own, pairs) in [
            (true, &[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")][..]),
            // A proxy with TLS in front, and one that does not pass `Host` on.
            (true, &[("origin", "https://chat.example"), ("host", "chat.example")]),
            (true, &[("origin", "https://chat.example"), ("host", "receiver:8080"), ("sec-fetch-site", "same-origin")]),
            (false, &[("origin", "https://chat.example"), ("host", "receiver:8080")]),
            (false, &[("origin", "https://chat.example"), ("host", "receiver:8080"), ("sec-fetch-site", "same-site")]),
            (false, &[("origin", "http://127.0.0.1:3000"), ("host", "127.0.0.1:8080")]),
            (false, &[("origin", "null"), ("host", "null")]),
            (false, &[("origin", "https://chat.example")]),
        ] {
            assert_eq!(origins.refused(&headers(pairs), "1").is_none(), own, "{pairs:?}");
        }
    }

    #[test]
    fn what_no_browser_sends_is_refused_by_name() {
        for bad in [
            "",
            "*",
            "null",
            "chat.example",
            "https://",
            "https://chat.example/",
            "https://chat.example/path",
            "https://chat.example?",
            "https://me@chat.example",
            "https://Chat.example",
            "https://chat.example:443",
            "http://chat.example:80",
            "https://chat.example:0",
            "https://chat.example:",
            "https://chat.example:080",
            "https://chat.example:65536",
            "https://*.example",
            "https://bücher.example",
            "https://[::1",
            "https://[::1]8443",
            "https://[0:0::1]",
            "1https://chat.example",
            "https://chat example",
        ] {
            let error = Origins::new(&["https://ok.example".to_owned(), bad.to_owned()], &BTreeMap::new()).unwrap_err();
            assert_eq!(error.origin, bad);
            assert!(error.to_string().starts_with(&format!("{bad:?}: ")), "{error}");
        }
    }
}
