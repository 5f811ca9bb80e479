//! The Keystore port as a vault file, whose key the system's keyring keeps if the person wants that.
//!
//! Duty: keep account secrets and data keys in one file, under a passphrase or the keyring once the person chooses one;
//! the format is written down in `docs/formats-vault.md`.
//!
//! Invariants: the file on disk is always a whole one, the old or the new; names and public keys can be read while it is
//! locked but not changed unnoticed; a secret is in memory only while it is used, what opens the vault while unlocked;
//! every place that held one is cleared.
//!
//! Absent on purpose: secrets in the keyring itself.

mod account;
mod account_file;
mod adapter;
mod buffer;
mod capsule;
mod cipher;
mod content;
mod data_key_text;
mod derived_key;
mod disk;
mod effort;
mod encoding;
mod error;
#[doc(hidden)]
pub mod fuzzing;
mod key_text;
mod keyring;
mod passphrase;
mod protection;
mod vault;
#[cfg(test)]
mod vectors;

pub use account_file::AccountFile;
pub use adapter::KeystoreAdapter;
pub use effort::PassphraseEffort;
pub use passphrase::PassphraseCost;
