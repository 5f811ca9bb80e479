//! Files with secrets: the vault, and account files of other wallets.

use pileus_keystore::{AccountFile, fuzzing};

const GOOD: &str = include_str!("../../../vectors/polkadot-json/good.json");
const BROKEN: &str = include_str!("../../../vectors/polkadot-json/broken.json");

/// Read an account file of another wallet.
pub(super) fn account_file(bytes: &[u8]) {
    let _ = AccountFile::parse(bytes);
}

/// Account files of the vectors.
pub(super) fn account_files() -> Vec<Vec<u8>> {
    [super::texts(GOOD, "file"), super::texts(BROKEN, "file")].concat()
}

/// Read a vault, and what it holds when it needs no passphrase.
pub(super) fn vault(bytes: &[u8]) {
    fuzzing::vault(bytes);
}

/// Vaults without and with secrets.
pub(super) fn vaults() -> Vec<Vec<u8>> {
    fuzzing::vaults()
}
