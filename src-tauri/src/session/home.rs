//! The data folder, opened once for the whole program: journal, vault, networks. Whether one is open is said beside it.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use pileus_app::{Keys, Kits, LOCAL, Networks};
use pileus_domain::Problem;
use pileus_journal::JournalAdapter;
use pileus_keystore::{KeystoreAdapter, PassphraseEffort};
use pileus_nodes::Paces;
use pileus_pipeline::problem;
use pileus_ports::{Clock, Consent, Entropy, Journal, Keystore, OsEntropy, SystemClock};

use super::{Keyring, KitUses, Session, local};

/// Folder of the journal inside the data folder.
const JOURNAL: &str = "journal";
/// Folder of the vault inside the data folder.
const VAULT: &str = "vault";

/// What is on this computer.
pub(crate) struct Home {
    pub(crate) folder: PathBuf,
    pub(crate) journal: Arc<dyn Journal>,
    pub(crate) keystore: Arc<dyn Keystore>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) keys: Keys,
    pub(crate) networks: Networks,
    pub(crate) kits: Kits,
    /// How the system's keyring is.
    pub(super) keyring: Keyring,
    /// Drills and restores of kits that run now.
    pub(super) kit_uses: KitUses,
    /// How fast bytes go; the person changes it at any time.
    pub(crate) paces: Paces,
}

/// Where work is done that needs no network: the data folder, and the network if one is open.
#[derive(Clone)]
pub(crate) struct Place {
    pub(crate) home: Arc<Home>,
    pub(crate) session: Option<Arc<Session>>,
    /// Asked for right before a change is made.
    pub(crate) consent: Arc<dyn Consent>,
}

impl Home {
    /// Was anything ever kept in this folder?
    pub(crate) fn is_used(folder: &Path) -> bool {
        folder.join(JOURNAL).exists()
    }

    /// Open the folder; make it when it is missing. Blocks for a moment.
    ///
    /// # Errors
    /// The journal's or the vault's problem.
    pub(crate) fn open(folder: PathBuf) -> Result<Self, Problem> {
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
        let kits = Kits::new(Arc::clone(&keystore), Arc::clone(&journal), Arc::clone(&clock), Arc::clone(&entropy));
        let (keyring, kit_uses, paces) = (Keyring::default(), KitUses::default(), Paces::default());
        Ok(Self { folder, journal, keystore, clock, entropy, keys, networks, kits, keyring, kit_uses, paces })
    }

    /// Is there a network to open by itself at the start: one that was chosen, or the local one if it was used?
    ///
    /// # Errors
    /// The journal's or the vault's problem.
    pub(crate) async fn has_network(&self) -> Result<bool, Problem> {
        match self.networks.chosen().await? {
            Some(name) if name != LOCAL => Ok(true),
            chosen => {
                let used = chosen.is_some() || local::was_used(&self.folder);
                Ok(used && !self.keys.accounts()?.is_empty())
            }
        }
    }
}
