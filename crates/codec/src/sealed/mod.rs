//! The sealed format: what strangers see of a file that only its owner can read.
//!
//! Duty: write and read version 1 of the format in `docs/formats.md`. Invariants: a key and nonce are used for one
//! plaintext only; nothing is handed out before its tag was checked; "wrong key" and "damaged" are different answers.
//! Absent on purpose: no other cipher to choose from, no way to change the keys of a stored file.

mod cipher;
mod derive;
mod header;
mod layout;
mod metadata;
mod opener;
mod sealer;
mod secret;
mod wrap;

pub(crate) use cipher::{ChunkTag, Cipher, TAG_LENGTH};
pub(crate) use derive::SecretKey;
pub use header::{WaysToOpen, header_size, is_sealed};
pub use layout::segments_when_sealed;
pub use metadata::Metadata;
pub use opener::{ChunkPlace, Opener};
pub use sealer::{HeaderSpec, Sealer};
pub use secret::{Argon2Cost, DataKey, Passphrase, UnlockKey, WrapKey};
