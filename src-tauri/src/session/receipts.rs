//! Receipts: made of what the network has, read from what the person has.

use std::{path::PathBuf, sync::Arc};

use pileus_app::{AppError, ReceiptCheck, ReceiptError, SignedReceipt};
use pileus_contract::window::ReceiptReport;
use pileus_domain::{AccountId, Fid, Problem};
use pileus_ports::Consent;

use super::{Session, confirm};
use crate::problem;

impl Session {
    /// The receipt of a stored file, as it is saved.
    ///
    /// # Errors
    /// `receipt_not_yet`, or a problem of chain, journal or keys.
    pub(crate) async fn receipt(self: Arc<Self>, fid: String) -> Result<String, Problem> {
        Ok(self.signed(&fid).await?.to_text())
    }

    /// Save the receipt of a stored file; the person was asked about a file in its place.
    ///
    /// # Errors
    /// As above, and `file_unusable`, `stopped`.
    pub(crate) async fn save_receipt(
        self: Arc<Self>,
        fid: String,
        target: String,
        consent: Arc<dyn Consent>,
    ) -> Result<(), Problem> {
        let signed = self.signed(&fid).await?;
        confirm(&*consent)?;
        beside(move || signed.save(&PathBuf::from(target), true)).await
    }

    /// Check a receipt by itself and against the chain.
    ///
    /// # Errors
    /// `receipt_unreadable`, `file_unusable`. A chain that cannot be asked is told in the answer.
    pub(crate) async fn read_receipt(self: Arc<Self>, path: String) -> Result<ReceiptReport, Problem> {
        let signed = read(path).await?;
        let check = match self.services.receipts.check(&signed).await {
            Ok(check) => check,
            Err(silent) => {
                let alone = ReceiptCheck::offline(&signed);
                ReceiptCheck { problem: alone.problem.clone().or(Some(silent)), ..alone }
            }
        };
        let name = self.known_name(&signed.receipt.account.address, &signed.receipt.file.fid).await;
        Ok(ReceiptReport::new(&signed, check, name))
    }

    async fn signed(&self, fid: &str) -> Result<SignedReceipt, Problem> {
        let fid: Fid = fid.parse().map_err(AppError::from)?;
        self.services.receipts.make(&fid, None).await
    }

    /// The catalogue's name of a file; a catalogue that cannot be read has none.
    async fn known_name(&self, account: &AccountId, fid: &Fid) -> Option<String> {
        let found = self.services.files.find(account, fid).await.ok().flatten();
        found.map(|file| file.name)
    }
}

/// Check a receipt by itself, before any network is open.
///
/// # Errors
/// `receipt_unreadable`, `file_unusable`.
pub(crate) async fn read_receipt_alone(path: String) -> Result<ReceiptReport, Problem> {
    let signed = read(path).await?;
    let check = ReceiptCheck::offline(&signed);
    Ok(ReceiptReport::new(&signed, check, None))
}

async fn read(path: String) -> Result<SignedReceipt, Problem> {
    beside(move || SignedReceipt::read(&PathBuf::from(path))).await
}

/// Work on files, beside the runtime.
async fn beside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ReceiptError> + Send + 'static,
) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|e| problem::broken(&e))?.map_err(Problem::from)
}
