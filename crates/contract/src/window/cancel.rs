//! Questions before something ends.

use pileus_app as app;
use pileus_domain as domain;
use serde::{Deserialize, Serialize};
use specta::Type;
use specta_typescript::Number;

/// What shall become of an order that is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CancelChoice {
    /// Finish the upload, then delete the file.
    FinishThenDelete,
    /// Stop here; the space stays locked.
    StopHere,
}

impl From<CancelChoice> for domain::CancelChoice {
    fn from(choice: CancelChoice) -> Self {
        match choice {
            CancelChoice::FinishThenDelete => Self::FinishThenDelete,
            CancelChoice::StopHere => Self::StopHere,
        }
    }
}

/// What cancelling a job would leave behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CancelConsequence {
    /// Was its order signed, so that a choice must be made?
    pub signed: bool,
    /// Space that stays locked when it stops now.
    #[specta(type = Number)]
    pub locked_bytes: u64,
    /// Until which block, when that is known.
    pub until_block: Option<u32>,
}

impl From<app::CancelConsequence> for CancelConsequence {
    fn from(consequence: app::CancelConsequence) -> Self {
        Self {
            signed: consequence.signed,
            locked_bytes: consequence.locked.0,
            until_block: consequence.until.map(|block| block.0),
        }
    }
}

/// What a person should know before the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QuitQuestion {
    /// Transfers that this program works on.
    pub running: u32,
}
