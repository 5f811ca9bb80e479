//! Sminer: storage nodes, their space, their stakes, and the faucet.
//!
//! There are no eras and no challenges on this network, so nothing is ever earned or fined; stakes from the
//! reservoir of the real network are not known either.

mod faucet;
mod life;
mod pallet;
mod proof;
mod space;
mod stake;
mod types;

pub use pallet::pallet::*;
pub(crate) use proof::CertifiedProof;
pub use proof::proof_digest;
pub use types::*;

/// The states of a storage node, as the chain spells them.
pub mod state {
    /// Registered, without a key for proofs yet.
    pub const NOT_READY: &[u8] = b"not ready";
    /// At work; the only state in which reports count.
    pub const POSITIVE: &[u8] = b"positive";
    /// Staked too little for its space.
    pub const FROZEN: &[u8] = b"frozen";
    /// Left.
    pub const EXIT: &[u8] = b"exit";
    /// About to leave.
    pub const LOCK: &[u8] = b"lock";
    /// Sent away.
    pub const OFFLINE: &[u8] = b"offline";
}
