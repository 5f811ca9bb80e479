//! The data folder, opened: journal, vault and networks. No network yet.

use std::{path::PathBuf, sync::Arc};

use pileus_app::{Keys, Networks};
use pileus_domain::Problem;
use pileus_journal::JournalAdapter;
use pileus_keystore::{KeystoreAdapter, PassphraseEffort};
use pileus_pipeline::problem;
use pileus_ports::{Clock, Entropy, Journal, Keystore, OsEntropy, Protection, SystemClock};

use crate::{folder::data_folder, secrets, shell::Shell};

/// Folder of the journal inside the data folder.
const JOURNAL: &str = "journal";
/// Folder of the vault inside the data folder.
const VAULT: &str = "vault";

/// What is on this computer; clones share it.
#[derive(Clone)]
pub(crate) struct Home {
    pub(crate) folder: PathBuf,
    pub(crate) journal: Arc<dyn Journal>,
    pub(crate) keystore: Arc<dyn Keystore>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) keys: Keys,
    pub(crate) networks: Networks,
}

impl Home {
    /// Open the data folder; make it when it is missing.
    pub(crate) fn open(shell: &Shell) -> Result<Self, Problem> {
        let folder = data_folder(shell.globals.data_dir.as_deref())?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let entropy: Arc<dyn Entropy> = Arc::new(OsEntropy);
        let journal = JournalAdapter::open(&folder.join(JOURNAL)).map_err(|e| problem::of_journal(&e))?;
        let journal: Arc<dyn Journal> = Arc::new(journal);
        let vault = folder.join(VAULT);
        let effort = PassphraseEffort::OneSecond;
        let keystore = KeystoreAdapter::open(&vault, effort, Arc::clone(&entropy), Arc::clone(&clock));
        let keystore: Arc<dyn Keystore> = Arc::new(keystore.map_err(|e| problem::of_keystore(&e))?);
        let keys = Keys::new(Arc::clone(&keystore));
        let networks = Networks::new(Arc::clone(&journal));
        Ok(Self { folder, journal, keystore, clock, entropy, keys, networks })
    }

    /// Open the vault: with the keyring of this computer, or asking for its passphrase when it has one.
    pub(crate) fn unlock(&self, shell: &mut Shell) -> Result<(), Problem> {
        if !self.keys.is_locked() {
            return Ok(());
        }
        if self.keys.protection()? == Protection::Keyring {
            return self.keys.unlock_with_keyring();
        }
        let file = shell.globals.vault_passphrase_file.clone();
        let passphrase = secrets::given(shell, file.as_deref(), "Passphrase of the vault", "--vault-passphrase-file")?;
        self.keys.unlock(&passphrase)
    }

    /// The same where it can be done without: without a file or a terminal the vault stays locked.
    pub(crate) fn unlock_if_possible(&self, shell: &mut Shell) -> Result<(), Problem> {
        let keyring = self.keys.protection()? == Protection::Keyring;
        let possible = keyring || shell.globals.vault_passphrase_file.is_some() || shell.prompt.can_ask;
        if possible { self.unlock(shell) } else { Ok(()) }
    }
}
