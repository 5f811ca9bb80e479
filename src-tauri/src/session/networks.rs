//! What windows ask of networks, whether one is open or not.

use pileus_contract::window::{NetworkProfile, NetworkProfiles, NewNetwork};
use pileus_domain::Problem;

use super::Place;

impl Place {
    /// All networks that are known here; the open one with how its addresses do.
    ///
    /// # Errors
    /// The journal's problem, as in the functions below.
    pub(crate) async fn networks(self) -> Result<NetworkProfiles, Problem> {
        let open = self.session.as_ref().map(|session| session.profile.name.clone());
        let current = self.home.networks.chosen().await?.or_else(|| open.clone());
        let health = match &self.session {
            Some(session) => session.services.ports().chain.health().await,
            None => Vec::new(),
        };
        let all = self.home.networks.list().await?;
        let view = |profile: &pileus_app::NetworkProfile| {
            let is_open = open.as_deref() == Some(profile.name.as_str());
            NetworkProfile::new(profile, if is_open { &health } else { &[] })
        };
        Ok(NetworkProfiles { current, profiles: all.iter().map(view).collect() })
    }

    /// Keep a network of the person's own.
    ///
    /// # Errors
    /// `network_exists`, `network_name`, `network_address`, `network_private_addresses`.
    pub(crate) async fn add_network(self, network: NewNetwork) -> Result<(), Problem> {
        let NewNetwork { name, endpoints, allow_private } = network;
        self.home.networks.add(&name, endpoints, allow_private).await.map(drop)
    }

    /// Forget a network of the person's own.
    ///
    /// # Errors
    /// `network_missing`, `network_preset`, `network_in_use`.
    pub(crate) async fn remove_network(self, name: String) -> Result<(), Problem> {
        self.home.networks.remove(&name).await
    }
}
