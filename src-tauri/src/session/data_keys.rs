//! What windows ask of data keys.
//!
//! Invariant: a key leaves the vault only as the text that the person asked to see.

use std::{sync::Arc, time::Duration};

use pileus_app::Keys;
use pileus_contract::window::{DataKeyRow, Passphrase, Resealing, Words};
use pileus_domain::Problem;
use pileus_pipeline::problem::of_chain;
use pileus_ports::{DataKeyEntry, ErrorKind, PortError};
use tokio::{runtime::Handle, time::timeout};

use super::Place;
use crate::problem;

/// How long the chain may take to tell what a new upload costs.
const RESEALING_PATIENCE: Duration = Duration::from_secs(20);

impl Place {
    /// Make a random data key.
    ///
    /// # Errors
    /// `key_name`, `key_exists`, `vault_locked`.
    pub(crate) async fn create_data_key(self, name: String) -> Result<DataKeyRow, Problem> {
        let entry = self.with_vault(move |keys| keys.create_data_key(&name)).await?;
        Ok(DataKeyRow::new(&entry, 0))
    }

    /// Make the data key that follows from a name and a passphrase.
    ///
    /// # Errors
    /// As [`Self::create_data_key`], and `passphrase_empty`.
    pub(crate) async fn derive_data_key(self, name: String, passphrase: Passphrase) -> Result<DataKeyRow, Problem> {
        let passphrase = passphrase.into_secret();
        let entry = self.with_vault(move |keys| keys.derive_data_key(&name, &passphrase)).await?;
        self.row(&entry).await
    }

    /// Take a data key from the text of it.
    ///
    /// # Errors
    /// As [`Self::create_data_key`], and `data_key_unreadable`.
    pub(crate) async fn import_data_key(self, name: String, secret: Passphrase) -> Result<DataKeyRow, Problem> {
        let secret = secret.into_secret();
        let entry = self.with_vault(move |keys| keys.import_data_key(&name, &secret)).await?;
        self.row(&entry).await
    }

    /// The text of a data key, to be shown.
    ///
    /// # Errors
    /// `key_unknown`, `vault_locked`.
    pub(crate) async fn reveal_data_key(self, fingerprint: String) -> Result<Words, Problem> {
        self.with_vault(move |keys| keys.export_data_key(&fingerprint)).await.map(Words::new)
    }

    /// Give a data key another name.
    ///
    /// # Errors
    /// `key_name`, `key_unknown`, `key_exists`, `vault_locked`.
    pub(crate) async fn rename_data_key(self, fingerprint: String, name: String) -> Result<(), Problem> {
        self.with_vault(move |keys| keys.rename_data_key(&fingerprint, &name)).await
    }

    /// What storing the files of a data key anew takes, on the network that is open.
    ///
    /// # Errors
    /// `network_not_open`, `network_unreachable`, `account_none`, or the journal's problem.
    pub(crate) async fn resealing(self, fingerprint: String) -> Result<Resealing, Problem> {
        let services = self.session.as_ref().map(|session| &session.services).ok_or_else(problem::not_ready)?;
        let account = services.keys.account(None)?.account;
        let asked = timeout(RESEALING_PATIENCE, services.files.resealing(&account, &fingerprint)).await;
        let told = asked.map_err(|_| no_answer())??;
        Ok(Resealing::new(&told, &services.identity().token_symbol))
    }

    /// Let a new key take over the name of a data key, which is kept under another name.
    ///
    /// # Errors
    /// As [`Self::rename_data_key`].
    pub(crate) async fn rotate_data_key(self, fingerprint: String, old_name: String) -> Result<DataKeyRow, Problem> {
        let entry = self.with_vault(move |keys| keys.rotate_data_key(&fingerprint, &old_name)).await?;
        Ok(DataKeyRow::new(&entry, 0))
    }

    /// Forget a data key; while files need it, only with its name typed.
    ///
    /// # Errors
    /// `data_key_needed`, `key_unknown`, `vault_locked`, or the journal's problem.
    pub(crate) async fn remove_data_key(self, fingerprint: String, typed: Option<String>) -> Result<(), Problem> {
        let (journal, runtime) = (Arc::clone(&self.home.journal), Handle::current());
        let removed = self
            .with_vault(move |keys| runtime.block_on(keys.remove_data_key(&*journal, &fingerprint, typed.as_deref())));
        removed.await
    }

    /// With the files that need it already: it may have been here before.
    async fn row(&self, entry: &DataKeyEntry) -> Result<DataKeyRow, Problem> {
        let uses = Keys::data_key_uses(&*self.home.journal).await?;
        Ok(DataKeyRow::new(entry, uses.get(&entry.fingerprint).copied().unwrap_or(0)))
    }
}

/// The network did not answer in time.
fn no_answer() -> Problem {
    let asked = "asking what a new upload costs";
    of_chain(&PortError::new(ErrorKind::TimedOut, asked, "no answer in time").into())
}
