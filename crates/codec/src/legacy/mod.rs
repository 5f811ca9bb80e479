//! Files that gateways encrypted before they cut them: read, never written.
//!
//! Duty: give the bytes of a file back from what a gateway encrypted, with the passphrase or the key that the gateway
//! had. Invariants: a wrong passphrase or key is noticed before a byte is handed out; keys are cleared on drop.
//! Absent on purpose: no way to encrypt. Neither way hides what the sealed format hides, and `Cipher` cannot tell bytes
//! that were changed; only the hashes on the chain do.

mod cipher;
mod pieces;

pub use cipher::{CipherOpener, is_certainly_cipher};
pub use pieces::PieceOpener;
