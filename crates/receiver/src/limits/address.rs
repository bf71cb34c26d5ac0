//! From which address a request comes, also through proxies that are trusted.

use axum::extract::Request;
use ipnet::IpNet;
use std::net::{IpAddr, Ipv6Addr};

/// Who is at the other end of the socket.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// For all whom a trusted proxy does not name so that it can be read: they count as one, and never as the proxy, which may be exempt.
const UNREADABLE: IpAddr = IpAddr::V6(Ipv6Addr::UNSPECIFIED);

/// The nearest address that is no trusted proxy: what stands further left in `X-Forwarded-For` is the client's own word, and may be
/// any bytes.
pub(super) fn of(request: &Request, proxies: &[IpNet]) -> Option<IpAddr> {
    let Peer(mut nearest) = *request.extensions().get::<Peer>()?;
    nearest = nearest.to_canonical();
    let is_trusted = |address: IpAddr| proxies.iter().any(|network| network.contains(&address));
    let lines = request.headers().get_all("x-forwarded-for").iter().rev();
    let mut named = lines.flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b','));
    while is_trusted(nearest) {
        let Some(next) = named.next() else { break };
        let Some(next) = str::from_utf8(next).ok().and_then(|text| parse(text.trim())) else { return Some(UNREADABLE) };
        nearest = next.to_canonical();
    }
    Some(nearest)
}

/// Some proxies add the port.
fn parse(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse().ok().map(|with_port: std::net::SocketAddr| with_port.ip()))
}

/// A network of IPv4 addresses that is written in IPv6 (`::ffff:10.0.0.0/104`) as what it is: addresses are compared in that form.
pub fn canonical_network(network: IpNet) -> IpNet {
    let mapped = match network {
        IpNet::V6(network) if network.prefix_len() >= 96 => {
            network.addr().to_ipv4_mapped().zip(Some(network.prefix_len() - 96))
        }
        _ => None,
    };
    mapped.and_then(|(address, length)| IpNet::new(address.into(), length).ok()).unwrap_or(network)
}

/// One customer of a network gets at least 64 bits of IPv6: they count as one.
pub(super) fn group(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    #[test]
    fn only_trusted_proxies_say_for_whom_they_ask() {
        let proxies: Vec<IpNet> = vec!["10.0.0.0/8".parse().unwrap(), "127.0.0.1/32".parse().unwrap()];
        for (peer, forwarded, expected) in [
            ("203.0.113.9", vec!["198.51.100.7"], "203.0.113.9"),
            ("127.0.0.1", vec!["198.51.100.7"], "198.51.100.7"),
            ("::ffff:127.0.0.1", vec!["198.51.100.7:4711"], "198.51.100.7"),
            ("127.0.0.1", vec!["1.2.3.4, 198.51.100.7, 10.1.1.1"], "198.51.100.7"),
            ("127.0.0.1", vec!["1.2.3.4", "2001:db8::7"], "2001:db8::7"),
            ("127.0.0.1", vec!["\u{e9}, 198.51.100.7"], "198.51.100.7"),
            ("127.0.0.1", vec!["\u{e9}", "198.51.100.7"], "198.51.100.7"),
            ("127.0.0.1", vec!["nonsense"], "::"),
            ("127.0.0.1", vec!["\u{e9}"], "::"),
            ("127.0.0.1", vec![], "127.0.0.1"),
        ] {
            let mut request = Request::new(Body::empty());
            request.extensions_mut().insert(Peer(peer.parse().unwrap()));
            for line in &forwarded {
                request
                    .headers_mut()
                    .append("x-forwarded-for", axum::http::HeaderValue::from_bytes(line.as_bytes()).unwrap());
            }
            assert_eq!(of(&request, &proxies), Some(expected.parse().unwrap()), "{peer} {forwarded:?}");
        }
        assert_eq!(of(&Request::new(Body::empty()), &proxies), None);
    }

    #[test]
    fn a_network_of_ipv4_in_ipv6_is_the_network() {
        let canonical = |text: &str| canonical_network(text.parse().unwrap()).to_string();
        assert_eq!(canonical("::ffff:10.0.0.7/128"), "10.0.0.7/32");
        assert_eq!(canonical("::ffff:10.0.0.0/104"), "10.0.0.0/8");
        assert_eq!(canonical("::ffff:0:0/96"), "0.0.0.0/0");
        for own in ["10.0.0.0/8", "2001:db8::/32", "::/0", "::1/128"] {
            assert_eq!(canonical(own), own);
        }
    }

    #[test]
    fn neighbours_in_ipv6_are_one() {
        let group = |text: &str| group(text.parse().unwrap());
        assert_eq!(group("2001:db8:1:2:3:4:5:6"), group("2001:db8:1:2::1"));
        assert_ne!(group("2001:db8:1:2::1"), group("2001:db8:1:3::1"));
        assert_ne!(group("192.0.2.1"), group("192.0.2.2"));
    }
}
