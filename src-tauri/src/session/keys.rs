//! What windows ask of accounts and data keys, whether a network is open or not.
//!
//! Invariant: the vault is opened once for the whole program, so what is locked here is locked for transfers too.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use futures::future::join_all;
use pileus_app::{AppError, Keys, list_jobs};
use pileus_contract::window::{AccountCard, CreatedAccount, DataKeyRow, KeysView, Passphrase, SecretKind, Words};
use pileus_domain::{AccountId, Condition, JobKind, Problem, Stage};
use pileus_pipeline::problem::of_keystore;
use pileus_ports::{
    AccountEntry, AccountOrigin, DataKeyEntry, JobRecord, KeyringState, KeystoreError, Protection, Seal, SecretText,
    TransferDetails, on_cleared_stack,
};
use tokio::time::timeout;

use super::{Keyring, Place, Session};
use crate::problem;

/// How long the chain may take to tell what an account has.
const BALANCE_PATIENCE: Duration = Duration::from_secs(3);

/// What is in the vault, without secrets.
struct Vault {
    protection: Protection,
    keyring: KeyringState,
    locked: bool,
    accounts: Vec<AccountEntry>,
    data_keys: Vec<DataKeyEntry>,
}

impl Vault {
    /// Read it; may ask the system's keyring how it is.
    fn read(keys: &Keys, keyring: &Keyring) -> Result<Self, Problem> {
        let keyring = keyring.state(Instant::now(), || keys.keyring());
        let (protection, locked) = (keys.protection()?, keys.is_locked());
        Ok(Self { protection, keyring, locked, accounts: keys.accounts()?, data_keys: keys.data_keys()? })
    }
}

impl Place {
    /// Everything in the vault that may be known without opening it, with the minutes after which it locks by itself.
    ///
    /// # Errors
    /// The vault's or the journal's problem, as in the functions below.
    pub(crate) async fn keys(self, auto_lock_minutes: Option<u32>) -> Result<KeysView, Problem> {
        let home = Arc::clone(&self.home);
        let vault = self.with_vault(move |keys| Vault::read(keys, &home.keyring)).await?;
        let needed = Keys::data_key_uses(&*self.home.journal).await?;
        let files = |fingerprint: &str| needed.get(fingerprint).copied().unwrap_or(0);
        let identity = self.session.as_ref().map(|session| session.services.identity());
        Ok(KeysView {
            protection: vault.protection.into(),
            keyring: vault.keyring.into(),
            locked: vault.locked,
            token_symbol: identity.map(|identity| identity.token_symbol.clone()).unwrap_or_default(),
            accounts: join_all(vault.accounts.iter().map(|entry| self.card(entry))).await,
            data_keys: vault.data_keys.iter().map(|key| DataKeyRow::new(key, files(&key.fingerprint))).collect(),
            network_open: self.session.is_some(),
            auto_lock_minutes,
            kit: self.home.kits.standing().await?.into(),
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

    /// Forget an account, whose name was typed.
    ///
    /// # Errors
    /// `account_name_needed`, `key_unknown`, `vault_locked`.
    pub(crate) async fn remove_account(self, address: String, typed: String) -> Result<(), Problem> {
        let account = account(&address)?;
        self.with_vault(move |keys| keys.remove_account(&account, &typed)).await
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

    /// Give the passphrase, or fetch the vault's key from the system's keyring; what waited for it goes on.
    ///
    /// # Errors
    /// `wrong_passphrase`, `vault_damaged`; `keyring_missing`, `keyring_locked`, `keyring_entry_missing`.
    pub(crate) async fn unlock_keys(self, passphrase: Option<Passphrase>) -> Result<(), Problem> {
        let passphrase = passphrase.map(Passphrase::into_secret);
        self.with_keyring(move |keys| match &passphrase {
            Some(passphrase) => keys.unlock(passphrase),
            None => keys.unlock_with_keyring(),
        })
        .await?;
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
        self.with_keyring(move |keys| keys.set_passphrase(Some(&passphrase))).await
    }

    /// Let the system's keyring keep the vault's key.
    ///
    /// # Errors
    /// `vault_locked`, `keyring_missing`, `keyring_locked`.
    pub(crate) async fn move_keys_to_keyring(self) -> Result<(), Problem> {
        self.with_keyring(Keys::move_to_keyring).await
    }

    /// Work that may use the system's keyring, which may be in another state afterwards.
    async fn with_keyring<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Keys) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let home = Arc::clone(&self.home);
        let looked = move |keys: &Keys| {
            let done = work(keys);
            home.keyring.forget();
            done
        };
        self.with_vault(looked).await
    }

    /// Work on the vault beside the runtime: a passphrase takes its time. Whatever it still reckons after the call was
    /// stopped changes nothing, and its secrets are cleared with it.
    pub(super) async fn with_vault<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Keys) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let keys = self.home.keys.under(Arc::clone(&self.consent));
        tokio::task::spawn_blocking(move || on_cleared_stack(|| work(&keys))).await.map_err(|e| problem::broken(&e))?
    }

    pub(super) async fn card(&self, entry: &AccountEntry) -> AccountCard {
        AccountCard { balance: self.balance(&entry.account).await, ..entry.into() }
    }

    /// What an account can spend; none without a network that answers in time.
    async fn balance(&self, account: &AccountId) -> Option<String> {
        let chain = &self.session.as_ref()?.services.ports().chain;
        let balance = timeout(BALANCE_PATIENCE, chain.balance(account)).await.ok()?.ok()?;
        Some(balance.spendable.0.to_string())
    }
}

impl Session {
    /// After the vault was locked: let uploads that would still sign their order wait for the passphrase.
    pub(super) async fn stop_before_signing(&self) -> Result<(), Problem> {
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
    pub(super) async fn go_on_with_keys(&self) -> Result<(), Problem> {
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
    pub(super) async fn start_again(&self, job: &JobRecord) -> Result<(), Problem> {
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

pub(super) fn account(address: &str) -> Result<AccountId, Problem> {
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
