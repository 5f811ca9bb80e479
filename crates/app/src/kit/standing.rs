//! When the last kit was made, and what has come since.

use pileus_domain::{AccountId, GenesisHash, Problem};
use pileus_pipeline::problem;
use pileus_ports::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Kits, content::KitCore};

/// Setting that holds when a kit was made, and of which keys.
const SETTING: &str = "kit";
/// Files looked at at a time.
const PAGE: u32 = 512;

/// When the last kit was made, and what it does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KitStanding {
    /// When; none when there never was one.
    pub made_at: Option<Timestamp>,
    /// Files of the catalogue that were added since. The chain and their headers can tell of them.
    pub files_since: u64,
    /// Accounts and data keys that came since. Without a new kit they exist on this computer alone.
    pub keys_since: u64,
}

/// What is remembered of a kit. No secret of it.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Remembered {
    made_at: Timestamp,
    accounts: Vec<AccountId>,
    data_keys: Vec<String>,
}

impl Kits {
    /// When the last kit was made, and what has come since. Can be asked while the vault is locked.
    ///
    /// # Errors
    /// The problem of vault or journal.
    pub async fn standing(&self) -> Result<KitStanding, Problem> {
        let kept = self.remembered().await?;
        let (made_at, kept) = match kept {
            Some(kept) => (Some(kept.made_at), kept),
            None => (None, Remembered::default()),
        };
        let accounts = self.keystore.accounts().map_err(|e| problem::of_keystore(&e))?;
        let data_keys = self.keystore.data_keys().map_err(|e| problem::of_keystore(&e))?;
        let new_accounts = accounts.iter().filter(|entry| !kept.accounts.contains(&entry.account)).count();
        let new_keys = data_keys.iter().filter(|entry| !kept.data_keys.contains(&entry.fingerprint)).count();
        let mut files_since = 0;
        for genesis in self.known_chains().await? {
            for entry in &accounts {
                files_since += self.files_after(&genesis, &entry.account, made_at).await?;
            }
        }
        Ok(KitStanding { made_at, files_since, keys_since: (new_accounts + new_keys) as u64 })
    }

    /// Files come newest first, so the first older one ends the count.
    async fn files_after(
        &self,
        genesis: &GenesisHash,
        account: &AccountId,
        made_at: Option<Timestamp>,
    ) -> Result<u64, Problem> {
        let (mut count, mut after) = (0, None);
        loop {
            let page = self.journal.file_page(genesis, account, after, PAGE).await;
            let page = page.map_err(|e| problem::of_journal(&e))?;
            let newer = page.files.iter().take_while(|file| made_at.is_none_or(|made_at| file.added > made_at)).count();
            count += newer as u64;
            after = page.next.filter(|_| newer == page.files.len());
            if after.is_none() {
                return Ok(count);
            }
        }
    }

    /// Keep that a kit of these keys is there; a newer one stays.
    pub(super) async fn remember(&self, made_at: Timestamp, core: &KitCore) -> Result<(), Problem> {
        if self.remembered().await?.is_some_and(|kept| kept.made_at > made_at) {
            return Ok(());
        }
        let accounts = core.secrets.accounts.iter().map(|kept| kept.entry.account).collect();
        let data_keys = core.secrets.data_keys.iter().map(|kept| kept.entry.fingerprint.clone()).collect();
        let text = serde_json::to_string(&Remembered { made_at, accounts, data_keys }).unwrap_or_default();
        self.journal.set_setting(SETTING, &text).await.map_err(|e| problem::of_journal(&e))
    }

    /// What a newer program wrote counts as no kit.
    async fn remembered(&self) -> Result<Option<Remembered>, Problem> {
        let text = self.journal.setting(SETTING).await.map_err(|e| problem::of_journal(&e))?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }
}
