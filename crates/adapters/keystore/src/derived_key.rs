//! Data keys that follow from a name and a passphrase, the same on every computer and for ever.

use pileus_ports::{KeystoreError, SecretText};
use sha2::{Digest as _, Sha256};

use crate::{
    encoding::SecretKey,
    passphrase::{self, PassphraseCost},
};

/// Part of the format: another cost would make another key. About half a second, and as much memory as most computers can
/// spare, since whoever has a sealed file can guess.
const COST: PassphraseCost = PassphraseCost { memory_kib: 128 << 10, passes: 4, lanes: 4 };
/// Keeps these salts apart from all others.
const SALT_LABEL: &[u8] = b"pileus derived data key 1:";

/// The key of a passphrase under a name. Takes about half a second and 128 MiB of memory.
pub(crate) fn derive(name: &str, passphrase: &SecretText) -> Result<SecretKey, KeystoreError> {
    let salt = Sha256::new().chain_update(SALT_LABEL).chain_update(name).finalize();
    passphrase::derive(passphrase, &salt, COST)
}
