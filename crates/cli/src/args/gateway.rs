//! Options of `gateway`.

use clap::Subcommand;

/// What to do with gateways.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum GatewayCommand {
    /// List gateways of the network, whether they answer, and which of them may act for the account
    List,
    /// Show one gateway
    Status {
        /// Its address or its account
        gateway: String,
    },
    /// Let a gateway act for the account: store, move and delete files, until it is revoked
    Authorise {
        /// Its address or its account
        gateway: String,
    },
    /// Let a gateway no longer act for the account
    Revoke {
        /// Its address or its account
        gateway: String,
    },
}
