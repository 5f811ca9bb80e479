//! What a check of a receipt came to.

use pileus_app as app;
use pileus_app::{ReceiptCheck, SignedReceipt};
use serde::Serialize;
use specta::Type;
use specta_typescript::Number;

use super::Problem;

/// A receipt, and what can be believed of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptReport {
    /// The file.
    pub fid: String,
    /// Its name: of a plain file the receipt's, of a sealed one the catalogue's, where it is known there.
    pub name: Option<String>,
    /// Its declared size.
    #[specta(type = Number)]
    pub bytes: u64,
    /// Address of the account that signed.
    pub account: String,
    /// What the receipt calls its network.
    pub network: String,
    /// The block that completed the file.
    pub stored_block: u32,
    /// When the receipt was made, in milliseconds since 1970.
    #[specta(type = Number)]
    pub made: u64,
    /// Does the file id follow from the segment hashes?
    pub hashes_hold: bool,
    /// Did the account sign exactly this?
    pub signature_holds: bool,
    /// What the chain says.
    pub chain: ChainWord,
    /// The first thing that is wrong, if anything is.
    pub problem: Option<Problem>,
}

/// What the chain says to a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ChainWord {
    /// The same, hash by hash.
    Agrees,
    /// Something else.
    Differs,
    /// The receipt is of another network than the one in use.
    OtherNetwork,
    /// It was not asked.
    NotAsked,
}

impl ReceiptReport {
    /// From a receipt and its check; with the name that the catalogue has.
    pub fn new(signed: &SignedReceipt, check: ReceiptCheck, known_name: Option<String>) -> Self {
        let receipt = &signed.receipt;
        Self {
            fid: receipt.file.fid.to_string(),
            name: receipt.file.name.clone().or(known_name),
            bytes: receipt.file.size.0,
            account: receipt.account.address.to_string(),
            network: receipt.network.name.clone(),
            stored_block: receipt.stored.completion.0,
            made: receipt.made.0,
            hashes_hold: check.hashes_hold,
            signature_holds: check.signature_holds,
            chain: check.chain.into(),
            problem: check.problem.map(Problem::from),
        }
    }
}

impl From<app::ChainWord> for ChainWord {
    fn from(word: app::ChainWord) -> Self {
        match word {
            app::ChainWord::Agrees => Self::Agrees,
            app::ChainWord::Differs => Self::Differs,
            app::ChainWord::OtherNetwork => Self::OtherNetwork,
            app::ChainWord::NotAsked => Self::NotAsked,
        }
    }
}
