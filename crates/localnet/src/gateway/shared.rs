//! What the parts of a gateway share.

use std::sync::Arc;

use pileus_localnet_runtime::primitives::AccountId;
use sp_core::{
    Pair as _,
    crypto::{Ss58AddressFormat, Ss58Codec},
};
use tokio::sync::Notify;

use super::{GatewaySettings, fault::FaultBoard, files::Folder};
use crate::node::Ledger;

/// The prefix of addresses in answers.
const ADDRESS_PREFIX: u16 = 11330;

/// What the parts of a gateway share.
pub(super) struct Core {
    /// The account that places orders.
    pub(super) account: AccountId,
    /// How the gateway is set up.
    pub(super) settings: GatewaySettings,
    /// The chain.
    pub(super) ledger: Arc<dyn Ledger>,
    /// Its files.
    pub(super) folder: Folder,
    /// What shall go wrong.
    pub(super) faults: FaultBoard,
    /// Wakes the tracker when an order was placed.
    pub(super) arrived: Notify,
}

impl Core {
    /// A gateway that behaves.
    pub(super) fn new(settings: GatewaySettings, ledger: Arc<dyn Ledger>, folder: Folder) -> Self {
        let account = settings.pair.public().into();
        Self { account, settings, ledger, folder, faults: FaultBoard::new(), arrived: Notify::new() }
    }

    /// The address of the gateway's account.
    pub(super) fn address(&self) -> String {
        address_of(&self.account)
    }
}

/// An account as an address of the network.
pub(super) fn address_of(account: &AccountId) -> String {
    account.to_ss58check_with_version(Ss58AddressFormat::custom(ADDRESS_PREFIX))
}
