//! Network profiles: where a network is reached, and which chain it must be.

use std::{net::IpAddr, sync::Arc};

use pileus_domain::{GenesisHash, Problem};
use pileus_pipeline::problem;
use pileus_ports::Journal;
use serde::{Deserialize, Serialize};

use crate::AppError;

/// The name of the network inside this computer.
pub const LOCAL: &str = "local";
/// Setting that holds the profiles.
const PROFILES: &str = "networks";
/// Setting that holds the name of the one in use.
const CURRENT: &str = "network";
/// Most addresses of one profile.
const ADDRESS_LIMIT: usize = 16;
/// Longest name or address in bytes.
const TEXT_LIMIT: usize = 512;

/// Where a network is reached, and which chain it must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkProfile {
    /// What the person calls it; the address itself for one that was only typed.
    pub name: String,
    /// WebSocket addresses, tried in this order. None for the local network, which says them itself.
    pub rpc: Vec<String>,
    /// May storage nodes have private addresses? Only where all of `rpc` are private.
    pub allow_private_addresses: bool,
    /// The chain that answered first.
    pub genesis: Option<GenesisHash>,
}

impl NetworkProfile {
    fn local() -> Self {
        Self { name: LOCAL.to_owned(), rpc: Vec::new(), allow_private_addresses: true, genesis: None }
    }

    /// Is it the network inside this computer?
    pub fn is_local(&self) -> bool {
        self.name == LOCAL
    }
}

/// The kept profiles.
#[derive(Clone)]
pub struct Networks(Arc<dyn Journal>);

impl Networks {
    /// Over a journal.
    pub fn new(journal: Arc<dyn Journal>) -> Self {
        Self(journal)
    }

    /// All profiles, the local one first.
    ///
    /// # Errors
    /// The journal's problem, as in every method here.
    pub async fn list(&self) -> Result<Vec<NetworkProfile>, Problem> {
        let mut all = self.kept().await?;
        if all.iter().all(|profile| !profile.is_local()) {
            all.insert(0, NetworkProfile::local());
        }
        Ok(all)
    }

    /// The name of the one that is used when none is named.
    ///
    /// # Errors
    /// The journal's problem.
    pub async fn current(&self) -> Result<String, Problem> {
        let name = self.0.setting(CURRENT).await.map_err(|e| problem::of_journal(&e))?;
        Ok(name.filter(|name| !name.is_empty()).unwrap_or_else(|| LOCAL.to_owned()))
    }

    /// Use this one from now on.
    ///
    /// # Errors
    /// [`AppError::NetworkMissing`].
    pub async fn make_current(&self, name: &str) -> Result<(), Problem> {
        self.named(name).await?;
        self.0.set_setting(CURRENT, name).await.map_err(|e| problem::of_journal(&e))
    }

    /// The profile that a person means: a name, a WebSocket address, or the one in use.
    ///
    /// # Errors
    /// [`AppError::NetworkMissing`], [`AppError::NetworkAddress`].
    pub async fn resolve(&self, wanted: Option<&str>) -> Result<NetworkProfile, Problem> {
        let current = self.current().await?;
        let wanted = wanted.unwrap_or(&current);
        if !wanted.contains("://") {
            return self.named(wanted).await;
        }
        let typed = self.list().await?.into_iter().find(|profile| profile.name == wanted);
        if let Some(profile) = typed {
            return Ok(profile);
        }
        let allow_private_addresses = host_is_private(wanted)?;
        let rpc = vec![wanted.to_owned()];
        Ok(NetworkProfile { name: wanted.to_owned(), rpc, allow_private_addresses, genesis: None })
    }

    /// Keep a new profile.
    ///
    /// # Errors
    /// [`AppError::NetworkExists`], [`AppError::NetworkName`], [`AppError::NetworkAddress`],
    /// [`AppError::PrivateAddresses`].
    pub async fn add(
        &self,
        name: &str,
        rpc: Vec<String>,
        allow_private_addresses: bool,
    ) -> Result<NetworkProfile, Problem> {
        refuse_name(name)?;
        let mut all = self.list().await?;
        if all.iter().any(|profile| profile.name == name) {
            return Err(AppError::NetworkExists { name: name.to_owned() }.into());
        }
        refuse_addresses(&rpc, allow_private_addresses)?;
        let profile = NetworkProfile { name: name.to_owned(), rpc, allow_private_addresses, genesis: None };
        all.push(profile.clone());
        self.keep(&all).await?;
        Ok(profile)
    }

    /// Pin the chain that answered, or refuse another one than before; true when it is new.
    ///
    /// # Errors
    /// [`AppError::NetworkChanged`].
    pub async fn pin(&self, profile: &NetworkProfile, genesis: GenesisHash) -> Result<bool, Problem> {
        match profile.genesis {
            Some(pinned) if pinned == genesis => Ok(false),
            // The local network belongs to this data folder and may be made anew.
            Some(_) if !profile.is_local() => {
                let problem = Problem::from(AppError::NetworkChanged { name: profile.name.clone() });
                Err(problem.with("found", genesis))
            }
            _ => {
                let mut all = self.list().await?;
                all.retain(|kept| kept.name != profile.name);
                all.push(NetworkProfile { genesis: Some(genesis), ..profile.clone() });
                self.keep(&all).await?;
                Ok(true)
            }
        }
    }

    async fn named(&self, name: &str) -> Result<NetworkProfile, Problem> {
        let found = self.list().await?.into_iter().find(|profile| profile.name == name);
        found.ok_or_else(|| AppError::NetworkMissing { name: name.to_owned() }.into())
    }

    async fn kept(&self) -> Result<Vec<NetworkProfile>, Problem> {
        let Some(text) = self.0.setting(PROFILES).await.map_err(|e| problem::of_journal(&e))? else {
            return Ok(Vec::new());
        };
        serde_json::from_str(&text)
            .map_err(|e| Problem::from(AppError::SettingDamaged { what: "networks" }).caused_by(&e))
    }

    async fn keep(&self, profiles: &[NetworkProfile]) -> Result<(), Problem> {
        let mut sorted = profiles.to_vec();
        sorted.sort_by_key(|profile| (!profile.is_local(), profile.name.clone()));
        let text = serde_json::to_string(&sorted)
            .map_err(|e| Problem::from(AppError::SettingDamaged { what: "networks" }).caused_by(&e))?;
        self.0.set_setting(PROFILES, &text).await.map_err(|e| problem::of_journal(&e))
    }
}

fn refuse_name(name: &str) -> Result<(), AppError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let fits = !name.is_empty() && name.len() <= TEXT_LIMIT && name.chars().all(plain);
    if fits { Ok(()) } else { Err(AppError::NetworkName { name: name.to_owned() }) }
}

fn refuse_addresses(rpc: &[String], allow_private: bool) -> Result<(), AppError> {
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
fn host_is_private(url: &str) -> Result<bool, AppError> {
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
    use pileus_ports::fake::FakeJournal;

    use super::*;

    fn networks() -> Networks {
        Networks::new(Arc::new(FakeJournal::new()))
    }

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

    #[tokio::test]
    async fn another_chain_behind_a_pinned_address_is_refused() {
        let networks = networks();
        networks.add("mine", vec!["wss://rpc.example.org".into()], false).await.unwrap();
        let profile = networks.resolve(Some("mine")).await.unwrap();
        assert!(networks.pin(&profile, GenesisHash([1; 32])).await.unwrap());
        let profile = networks.resolve(Some("mine")).await.unwrap();
        assert!(!networks.pin(&profile, GenesisHash([1; 32])).await.unwrap());
        let problem = networks.pin(&profile, GenesisHash([2; 32])).await.unwrap_err();
        assert_eq!(problem.code, "network_changed");
    }

    #[tokio::test]
    async fn a_typed_address_is_pinned_as_well() {
        let networks = networks();
        let typed = networks.resolve(Some("ws://127.0.0.1:9944")).await.unwrap();
        assert!(typed.allow_private_addresses);
        networks.pin(&typed, GenesisHash([1; 32])).await.unwrap();
        let again = networks.resolve(Some("ws://127.0.0.1:9944")).await.unwrap();
        assert_eq!(again.genesis, Some(GenesisHash([1; 32])));
    }

    #[tokio::test]
    async fn private_nodes_are_allowed_behind_private_addresses_only() {
        let networks = networks();
        let refused = networks.add("x", vec!["wss://rpc.example.org".into()], true).await.unwrap_err();
        assert_eq!(refused.code, "network_private_addresses");
        let mixed = vec!["ws://127.0.0.1:1".to_owned(), "wss://rpc.example.org".to_owned()];
        assert!(networks.add("x", mixed, true).await.is_err());
        assert!(networks.add("x", vec!["ws://127.0.0.1:1".into()], true).await.is_ok());
        assert!(!networks.resolve(Some("wss://rpc.example.org")).await.unwrap().allow_private_addresses);
    }

    #[tokio::test]
    async fn the_local_network_is_always_there_and_first() {
        let networks = networks();
        assert_eq!(networks.current().await.unwrap(), LOCAL);
        assert_eq!(
            networks.add(LOCAL, vec!["ws://127.0.0.1:1".into()], false).await.unwrap_err().code,
            "network_exists"
        );
        networks.add("a", vec!["ws://127.0.0.1:1".into()], false).await.unwrap();
        networks.make_current("a").await.unwrap();
        assert_eq!(networks.resolve(None).await.unwrap().name, "a");
        assert!(networks.list().await.unwrap()[0].is_local());
        assert_eq!(networks.make_current("b").await.unwrap_err().code, "network_missing");
    }
}
