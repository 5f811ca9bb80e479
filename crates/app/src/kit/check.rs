//! What is in a kit, told without using it.

use std::collections::BTreeSet;

use pileus_domain::{AccountId, Problem};
use pileus_pipeline::problem;
use pileus_ports::Timestamp;

use super::{
    Kits, OpenKit,
    content::KitCore,
    source::{KitOpening, KitSource, KitSplit},
};

/// What is in a kit. Names and public keys alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KitReport {
    /// Its number, as it is printed.
    pub number: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// How it is split, if it is.
    pub split: Option<KitSplit>,
    /// Its accounts.
    pub accounts: Vec<KitAccount>,
    /// Its data keys.
    pub data_keys: Vec<KitDataKey>,
    /// The names of its networks.
    pub networks: Vec<String>,
    /// How many buckets it has.
    pub buckets: u64,
    /// How many files it has; none when it comes from the codes on a page, which hold no catalogue.
    pub files: Option<u64>,
    /// Does it have every account and data key that is on this computer?
    pub holds_all_keys: bool,
}

/// An account of a kit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KitAccount {
    /// What it is called.
    pub name: String,
    /// Its public key.
    pub account: AccountId,
}

/// A data key of a kit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KitDataKey {
    /// What it is called.
    pub name: String,
    /// What it is told by.
    pub fingerprint: String,
}

impl Kits {
    /// Open a kit, tell what is in it, and compare it with what is here. Changes nothing.
    ///
    /// # Errors
    /// The [`super::KitError`] that says why it does not open; the vault's problem.
    pub async fn check(&self, source: &KitSource, opening: &KitOpening) -> Result<KitReport, Problem> {
        let kit = self.open(source, opening).await?;
        let holds_all_keys = self.holds_all_keys(&kit.content.core)?;
        Ok(report(&kit, holds_all_keys))
    }

    /// Names and public keys can be read while the vault is locked.
    fn holds_all_keys(&self, core: &KitCore) -> Result<bool, Problem> {
        let ours = self.keystore.accounts().map_err(|e| problem::of_keystore(&e))?;
        let our_keys = self.keystore.data_keys().map_err(|e| problem::of_keystore(&e))?;
        let accounts: BTreeSet<_> = core.secrets.accounts.iter().map(|kept| kept.entry.account).collect();
        let keys: BTreeSet<_> = core.secrets.data_keys.iter().map(|kept| &kept.entry.fingerprint).collect();
        Ok(ours.iter().all(|entry| accounts.contains(&entry.account))
            && our_keys.iter().all(|entry| keys.contains(&entry.fingerprint)))
    }
}

fn report(kit: &OpenKit, holds_all_keys: bool) -> KitReport {
    let core = &kit.content.core;
    let shelves = kit.content.catalogue.as_deref();
    let accounts = core.secrets.accounts.iter().map(|kept| &kept.entry);
    let data_keys = core.secrets.data_keys.iter().map(|kept| &kept.entry);
    KitReport {
        number: kit.head.number(),
        made_at: kit.head.made,
        split: kit.head.split,
        accounts: accounts.map(|e| KitAccount { name: e.name.clone(), account: e.account }).collect(),
        data_keys: data_keys.map(|e| KitDataKey { name: e.name.clone(), fingerprint: e.fingerprint.clone() }).collect(),
        networks: core.networks.iter().map(|network| network.name.clone()).collect(),
        buckets: shelves.unwrap_or_default().iter().map(|shelf| shelf.buckets.len() as u64).sum(),
        files: shelves.map(|shelves| shelves.iter().map(|shelf| shelf.files.len() as u64).sum()),
        holds_all_keys,
    }
}
