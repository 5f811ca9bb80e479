//! What a window asks of previews.

use std::sync::Arc;

use pileus_app::{AppError, PreviewFile};
use pileus_contract::window::Passphrase;
use pileus_domain::{Fid, Problem};

use super::Session;

impl Session {
    /// Open a file of the catalogue to be shown.
    ///
    /// # Errors
    /// A problem of the file, its key, the chain or the storage nodes.
    pub(crate) async fn open_stored(
        self: Arc<Self>,
        fid: String,
        passphrase: Option<Passphrase>,
    ) -> Result<PreviewFile, Problem> {
        let fid: Fid = fid.parse().map_err(AppError::from)?;
        let account = self.services.keys.account(None)?.account;
        self.services.previews.open(&account, &fid, passphrase.map(Passphrase::into_secret)).await
    }
}
