//! Network profiles: where a network is reached, and which chain it must be.

mod address;
mod presets;
mod restore;

use std::sync::Arc;

use pileus_domain::{GenesisHash, Problem};
use pileus_pipeline::problem;
use pileus_ports::Journal;
use serde::{Deserialize, Serialize};

use crate::AppError;
use address::{host_is_private, refuse_addresses, refuse_name};
use presets::{PRESETS, Preset};

pub use presets::preset_label;

/// The name of the network inside this computer.
pub const LOCAL: &str = "local";
/// Setting that holds the profiles.
const PROFILES: &str = "networks";
/// Setting that holds the name of the one in use.
const CURRENT: &str = "network";

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

    /// Did it come with the program?
    pub fn is_built_in(&self) -> bool {
        self.is_local() || Preset::of(&self.name).is_some()
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

    /// All profiles: the local one, those that came with the program, then the person's own.
    ///
    /// # Errors
    /// The journal's problem, as in every method here.
    pub async fn list(&self) -> Result<Vec<NetworkProfile>, Problem> {
        let kept = self.kept().await?;
        let pinned = |mut profile: NetworkProfile| {
            profile.genesis = kept.iter().find(|kept| kept.name == profile.name).and_then(|kept| kept.genesis);
            profile
        };
        let built_in = std::iter::once(NetworkProfile::local()).chain(PRESETS.iter().map(Preset::profile));
        let mut all: Vec<_> = built_in.map(pinned).collect();
        all.extend(kept.iter().filter(|profile| !profile.is_built_in()).cloned());
        Ok(all)
    }

    /// The name of the one that a person chose; none before the first choice.
    ///
    /// # Errors
    /// The journal's problem.
    pub async fn chosen(&self) -> Result<Option<String>, Problem> {
        let name = self.0.setting(CURRENT).await.map_err(|e| problem::of_journal(&e))?;
        Ok(name.filter(|name| !name.is_empty()))
    }

    /// The name of the one that is used when none is named.
    ///
    /// # Errors
    /// The journal's problem.
    pub async fn current(&self) -> Result<String, Problem> {
        Ok(self.chosen().await?.unwrap_or_else(|| LOCAL.to_owned()))
    }

    /// Use this one from now on.
    ///
    /// # Errors
    /// [`AppError::NetworkMissing`].
    pub async fn make_current(&self, name: &str) -> Result<(), Problem> {
        self.named(name).await?;
        self.0.set_setting(CURRENT, name).await.map_err(|e| problem::of_journal(&e))
    }

    /// Use again what was chosen at an earlier moment; none as before the first choice.
    ///
    /// # Errors
    /// The journal's problem.
    pub async fn choose_again(&self, chosen: Option<&str>) -> Result<(), Problem> {
        self.0.set_setting(CURRENT, chosen.unwrap_or_default()).await.map_err(|e| problem::of_journal(&e))
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

    /// Forget a profile of the person's own.
    ///
    /// # Errors
    /// [`AppError::NetworkMissing`], [`AppError::NetworkPreset`], [`AppError::NetworkInUse`].
    pub async fn remove(&self, name: &str) -> Result<(), Problem> {
        let profile = self.named(name).await?;
        if profile.is_built_in() {
            return Err(AppError::NetworkPreset { name: profile.name }.into());
        }
        if self.current().await? == profile.name {
            return Err(AppError::NetworkInUse { name: profile.name }.into());
        }
        let mut all = self.list().await?;
        all.retain(|kept| kept.name != profile.name);
        self.keep(&all).await
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
        // Of what came with the program only the pinned chain needs to be kept.
        let worth = profiles.iter().filter(|profile| !profile.is_built_in() || profile.genesis.is_some());
        let mut sorted: Vec<_> = worth.cloned().collect();
        sorted.sort_by_key(|profile| (!profile.is_local(), profile.name.clone()));
        let text = serde_json::to_string(&sorted)
            .map_err(|e| Problem::from(AppError::SettingDamaged { what: "networks" }).caused_by(&e))?;
        self.0.set_setting(PROFILES, &text).await.map_err(|e| problem::of_journal(&e))
    }
}

#[cfg(test)]
mod tests {
    use pileus_ports::fake::FakeJournal;

    use super::*;

    fn networks() -> Networks {
        Networks::new(Arc::new(FakeJournal::new()))
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

    #[tokio::test]
    async fn what_came_with_the_program_is_listed_and_stays() {
        let networks = networks();
        networks.add("a", vec!["ws://127.0.0.1:1".into()], false).await.unwrap();
        let names: Vec<_> = networks.list().await.unwrap().into_iter().map(|profile| profile.name).collect();
        assert_eq!(names, [LOCAL, "cess-testnet", "cess-mainnet", "a"]);
        for name in [LOCAL, "cess-testnet", "cess-mainnet"] {
            assert_eq!(networks.remove(name).await.unwrap_err().code, "network_preset");
            assert_eq!(
                networks.add(name, vec!["ws://127.0.0.1:1".into()], false).await.unwrap_err().code,
                "network_exists"
            );
        }
        for preset in &PRESETS {
            refuse_addresses(&preset.profile().rpc, false).unwrap();
            assert!(preset.rpc.iter().all(|url| host_is_private(url) == Ok(false)));
        }
    }

    #[tokio::test]
    async fn the_chain_behind_a_preset_is_pinned_and_its_addresses_stay_ours() {
        let networks = networks();
        let preset = networks.resolve(Some("cess-testnet")).await.unwrap();
        networks.pin(&preset, GenesisHash([1; 32])).await.unwrap();
        let again = networks.resolve(Some("cess-testnet")).await.unwrap();
        assert_eq!((again.genesis, &again.rpc), (Some(GenesisHash([1; 32])), &preset.rpc));
        assert_eq!(networks.pin(&again, GenesisHash([2; 32])).await.unwrap_err().code, "network_changed");
    }

    #[tokio::test]
    async fn only_an_own_profile_that_is_not_in_use_can_be_removed() {
        let networks = networks();
        assert_eq!(networks.chosen().await.unwrap(), None);
        networks.add("a", vec!["ws://127.0.0.1:1".into()], false).await.unwrap();
        networks.make_current("a").await.unwrap();
        assert_eq!(networks.remove("a").await.unwrap_err().code, "network_in_use");
        networks.make_current(LOCAL).await.unwrap();
        networks.remove("a").await.unwrap();
        assert_eq!(networks.remove("a").await.unwrap_err().code, "network_missing");
        assert_eq!(networks.chosen().await.unwrap().as_deref(), Some(LOCAL));
    }
}
