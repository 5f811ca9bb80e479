//! The secrets that are looked for, as bytes and as texts.

use std::{fmt::Write as _, path::PathBuf};

use aes_gcm::{Aes256Gcm, KeyInit as _, aead::Aead as _, aead::Payload};
use argon2::{Algorithm, Argon2, Params, Version};
use memory_search::Secret;
use pileus_keystore::{KeystoreAdapter, PassphraseCost};
use pileus_ports::{AccountOrigin, Keystore as _, OsEntropy, SecretText, SystemClock};
use serde_json::{Value, json};

use super::{
    super::{Arc, Path, TempDir, fs},
    subject::{STOPPED, TYPED},
};

/// What the program is given.
pub(super) struct Typed {
    passphrase: String,
    words: String,
    seed: String,
    /// Of a key that is derived and, since the person thought better of it, thrown away.
    stopped: String,
}

impl Typed {
    pub(super) fn to_find(&self) -> Vec<Secret> {
        let middle: Vec<_> = self.words.split(' ').skip(3).take(5).collect();
        vec![
            Secret::new("passphrase", self.passphrase.clone()),
            Secret::new("words", self.words.clone()),
            Secret::new("some of the words", middle.join(" ")),
            Secret::new("seed as text", self.seed.clone()),
            Secret::new("seed", bytes(&self.seed)),
            Secret::new("stopped passphrase", self.stopped.clone()),
            Secret::new("stopped key", derived(&self.stopped)),
        ]
    }
}

/// New secrets, in a file for the program.
pub(super) fn typed_secrets(folder: &Path) -> Typed {
    let other = TempDir::new().unwrap();
    let keystore = open(other.path());
    let (_, words) = keystore.create_account("other").unwrap();
    let fresh = |name: &str| {
        let key = keystore.create_data_key(name).unwrap();
        hex_of(keystore.data_key(&key.fingerprint).unwrap().expose())
    };
    let passphrase = format!("correct horse {}", &fresh("passphrase")[..16]);
    let stopped = format!("seven tall ships {}", &fresh("stopped")[..16]);
    let typed = Typed { passphrase, words: words.expose().to_owned(), seed: fresh("seed"), stopped };
    let file = json!({
        "words": typed.words, "seed": typed.seed, "passphrase": typed.passphrase, "again": typed.passphrase,
        "stopped": typed.stopped,
    });
    fs::write(folder.join(TYPED), file.to_string()).unwrap();
    typed
}

/// The key that was never kept.
fn derived(passphrase: &str) -> [u8; 32] {
    let folder = TempDir::new().unwrap();
    let keystore = open(folder.path());
    let key = keystore.derive_data_key(STOPPED, &SecretText::new(passphrase.to_owned())).unwrap();
    *keystore.data_key(&key.fingerprint).unwrap().expose()
}

/// The keys that the program made of them, and by itself.
pub(super) fn keys_of(folder: &Path, typed: &Typed) -> Vec<Secret> {
    let folder = folder.join("data").join("vault");
    let keystore = open(&folder);
    keystore.unlock(&SecretText::new(typed.passphrase.clone())).unwrap();
    let vault: Value = serde_json::from_slice(&fs::read(folder.join("vault.json")).unwrap()).unwrap();
    let (outer, vault) = vault_keys(&vault["vault"]["protection"]["passphrase"], &typed.passphrase);
    let mut keys = vec![Secret::new("vault key", vault), Secret::new("key of the passphrase", outer)];
    for entry in keystore.data_keys().unwrap() {
        let key = keystore.data_key(&entry.fingerprint).unwrap();
        keys.push(Secret::new("data key", *key.expose()));
        keys.push(Secret::new("data key as text", hex_of(key.expose())));
    }
    let accounts = keystore.accounts().unwrap();
    assert!(accounts.iter().filter(|account| account.origin == AccountOrigin::Imported).count() == 2);
    keys
}

/// The key that a passphrase makes, and the vault's key that it opens.
///
/// # Source
/// docs/formats-vault.md.
fn vault_keys(protection: &Value, passphrase: &str) -> ([u8; 32], Vec<u8>) {
    let number = |name: &str| u32::try_from(protection["cost"][name].as_u64().unwrap()).unwrap();
    let cost = [number("memory_kib"), number("passes"), number("lanes")];
    let salt = bytes(protection["salt"].as_str().unwrap());
    let params = Params::new(cost[0], cost[1], cost[2], Some(32)).unwrap();
    let mut outer = [0; 32];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password_into(passphrase.as_bytes(), &salt, &mut outer).unwrap();
    let context = [b"pileus vault 1: key", cost.map(u32::to_le_bytes).as_flattened(), &salt].concat();
    let nonce: [u8; 12] = bytes(protection["key"]["nonce"].as_str().unwrap()).try_into().unwrap();
    let text = bytes(protection["key"]["text"].as_str().unwrap());
    let cipher = Aes256Gcm::new((&outer).into());
    (outer, cipher.decrypt(&nonce.into(), Payload { msg: &text, aad: &context }).unwrap())
}

fn open(folder: &Path) -> KeystoreAdapter {
    KeystoreAdapter::open(folder, PassphraseCost::LEAST, Arc::new(OsEntropy), Arc::new(SystemClock)).unwrap()
}

fn hex_of(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut digits, byte| {
        write!(digits, "{byte:02x}").unwrap();
        digits
    })
}

fn bytes(digits: &str) -> Vec<u8> {
    let (pairs, _) = digits.as_bytes().as_chunks::<2>();
    pairs.iter().map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

/// Every file of a folder and the folders in it, with its bytes.
pub(super) fn texts_under(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts.extend(texts_under(&path));
        } else {
            let bytes = fs::read(&path).unwrap();
            texts.push((path, bytes));
        }
    }
    texts
}
