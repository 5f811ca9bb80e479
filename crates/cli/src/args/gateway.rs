//! Options of `gateway`.

use clap::Subcommand;
use pileus_domain::Fid;

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
    /// Ask a gateway what it knows of a file, and show it beside what the chain says
    Ask {
        /// Its address or its account
        gateway: String,
        /// Which file
        fid: Fid,
    },
    /// Print an address by which anybody fetches a file from a gateway, without Pileus
    Link {
        /// Which file
        fid: Fid,
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
