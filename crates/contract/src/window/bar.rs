//! The bar at the top of the window: network, account, space.

use pileus_app::NetworkProfile;
use pileus_domain::{BlockNumber, BlockRef, Territory};
use pileus_ports::{AccountEntry, Balance, ChainIdentity};
use serde::Serialize;
use specta::Type;
use specta_typescript::Number;

/// Where files go now, for whom, and how much room there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NetworkBar {
    /// Name of the network's profile.
    pub name: String,
    /// What the chain calls itself.
    pub label: String,
    /// Is it the network inside this computer?
    pub is_local: bool,
    /// Does the chain answer?
    pub connected: bool,
    /// The newest block.
    pub best: u32,
    /// The newest block that cannot change.
    #[serde(rename = "final")]
    pub finalized: u32,
    /// Address of the account; empty without one.
    pub account: String,
    /// What the person calls it.
    pub account_name: String,
    /// What it can spend, in plancks.
    pub balance: String,
    /// What the money is called.
    pub token_symbol: String,
    /// The territory that uploads go to; empty without one.
    pub territory: String,
    /// Its space with stored files.
    #[specta(type = Number)]
    pub used_bytes: u64,
    /// Its space of open orders.
    #[specta(type = Number)]
    pub locked_bytes: u64,
    /// Its space that is left.
    #[specta(type = Number)]
    pub free_bytes: u64,
    /// Whole days until its term ends, counted in blocks: an estimate.
    pub days_left: u32,
}

impl NetworkBar {
    /// Before anything was read from the chain.
    pub fn new(profile: &NetworkProfile, identity: &ChainIdentity) -> Self {
        Self {
            name: profile.name.clone(),
            label: identity.name.clone(),
            is_local: profile.is_local(),
            connected: true,
            best: 0,
            finalized: 0,
            account: String::new(),
            account_name: String::new(),
            balance: "0".to_owned(),
            token_symbol: identity.token_symbol.clone(),
            territory: String::new(),
            used_bytes: 0,
            locked_bytes: 0,
            free_bytes: 0,
            days_left: 0,
        }
    }

    /// With the newest block and the newest final one.
    pub fn set_heads(&mut self, best: BlockRef, finalized: BlockRef) {
        (self.best, self.finalized) = (best.number.0, finalized.number.0);
    }

    /// With an account and its money.
    pub fn set_account(&mut self, entry: &AccountEntry, balance: Balance) {
        self.account = entry.account.to_string();
        self.account_name.clone_from(&entry.name);
        self.balance = balance.spendable.0.to_string();
    }

    /// With the territory, as it is at the newest block.
    pub fn set_territory(&mut self, territory: &Territory) {
        self.territory = territory.name.to_string();
        (self.used_bytes, self.locked_bytes) = (territory.used.0, territory.locked.0);
        self.free_bytes = territory.remaining.0;
        self.days_left = territory.deadline.0.saturating_sub(self.best) / BlockNumber::DAY;
    }
}
