//! What a person has set, at work in the network in use.

use pileus_app::{EndpointFact, NetworkFacts, NetworkKind, Preferences};

use super::{Home, Session};

impl Session {
    /// Run as many transfers as the person has set, from now on; those that run go on.
    pub(crate) fn follow_preferences(&self, preferences: &Preferences) {
        self.services.transfers.set_parallel(preferences.parallel);
    }

    /// What is known of the network, without its addresses.
    pub(crate) async fn network_facts(&self) -> NetworkFacts {
        let (bar, identity) = (self.stream.bar(), self.services.identity());
        let health = self.services.ports().chain.health().await;
        let fact = |in_use, failed| EndpointFact { in_use, failed };
        NetworkFacts {
            kind: self.kind(),
            genesis: identity.genesis,
            runtime: identity.runtime.clone(),
            endpoints: health.iter().map(|endpoint| fact(endpoint.in_use, endpoint.trouble.is_some())).collect(),
            connected: bar.connected,
            best: bar.best,
            finalized: bar.finalized,
        }
    }

    fn kind(&self) -> NetworkKind {
        match () {
            () if self.profile.is_local() => NetworkKind::Local,
            () if self.profile.is_built_in() => NetworkKind::Preset,
            () => NetworkKind::Own,
        }
    }
}

impl Home {
    /// Let bytes go as fast as the person allows, on this network and on the next one.
    pub(crate) fn set_paces(&self, preferences: &Preferences) {
        self.paces.upload.set(preferences.upload_limit);
        self.paces.download.set(preferences.download_limit);
    }
}
