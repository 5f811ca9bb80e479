//! Which addresses may be connected to.
//!
//! Endpoints are written on the chain by strangers: one that names an address inside the person's own network would
//! make Pileus knock there.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use reqwest::Url;

use crate::{HttpError, HttpErrorKind};

/// Longest address that is looked at, in bytes.
const LENGTH_LIMIT: usize = 256;

/// An address that must not be connected to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("its address {0} is not a public one")]
pub(crate) struct ForbiddenAddress(pub(crate) IpAddr);

/// What a profile allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddressRule {
    /// Loopback, private and other addresses that are not public.
    pub allow_private: bool,
}

impl AddressRule {
    /// May this address be connected to? Addresses that name no single computer never may.
    ///
    /// # Errors
    /// [`ForbiddenAddress`] when it may not.
    pub(crate) fn check(self, address: IpAddr) -> Result<(), ForbiddenAddress> {
        let address = address.to_canonical();
        let allowed = if self.allow_private { names_one_computer(address) } else { is_public(address) };
        allowed.then_some(()).ok_or(ForbiddenAddress(address))
    }

    /// The URL of scheme, host and port, with its address checked where it is written as a number.
    ///
    /// # Errors
    /// [`HttpErrorKind::ForbiddenAddress`], also for what is no address or holds more than that.
    pub fn url(self, text: &str) -> Result<Url, HttpError> {
        let refuse = |why: String| HttpError::new(HttpErrorKind::ForbiddenAddress, why);
        let url = parse(text).ok_or_else(|| refuse("this is no address of a computer".to_owned()))?;
        let written = url.host_str().and_then(|host| host.trim_matches(['[', ']']).parse::<IpAddr>().ok());
        written.map_or(Ok(()), |address| self.check(address)).map_err(|e| refuse(e.to_string()))?;
        Ok(url)
    }
}

/// Scheme, host and port; nothing else may stand in an address.
fn parse(text: &str) -> Option<Url> {
    if text.len() > LENGTH_LIMIT || text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return None;
    }
    let url = Url::parse(text).ok()?;
    let plain = url.username().is_empty() && url.password().is_none() && url.query().is_none();
    let bare = url.fragment().is_none() && url.path() == "/" && url.host_str().is_some_and(|host| !host.is_empty());
    (plain && bare && matches!(url.scheme(), "http" | "https")).then_some(url)
}

fn names_one_computer(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.octets()[0] != 0 && v4.octets()[0] < 224,
        IpAddr::V6(v6) => !v6.is_unspecified() && !v6.is_multicast(),
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => !SPECIAL_V4.iter().any(|(network, bits)| is_in_v4(v4, *network, *bits)),
        IpAddr::V6(v6) => {
            is_in_v6(v6, GLOBAL_V6.0, GLOBAL_V6.1)
                && !SPECIAL_V6.iter().any(|(network, bits)| is_in_v6(v6, *network, *bits))
        }
    }
}

/// Networks whose addresses are not computers of the public internet.
///
/// # Source
/// IANA IPv4 special-purpose address registry; multicast and reserved addresses.
const SPECIAL_V4: [(Ipv4Addr, u32); 15] = [
    (Ipv4Addr::UNSPECIFIED, 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// The only part of IPv6 that is given out to the public. Loopback, local, multicast and translated (NAT64) addresses are
/// outside.
const GLOBAL_V6: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

/// Exceptions inside it: protocol assignments with Teredo, documentation twice, and 6to4, which hides an IPv4 address.
///
/// # Source
/// IANA IPv6 special-purpose address registry.
const SPECIAL_V6: [(Ipv6Addr, u32); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

fn is_in_v4(address: Ipv4Addr, network: Ipv4Addr, bits: u32) -> bool {
    (address.to_bits() ^ network.to_bits()) >> (32 - bits) == 0
}

fn is_in_v6(address: Ipv6Addr, network: Ipv6Addr, bits: u32) -> bool {
    (address.to_bits() ^ network.to_bits()) >> (128 - bits) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLIC: AddressRule = AddressRule { allow_private: false };
    const PRIVATE: AddressRule = AddressRule { allow_private: true };

    /// With the scheme that an endpoint on the chain leaves out.
    fn url(rule: AddressRule, endpoint: &str) -> Result<Url, HttpErrorKind> {
        let text = if endpoint.contains("://") { endpoint.to_owned() } else { format!("http://{endpoint}") };
        rule.url(&text).map_err(|error| error.kind)
    }

    fn check(rule: AddressRule, address: &str) -> bool {
        rule.check(address.parse().unwrap()).is_ok()
    }

    #[test]
    fn public_addresses_pass() {
        for address in
            ["1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "223.255.255.255", "2606:4700::1111", "2a00::1"]
        {
            assert!(check(PUBLIC, address), "{address}");
            assert!(check(PRIVATE, address), "{address}");
        }
    }

    #[test]
    fn addresses_inside_somebodys_network_need_permission() {
        for address in [
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.0.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.7",
            "::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "3fff::1",
            "100::1",
            "::7f00:1",
        ] {
            assert!(!check(PUBLIC, address), "{address}");
            assert!(check(PRIVATE, address), "{address}");
        }
    }

    #[test]
    fn nothing_allows_an_address_that_names_no_computer() {
        for address in
            ["0.0.0.0", "0.1.2.3", "224.0.0.1", "255.255.255.255", "240.0.0.1", "::", "ff02::1", "::ffff:0.0.0.0"]
        {
            assert!(!check(PUBLIC, address), "{address}");
            assert!(!check(PRIVATE, address), "{address}");
        }
    }

    #[test]
    fn every_spelling_of_loopback_is_seen() {
        for endpoint in
            ["127.0.0.1:80", "http://127.1", "2130706433", "0x7f.1:8080", "[::1]:80", "http://[::ffff:127.0.0.1]"]
        {
            assert_eq!(url(PUBLIC, endpoint), Err(HttpErrorKind::ForbiddenAddress), "{endpoint}");
            assert!(url(PRIVATE, endpoint).is_ok(), "{endpoint}");
        }
    }

    #[test]
    fn an_address_is_a_scheme_a_host_and_a_port() {
        for endpoint in ["node.example:15001", "http://node.example", "https://node.example:8443/", "8.8.8.8:15001"] {
            assert!(url(PUBLIC, endpoint).is_ok(), "{endpoint}");
        }
        let long = format!("{}.example", "a".repeat(300));
        for endpoint in [
            "",
            "http://",
            "ftp://node.example",
            "file:///etc/passwd",
            "node.example/path",
            "http://a@node.example",
            "http://node.example?x",
            "http://node.example#x",
            "node example:80",
            "node.example:99999",
            long.as_str(),
        ] {
            assert_eq!(url(PRIVATE, endpoint), Err(HttpErrorKind::ForbiddenAddress), "{endpoint}");
        }
    }
}
