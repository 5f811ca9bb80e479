//! Networks to choose from, as the pages read them.

use pileus_app::{LOCAL, NetworkProfile as Profile, preset_label};
use pileus_ports::EndpointHealth;
use serde::{Deserialize, Serialize};
use specta::Type;

/// All networks that are known here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NetworkProfiles {
    /// Name of the one that was chosen; none before the first choice.
    pub current: Option<String>,
    /// The local network first, then those that came with the program, then the person's own.
    pub profiles: Vec<NetworkProfile>,
}

/// Where a network is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NetworkProfile {
    /// Its name.
    pub name: String,
    /// The same in words.
    pub label: String,
    /// Is it the network inside this computer?
    pub is_local: bool,
    /// Did it come with the program? It cannot be removed.
    pub preset: bool,
    /// Its addresses, in the order in which they are tried.
    pub endpoints: Vec<NetworkEndpoint>,
    /// Hash of its first block, once it was met.
    pub genesis: Option<String>,
}

impl NetworkProfile {
    /// From a profile, with what is known of its addresses while it is open.
    pub fn new(profile: &Profile, health: &[EndpointHealth]) -> Self {
        let unknown = |url: &String| NetworkEndpoint { url: url.clone(), in_use: false, trouble: None };
        let endpoints = if health.is_empty() {
            profile.rpc.iter().map(unknown).collect()
        } else {
            health.iter().map(NetworkEndpoint::from).collect()
        };
        let label = preset_label(&profile.name);
        Self {
            name: profile.name.clone(),
            label: label.unwrap_or(&profile.name).to_owned(),
            is_local: profile.name == LOCAL,
            preset: label.is_some(),
            endpoints,
            genesis: profile.genesis.map(|genesis| genesis.to_string()),
        }
    }
}

/// One address of a network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NetworkEndpoint {
    /// The address.
    pub url: String,
    /// Is it the one in use?
    pub in_use: bool,
    /// Why it did not answer last time.
    pub trouble: Option<String>,
}

impl From<&EndpointHealth> for NetworkEndpoint {
    fn from(health: &EndpointHealth) -> Self {
        Self { url: health.url.clone(), in_use: health.in_use, trouble: health.trouble.clone() }
    }
}

/// A network of the person's own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NewNetwork {
    /// Its name: letters, digits, dots and dashes.
    pub name: String,
    /// WebSocket addresses, tried in this order.
    pub endpoints: Vec<String>,
    /// May its storage nodes have private addresses? Only where all of its own are private.
    pub allow_private: bool,
}
