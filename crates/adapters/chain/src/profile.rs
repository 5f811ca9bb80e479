//! What a network's profile says about reaching its chain.

use std::{net::IpAddr, time::Duration};

use pileus_domain::GenesisHash;
use subxt::ext::jsonrpsee::client_transport::ws::Url;

use crate::AdapterError;

/// How to reach a chain.
#[derive(Debug, Clone)]
pub struct Profile {
    /// WebSocket addresses, the preferred one first.
    pub endpoints: Vec<String>,
    /// The chain that is expected; without it the first one that answers is.
    pub pinned_genesis: Option<GenesisHash>,
    /// How long to wait, how much to take.
    pub limits: Limits,
}

/// Bounds of everything that an endpoint could draw out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// To connect and learn which chain answers.
    pub connect: Duration,
    /// For one request.
    pub request: Duration,
    /// Without a new head before a follower asks whether the endpoint still lives.
    pub silence: Duration,
    /// Before the first new attempt on an endpoint that failed.
    pub back_off_first: Duration,
    /// Between attempts at most; each wait is twice the one before.
    pub back_off_most: Duration,
}

impl Default for Limits {
    /// 10 s to connect, 30 s for a request, 30 s of silence, back-off from half a second to half a minute.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            request: Duration::from_secs(30),
            silence: Duration::from_secs(30),
            back_off_first: Duration::from_millis(500),
            back_off_most: Duration::from_secs(30),
        }
    }
}

impl Limits {
    /// The wait after so many failures in a row.
    pub(crate) fn back_off(&self, failures: u32) -> Duration {
        let doubled =
            self.back_off_first.saturating_mul(1_u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX));
        doubled.min(self.back_off_most)
    }
}

/// Most endpoints of one profile.
pub(crate) const ENDPOINT_LIMIT: usize = 16;

/// Check one address: `wss` anywhere, `ws` on this computer or a private network only, no password in it.
pub(crate) fn check_address(url: &str) -> Result<(), AdapterError> {
    let refuse = |reason| AdapterError::Address { url: url.to_owned(), reason };
    let parsed = Url::parse(url).map_err(|_| refuse("it is no URL"))?;
    if !parsed.username().is_empty() || parsed.password().is_some() {
        return Err(AdapterError::Address { url: hide(&parsed), reason: "a URL must not hold a password" });
    }
    let host = parsed.host_str().filter(|h| !h.is_empty()).ok_or_else(|| refuse("it names no host"))?;
    match parsed.scheme() {
        "wss" => Ok(()),
        "ws" if is_near(host) => Ok(()),
        "ws" => Err(refuse("a public host needs wss")),
        _ => Err(refuse("it must begin with wss:// or ws://")),
    }
}

fn hide(url: &Url) -> String {
    format!("{}://***@{}", url.scheme(), url.host_str().unwrap_or_default())
}

/// Is the host this computer or in a private network?
fn is_near(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match bare.parse::<IpAddr>() {
        Ok(IpAddr::V4(ip)) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
        Ok(IpAddr::V6(ip)) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
        Err(_) => bare == "localhost" || bare.ends_with(".localhost"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_websockets_stay_at_home() {
        for near in
            ["ws://127.0.0.1:9944", "ws://localhost:1", "ws://[::1]:9944", "ws://10.1.2.3", "ws://192.168.0.7:80"]
        {
            assert!(check_address(near).is_ok(), "{near}");
        }
        for far in ["ws://rpc.example", "ws://8.8.8.8:9944", "ws://[2001:db8::1]", "ws://localhost.example"] {
            assert!(check_address(far).is_err(), "{far}");
        }
        assert!(check_address("wss://testnet-rpc.example/ws/").is_ok());
    }

    #[test]
    fn other_schemes_and_passwords_are_refused_without_repeating_them() {
        for other in ["http://127.0.0.1", "https://rpc.example", "127.0.0.1:9944", "", "file:///etc"] {
            assert!(check_address(other).is_err(), "{other}");
        }
        let refusal = check_address("wss://me:secret@rpc.example").unwrap_err().to_string();
        assert!(!refusal.contains("secret"), "{refusal}");
    }

    #[test]
    fn waits_double_up_to_the_limit() {
        let limits = Limits::default();
        let waits: Vec<_> = [1, 2, 3, 7, 40].map(|n| limits.back_off(n).as_millis()).into();
        assert_eq!(waits, [500, 1000, 2000, 30_000, 30_000]);
    }
}
