//! Where a running upload gets its signer from.

use std::sync::Arc;

use pileus_domain::AccountId;
use pileus_ports::{KeystoreError, Signer};

use crate::{problem, run::Stop};

/// Looks for the signer of an account.
type Look = dyn Fn() -> Result<Arc<dyn Signer>, KeystoreError> + Send + Sync;

/// Gives an account's signer each time that something is to be signed. It is not kept in between, so that a keystore that
/// is locked meanwhile leaves none behind.
#[derive(Clone)]
pub struct SignerSource {
    account: AccountId,
    look: Arc<Look>,
}

impl SignerSource {
    /// Look for the signer of an account each time.
    pub fn new(
        account: AccountId,
        look: impl Fn() -> Result<Arc<dyn Signer>, KeystoreError> + Send + Sync + 'static,
    ) -> Self {
        Self { account, look: Arc::new(look) }
    }

    /// Whom it signs for.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// The signer; a locked keystore stops the run until it is open.
    pub(crate) fn signer(&self) -> Result<Arc<dyn Signer>, Stop> {
        (self.look)().map_err(|error| match error {
            KeystoreError::Locked => Stop::NeedsKey,
            error => problem::of_keystore(&error).into(),
        })
    }
}

/// A signer that is there all the time.
impl From<Arc<dyn Signer>> for SignerSource {
    fn from(signer: Arc<dyn Signer>) -> Self {
        Self::new(signer.account(), move || Ok(Arc::clone(&signer)))
    }
}
