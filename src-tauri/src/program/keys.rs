//! What the program knows of the keys beside what is in the vault.

use pileus_contract::window::{KeysView, KitState, Passphrase, Problem as Shown};

use super::Program;
use crate::session::Place;

impl Program {
    /// Everything in the vault that may be known without opening it.
    ///
    /// # Errors
    /// The data folder's, the vault's or the journal's problem.
    pub(crate) async fn keys(&self) -> Result<KeysView, Shown> {
        let program = self.clone();
        self.at_home(|place| async move { place.keys(program.auto_lock().await?).await }).await
    }

    /// Unlock the keys for a person who is there; without a passphrase, from the system's keyring.
    ///
    /// # Errors
    /// `wrong_passphrase`, `vault_damaged`; `keyring_missing`, `keyring_locked`, `keyring_entry_missing`.
    pub(crate) async fn unlock(&self, passphrase: Option<Passphrase>) -> Result<(), Shown> {
        self.person_active();
        self.at_home(|place| place.unlock_keys(passphrase)).await
    }

    /// How far the newest recovery kit is behind; asking makes no data folder.
    ///
    /// # Errors
    /// The data folder's, the vault's or the journal's problem.
    pub(crate) async fn kit_state(&self) -> Result<KitState, Shown> {
        if self.is_used() { self.at_home(Place::kit_state).await } else { Ok(KitState::default()) }
    }
}
