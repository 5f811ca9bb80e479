//! Options of `network`.

use clap::Subcommand;

/// What to do with networks.
#[derive(Debug, Subcommand)]
pub(crate) enum NetworkCommand {
    /// List networks
    List,
    /// Add a network
    Add {
        /// What to call it
        name: String,
        /// WebSocket addresses of its chain, the preferred one first
        #[arg(required = true, value_name = "URL")]
        rpc: Vec<String>,
        /// Let storage nodes have private addresses; only where all URLs are private
        #[arg(long)]
        allow_private_addresses: bool,
    },
    /// Use a network when none is named
    Use {
        /// Its name
        name: String,
    },
    /// Forget a network that was added and is not in use
    Remove {
        /// Its name
        name: String,
    },
    /// Show the network in use and how it does
    Info,
}
