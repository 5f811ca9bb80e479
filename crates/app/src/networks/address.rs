//! Addresses of networks: what they may look like, and whether they are private.

use std::net::IpAddr;

use crate::AppError;

/// Most addresses of one profile.
const ADDRESS_LIMIT: usize = 16;
/// Longest name or address in bytes.
const TEXT_LIMIT: usize = 512;

/// Refuse names that could be read as an address or as nothing.
pub(super) fn refuse_name(name: &str) -> Result<(), AppError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let fits = !name.is_empty() && name.len() <= TEXT_LIMIT && name.chars().all(plain);
    if fits { Ok(()) } else { Err(AppError::NetworkName { name: name.to_owned() }) }
}

/// Refuse what is no WebSocket address, and private storage nodes behind public addresses.
pub(super) fn refuse_addresses(rpc: &[String], allow_private: bool) -> Result<(), AppError> {
    if rpc.is_empty() || rpc.len() > ADDRESS_LIMIT {
        return Err(AppError::NetworkAddress { url: rpc.first().cloned().unwrap_or_default() });
    }
    for url in rpc {
        let private = host_is_private(url)?;
        if allow_private && !private {
            return Err(AppError::PrivateAddresses);
        }
    }
    Ok(())
}

/// Does a WebSocket address name a private host by itself? Names other than `localhost` are not looked up.
pub(super) fn host_is_private(url: &str) -> Result<bool, AppError> {
    let refuse = || AppError::NetworkAddress { url: url.chars().take(TEXT_LIMIT).collect() };
    let rest = url.strip_prefix("ws://").or_else(|| url.strip_prefix("wss://")).ok_or_else(refuse)?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host_of(authority).filter(|host| !host.is_empty()).ok_or_else(refuse)?;
    if url.len() > TEXT_LIMIT || url.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(refuse());
    }
    Ok(match host.parse::<IpAddr>() {
        Ok(address) => is_private(address),
        Err(_) => host.eq_ignore_ascii_case("localhost"),
    })
}

/// The host of `host`, `host:port` or `[v6]:port`; none with a user in front, which an RPC address never needs.
fn host_of(authority: &str) -> Option<&str> {
    if authority.contains('@') {
        return None;
    }
    match authority.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map(|(host, _)| host),
        None => authority.split(':').next(),
    }
}

fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_private() || v4.is_loopback() || v4.is_link_local(),
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => is_private(IpAddr::V4(v4)),
            None => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_hosts_are_told_by_their_address_alone() {
        for url in
            ["ws://127.0.0.1:9944", "ws://localhost/", "wss://10.1.2.3", "ws://[::1]:1", "ws://[::ffff:10.0.0.1]"]
        {
            assert_eq!(host_is_private(url), Ok(true), "{url}");
        }
        for url in ["wss://rpc.example.org", "ws://8.8.8.8:9944", "ws://localhost.example.org"] {
            assert_eq!(host_is_private(url), Ok(false), "{url}");
        }
        for url in ["http://127.0.0.1", "ws://", "ws:///x", "ws://user@127.0.0.1", "ws://a b"] {
            assert!(host_is_private(url).is_err(), "{url}");
        }
    }
}
