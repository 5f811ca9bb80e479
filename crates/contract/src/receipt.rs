//! Receipts as they cross over.

use std::path::Path;

use pileus_app::{ChainWord, ReceiptCheck, SignedReceipt};
use pileus_domain::{AccountId, BlockNumber, BlockRef, ByteCount, Fid, GenesisHash};
use pileus_ports::Timestamp;
use serde::Serialize;

use crate::ProblemView;

/// What a receipt says, without its hashes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StorageReceiptView {
    /// The file.
    pub fid: Fid,
    /// Real name of a plain file.
    pub name: Option<String>,
    /// Its declared size.
    pub file_size: ByteCount,
    /// How many segments it has.
    pub segments: usize,
    /// The account that signed.
    pub account: AccountId,
    /// What the chain calls itself.
    pub network: String,
    /// Which chain it is.
    pub genesis: GenesisHash,
    /// The block that completed the file.
    pub completion: BlockNumber,
    /// The final block in which it was seen stored.
    pub block: BlockRef,
    /// When the receipt was made, in milliseconds since 1970.
    pub made: Timestamp,
}

impl From<&SignedReceipt> for StorageReceiptView {
    fn from(signed: &SignedReceipt) -> Self {
        let receipt = &signed.receipt;
        Self {
            fid: receipt.file.fid,
            name: receipt.file.name.clone(),
            file_size: receipt.file.size,
            segments: receipt.file.segments.len(),
            account: receipt.account.address,
            network: receipt.network.name.clone(),
            genesis: receipt.network.genesis,
            completion: receipt.stored.completion,
            block: receipt.stored.block,
            made: receipt.made,
        }
    }
}

/// A receipt was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceiptFileView {
    /// Where.
    pub path: String,
    /// What it says.
    #[serde(flatten)]
    pub receipt: StorageReceiptView,
}

impl ReceiptFileView {
    /// For a receipt at a path.
    pub fn new(signed: &SignedReceipt, path: &Path) -> Self {
        Self { path: path.display().to_string(), receipt: signed.into() }
    }
}

/// A receipt was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceiptCheckView {
    /// Does its file id follow from its segment hashes?
    pub hashes_hold: bool,
    /// Did its account sign exactly this?
    pub signature_holds: bool,
    /// `agrees`, `differs`, `other_network` or `not_asked`.
    pub chain: &'static str,
    /// The first thing that is wrong.
    pub problem: Option<ProblemView>,
    /// What it says.
    #[serde(flatten)]
    pub receipt: StorageReceiptView,
}

impl ReceiptCheckView {
    /// For a receipt and its check.
    pub fn new(signed: &SignedReceipt, check: &ReceiptCheck) -> Self {
        let chain = match check.chain {
            ChainWord::Agrees => "agrees",
            ChainWord::Differs => "differs",
            ChainWord::OtherNetwork => "other_network",
            ChainWord::NotAsked => "not_asked",
        };
        Self {
            hashes_hold: check.hashes_hold,
            signature_holds: check.signature_holds,
            chain,
            problem: check.problem.as_ref().map(ProblemView::from),
            receipt: signed.into(),
        }
    }
}
