//! Networks that come with the program.

use super::NetworkProfile;

/// Networks that come with the program. None is contacted before somebody chooses it.
///
/// Which chain answers behind an address was not established, so the first that does is pinned, as for any profile.
///
/// # Source
/// protocol §1.4.
pub(super) const PRESETS: [Preset; 2] = [
    Preset {
        name: "cess-testnet",
        label: "CESS test network",
        rpc: &[
            "wss://testnet-rpc.cess.network/ws/",
            "wss://testnet-rpc.cess.network",
            "wss://testnet-rpc.cess.cloud/ws/",
        ],
    },
    Preset { name: "cess-mainnet", label: "CESS main network", rpc: &["wss://rpc.cess.network"] },
];

/// A network that comes with the program.
pub(super) struct Preset {
    pub(super) name: &'static str,
    label: &'static str,
    pub(super) rpc: &'static [&'static str],
}

impl Preset {
    /// The one of a name.
    pub(super) fn of(name: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| preset.name == name)
    }

    /// As a profile that nobody has used yet.
    pub(super) fn profile(&self) -> NetworkProfile {
        NetworkProfile {
            name: self.name.to_owned(),
            rpc: self.rpc.iter().map(|url| (*url).to_owned()).collect(),
            allow_private_addresses: false,
            genesis: None,
        }
    }
}

/// What people call a network that came with the program; none for any other.
pub fn preset_label(name: &str) -> Option<&'static str> {
    Preset::of(name).map(|preset| preset.label)
}
