//! What is said on the control server.

use serde::{Deserialize, Serialize};

/// How many blocks.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Blocks {
    /// Blocks of six seconds each.
    pub(super) blocks: u32,
}

/// The block that came of it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct NewBlock {
    /// Its number.
    pub(super) number: u32,
    /// Its hash in hexadecimal digits.
    pub(super) hash: String,
}

/// Tokens for an account.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Endowment {
    /// An address, or a public key in hexadecimal digits.
    pub(super) account: String,
    /// Planck, in decimal digits.
    pub(super) amount: String,
}

/// Why something was refused.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Refusal {
    /// In words, causes included.
    pub(super) error: String,
}
