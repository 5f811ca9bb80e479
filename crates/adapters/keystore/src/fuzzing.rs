//! Parsers without a public door, for fuzz targets.

use pileus_ports::{Entropy, SecretText};

use crate::{
    account::AccountSigner,
    content::{Directory, Secrets},
    data_key_text,
    encoding::{SecretKey, SecretString},
    passphrase::PassphraseCost,
    protection::Fresh,
    vault::Vault,
};

/// Read a vault's file, or the part of it that its checksum covers, and open it when that needs no passphrase.
pub fn vault(bytes: &[u8]) {
    let inner = serde_json::from_slice(bytes).ok();
    let Some(vault) = inner.or_else(|| Vault::from_bytes(bytes).ok()) else { return };
    assert_eq!(Vault::from_bytes(&vault.to_bytes()).ok().as_ref(), Some(&vault), "what is read can be written");
    if let Some(key) = vault.protection.open_without() {
        let _ = vault.open(key);
    }
}

/// Vaults as files, and as the parts that checksums cover.
pub fn vaults() -> Vec<Vec<u8>> {
    let passphrase = SecretText::new("correct horse".to_owned());
    let protected = Fresh::under(&passphrase, PassphraseCost::LEAST, &Counting).ok();
    let made = [Some(Fresh::in_the_clear(&Counting)), protected];
    let empty = |Fresh { protection, key, .. }| {
        Vault::close(protection, &key, Directory::default(), &Secrets::default(), &Counting)
    };
    let both = |vault: Vault| [vault.to_bytes().to_vec(), serde_json::to_vec(&vault).unwrap_or_default()];
    made.into_iter().flatten().map(empty).flat_map(both).collect()
}

/// Read an account's secret as it was typed.
pub fn account_secret(text: &str) {
    let _ = AccountSigner::of(&SecretString(text.to_owned()));
}

/// Read a data key that was written down.
pub fn data_key(text: &str) {
    let Ok(key) = data_key_text::read(&SecretText::new(text.to_owned())) else { return };
    assert!(data_key_text::read(&data_key_text::write(&key)).is_ok_and(|again| again == key));
}

/// A data key as it is written down.
pub fn data_key_text() -> String {
    data_key_text::write(&SecretKey::random(&Counting)).expose().to_owned()
}

/// The same bytes every time.
struct Counting;

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for (byte, number) in bytes.iter_mut().zip(1..=u8::MAX) {
            *byte = number;
        }
    }
}
