//! What windows ask of accounts and data keys, whether a network is open or not.
//!
//! Invariant: the vault is opened once for the whole program, so what is locked here is locked for transfers too.

use std::{collections::BTreeMap, time::Duration};

use futures::future::join_all;
use pileus_app::{AppError, Keys, list_jobs};
use pileus_contract::window::{AccountCard, CreatedAccount, DataKeyRow, KeysView, Passphrase, SecretKind, Words};
use pileus_domain::{AccountId, Condition, JobKind, Problem, Stage};
use pileus_pipeline::problem::{of_journal, of_keystore};
use pileus_ports::{AccountEntry, AccountOrigin, JobRecord, KeystoreError, Seal, SecretText, TransferDetails};
use tokio::time::timeout;

use super::{Place, Session};
use crate::problem;

/// How long the chain may take to tell what an account has.
const BALANCE_PATIENCE: Duration = Duration::from_secs(3);

impl Place {
    /// Everything in the vault that may be known without opening it.
    ///
    /// # Errors
    /// The vault's or the journal's problem, as in the functions below.
    pub(crate) async fn keys(self) -> Result<KeysView, Problem> {
        let (protection, locked, accounts, data_keys) = self
            .with_vault(|keys| Ok((keys.protection()?, keys.is_locked(), keys.accounts()?, keys.data_keys()?)))
            .await?;
        let needed = self.files_by_key(&accounts).await?;
        let files = |fingerprint: &str| needed.get(fingerprint).copied().unwrap_or(0);
        let identity = self.session.as_ref().map(|session| session.services.identity());
        Ok(KeysView {
            protection: protection.into(),
            locked,
            token_symbol: identity.map(|identity| identity.token_symbol.clone()).unwrap_or_default(),
            accounts: join_all(accounts.iter().map(|entry| self.card(entry))).await,
            data_keys: data_keys.iter().map(|entry| DataKeyRow::new(entry, files(&entry.fingerprint))).collect(),
            network_open: self.session.is_some(),
        })
    }

    /// Make an account.
    ///
    /// # Errors
    /// `key_name`, `key_exists`, `vault_locked`.
    pub(crate) async fn create_account(self, name: String) -> Result<CreatedAccount, Problem> {
        let (entry, words) = self.with_vault(move |keys| keys.create_account(&name)).await?;
        Ok(CreatedAccount { account: self.card(&entry).await, words: Words::new(words) })
    }

    /// Bring an account in.
    ///
    /// # Errors
    /// `secret_not_understood`, and those of [`Self::create_account`].
    pub(crate) async fn import_account(
        self,
        name: String,
        secret: Passphrase,
        kind: SecretKind,
    ) -> Result<AccountCard, Problem> {
        let secret = as_typed(&secret.into_secret(), kind)?;
        let imported = self.with_vault(move |keys| keys.import_account(&name, &secret, AccountOrigin::Imported));
        let entry = imported.await?;
        Ok(self.card(&entry).await)
    }

    /// Use this account when none is named.
    ///
    /// # Errors
    /// `key_unknown`, `vault_locked`.
    pub(crate) async fn make_default(self, address: String) -> Result<(), Problem> {
        let account = account(&address)?;
        self.with_vault(move |keys| keys.set_default(&account)).await
    }

    /// Give an account another name.
    ///
    /// # Errors
    /// `key_name`, `key_unknown`, `key_exists`, `vault_locked`.
    pub(crate) async fn rename_account(self, address: String, name: String) -> Result<(), Problem> {
        let account = account(&address)?;
        self.with_vault(move |keys| keys.rename_account(&account, &name)).await
    }

    /// Make a random data key.
    ///
    /// # Errors
    /// `key_name`, `key_exists`, `vault_locked`.
    pub(crate) async fn create_data_key(self, name: String) -> Result<DataKeyRow, Problem> {
        let entry = self.with_vault(move |keys| keys.create_data_key(&name)).await?;
        Ok(DataKeyRow::new(&entry, 0))
    }

    /// Give a data key another name.
    ///
    /// # Errors
    /// `key_name`, `key_unknown`, `key_exists`, `vault_locked`.
    pub(crate) async fn rename_data_key(self, fingerprint: String, name: String) -> Result<(), Problem> {
        self.with_vault(move |keys| keys.rename_data_key(&fingerprint, &name)).await
    }

    /// Forget the passphrase; uploads whose order is not signed yet wait for it.
    pub(crate) async fn lock_keys(self) -> Result<(), Problem> {
        self.with_vault(|keys| {
            keys.lock();
            Ok(keys.is_locked())
        })
        .await?;
        match &self.session {
            Some(session) => session.stop_before_signing().await,
            None => Ok(()),
        }
    }

    /// Give the passphrase; what waited for it goes on.
    ///
    /// # Errors
    /// `wrong_passphrase`, `vault_damaged`.
    pub(crate) async fn unlock_keys(self, passphrase: Passphrase) -> Result<(), Problem> {
        let passphrase = passphrase.into_secret();
        self.with_vault(move |keys| keys.unlock(&passphrase)).await?;
        match &self.session {
            Some(session) => session.go_on_with_keys().await,
            None => Ok(()),
        }
    }

    /// Put the vault under a passphrase, or under another one.
    ///
    /// # Errors
    /// `passphrase_empty`, `vault_locked`.
    pub(crate) async fn set_keys_passphrase(self, passphrase: Passphrase) -> Result<(), Problem> {
        let passphrase = passphrase.into_secret();
        self.with_vault(move |keys| keys.set_passphrase(Some(&passphrase))).await
    }

    /// Work on the vault beside the runtime: a passphrase takes its time.
    async fn with_vault<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Keys) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let keys = self.home.keys.clone();
        tokio::task::spawn_blocking(move || work(&keys)).await.map_err(|e| problem::broken(&e))?
    }

    async fn card(&self, entry: &AccountEntry) -> AccountCard {
        AccountCard { balance: self.balance(&entry.account).await, ..entry.into() }
    }

    /// What an account can spend; none without a network that answers in time.
    async fn balance(&self, account: &AccountId) -> Option<String> {
        let chain = &self.session.as_ref()?.services.ports().chain;
        let balance = timeout(BALANCE_PATIENCE, chain.balance(account)).await.ok()?.ok()?;
        Some(balance.spendable.0.to_string())
    }

    /// How many files need each data key, by its fingerprint, over all networks that were met.
    async fn files_by_key(&self, accounts: &[AccountEntry]) -> Result<BTreeMap<String, usize>, Problem> {
        let mut needed = BTreeMap::new();
        let networks = self.home.networks.list().await?;
        for genesis in networks.iter().filter_map(|profile| profile.genesis) {
            for entry in accounts {
                let files = self.home.journal.files(&genesis, &entry.account).await.map_err(|e| of_journal(&e))?;
                for file in files {
                    if let Seal::DataKey { fingerprint } = file.seal {
                        *needed.entry(fingerprint).or_default() += 1;
                    }
                }
            }
        }
        Ok(needed)
    }
}

impl Session {
    /// After the vault was locked: let uploads that would still sign their order wait for the passphrase.
    async fn stop_before_signing(&self) -> Result<(), Problem> {
        let transfers = &self.services.transfers;
        for job in self.our_jobs().await? {
            let unsigned = job.kind() == JobKind::Upload && matches!(job.stage, Stage::Planning | Stage::Ordering);
            if unsigned && transfers.runs_here(job.id) {
                transfers.pause(job.id).await?;
                transfers.wait(job.id).await?;
                self.start_again(&job).await?;
            }
        }
        Ok(())
    }

    /// After the vault was opened: make what could not be made before, and start what waited for a key.
    async fn go_on_with_keys(&self) -> Result<(), Problem> {
        // What is missing still is said by the next upload.
        let _ = self.provide().await;
        for job in self.our_jobs().await? {
            if job.condition == Condition::NeedsKey && !needs_passphrase(&job) {
                self.start_again(&job).await?;
            }
        }
        Ok(())
    }

    async fn our_jobs(&self) -> Result<Vec<JobRecord>, Problem> {
        let mut jobs = list_jobs(&*self.home.journal).await?;
        jobs.retain(|job| job.genesis == self.services.identity().genesis);
        Ok(jobs)
    }

    /// A job that ended meanwhile has nothing to go on with.
    async fn start_again(&self, job: &JobRecord) -> Result<(), Problem> {
        let transfers = &self.services.transfers;
        if transfers.start(job.id, None).await.is_ok() {
            self.stream.put(transfers.job(job.id).await?);
        }
        Ok(())
    }
}

/// Is it a passphrase of its own that an upload waits for, not the vault's?
fn needs_passphrase(job: &JobRecord) -> bool {
    matches!(&job.details, TransferDetails::Upload(upload) if upload.seal == Seal::Passphrase)
}

/// What was typed, in the form that the vault takes.
fn as_typed(secret: &SecretText, kind: SecretKind) -> Result<SecretText, Problem> {
    let text = secret.expose().trim();
    let is_seed = text.starts_with("0x");
    match kind {
        SecretKind::Words if is_seed => {
            Err(of_keystore(&KeystoreError::BadSecret("this is a seed, not recovery words".to_owned())))
        }
        SecretKind::Seed if !is_seed => Ok(SecretText::new(format!("0x{text}"))),
        SecretKind::Words | SecretKind::Seed => Ok(SecretText::new(text.to_owned())),
    }
}

fn account(address: &str) -> Result<AccountId, Problem> {
    address.parse().map_err(|error| AppError::from(error).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: &str = "46ebddef8cd9bb167dc30878d7113b7e168e6f0646beffd77d69d39bad76b47a";

    fn typed(text: &str, kind: SecretKind) -> Result<String, String> {
        let typed = as_typed(&SecretText::new(text.to_owned()), kind);
        typed.map(|secret| secret.expose().to_owned()).map_err(|problem| problem.code)
    }

    #[test]
    fn a_seed_is_understood_with_and_without_its_mark() {
        let marked = format!("0x{SEED}");
        assert_eq!(typed(&format!(" {SEED}\n"), SecretKind::Seed), Ok(marked.clone()));
        assert_eq!(typed(&marked, SecretKind::Seed), Ok(marked));
    }

    #[test]
    fn a_seed_among_words_is_refused() {
        assert_eq!(typed(&format!("0x{SEED}"), SecretKind::Words), Err("secret_not_understood".to_owned()));
        assert_eq!(typed(" one two ", SecretKind::Words), Ok("one two".to_owned()));
    }
}
