//! The house: each crate with what it may know.

/// One crate of the workspace.
pub(super) struct Room {
    /// The package's name.
    pub(super) package: &'static str,
    /// The crates of the workspace that it may use.
    pub(super) knows: &'static [&'static str],
    /// The crates of the workspace that its tests may use beside those.
    pub(super) tests_know: &'static [&'static str],
}

/// What the adapters' tests speak to.
const FOREIGN_SIDE: &[&str] = &["pileus-localnet", "pileus-localnet-runtime"];

/// What an adapter may know: the port that it serves, and the words.
const PORT: &[&str] = &["pileus-ports", "pileus-domain"];

/// The same for an adapter that speaks HTTP.
const PORT_OVER_HTTP: &[&str] = &["pileus-http", "pileus-ports", "pileus-domain"];

/// What the programs may name: services, what crosses to people, and every adapter.
const ALL_OF_THE_PRODUCT: &[&str] = &[
    "pileus-domain",
    "pileus-codec",
    "pileus-ports",
    "pileus-pipeline",
    "pileus-app",
    "pileus-contract",
    "pileus-chain",
    "pileus-nodes",
    "pileus-gateway",
    "pileus-cd2n",
    "pileus-keystore",
    "pileus-journal",
    "pileus-localnet",
];

/// All rooms, from the words to the windows.
pub(super) const ROOMS: &[Room] = &[
    Room { package: "pileus-domain", knows: &[], tests_know: &[] },
    Room { package: "pileus-codec", knows: &["pileus-domain"], tests_know: &[] },
    Room { package: "pileus-ports", knows: &["pileus-domain"], tests_know: &[] },
    Room { package: "pileus-pipeline", knows: &["pileus-ports", "pileus-codec", "pileus-domain"], tests_know: &[] },
    Room {
        package: "pileus-app",
        knows: &["pileus-pipeline", "pileus-ports", "pileus-codec", "pileus-domain"],
        tests_know: &[],
    },
    Room {
        package: "pileus-contract",
        knows: &["pileus-app", "pileus-pipeline", "pileus-ports", "pileus-codec", "pileus-domain"],
        tests_know: &[],
    },
    Room { package: "pileus-chain", knows: PORT, tests_know: FOREIGN_SIDE },
    Room { package: "pileus-http", knows: PORT, tests_know: &[] },
    Room { package: "pileus-nodes", knows: PORT_OVER_HTTP, tests_know: FOREIGN_SIDE },
    Room { package: "pileus-gateway", knows: PORT_OVER_HTTP, tests_know: FOREIGN_SIDE },
    Room { package: "pileus-cd2n", knows: PORT_OVER_HTTP, tests_know: FOREIGN_SIDE },
    Room { package: "pileus-keystore", knows: PORT, tests_know: FOREIGN_SIDE },
    Room { package: "pileus-journal", knows: PORT, tests_know: FOREIGN_SIDE },
    Room { package: "pileus-localnet-runtime", knows: &[], tests_know: &[] },
    Room {
        package: "pileus-localnet",
        knows: &["pileus-localnet-runtime", "pileus-codec", "pileus-domain"],
        tests_know: &[],
    },
    Room { package: "pileus-cli", knows: ALL_OF_THE_PRODUCT, tests_know: &[] },
    Room { package: "stories", knows: ALL_OF_THE_PRODUCT, tests_know: &["pileus-cli", "pileus-localnet-runtime"] },
    Room { package: "fuzz-targets", knows: ALL_OF_THE_PRODUCT, tests_know: &[] },
    Room { package: "memory-search", knows: &[], tests_know: &[] },
    Room { package: "xtask", knows: &[], tests_know: &[] },
    Room { package: "pileus-desktop", knows: ALL_OF_THE_PRODUCT, tests_know: &["memory-search"] },
];

/// Foreign crates that open a door to the world, and the rooms whose business that door is.
pub(super) const KEEPERS: &[(&str, &[&str])] = &[
    ("tauri", &["pileus-desktop"]),
    ("tauri-specta", &["pileus-desktop"]),
    ("specta", &["pileus-contract", "pileus-desktop"]),
    ("subxt", &["pileus-chain"]),
    ("reqwest", &["pileus-http", "pileus-nodes", "pileus-gateway", "pileus-cd2n"]),
    ("rusqlite", &["pileus-journal", "pileus-localnet"]),
    ("clap", &["pileus-cli"]),
];
