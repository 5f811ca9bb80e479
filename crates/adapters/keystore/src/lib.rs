//! The Keystore port as a vault file.
//!
//! Duty: keep account secrets and data keys in one file, under a passphrase once the person sets one; the format is
//! written down in `docs/formats-vault.md`.
//!
//! Invariants: the file on disk is always a whole one, the old or the new; names and public keys can be read without the
//! passphrase but not changed unnoticed; a secret is in memory only while it is used, the vault's key while unlocked.
//!
//! Absent on purpose: the system's own keyring, and any way to get the recovery words out again.

mod account;
mod account_file;
mod adapter;
mod cipher;
mod content;
mod disk;
mod encoding;
mod error;
mod key_text;
mod passphrase;
mod protection;
mod vault;

pub use account_file::AccountFile;
pub use adapter::KeystoreAdapter;
pub use passphrase::PassphraseCost;
