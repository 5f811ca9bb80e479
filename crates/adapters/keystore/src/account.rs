//! sr25519 accounts from words, seeds and secret URIs.

use std::fmt::Write as _;

use pileus_domain::AccountId;
use pileus_ports::{Entropy, KeystoreError, SecretText, Signer};
use schnorrkel::{
    ExpansionMode, Keypair, MiniSecretKey, SecretKey,
    derive::{ChainCode, Derivation as _},
    signing_context,
};
use sha2::Sha512;
use subxt_signer::{DeriveJunction, ExposeSecret as _, SecretUri, bip39};
use zeroize::Zeroizing;

use crate::{encoding::SecretString, key_text};

/// Bytes of entropy behind twelve words.
const ENTROPY_LENGTH: usize = 16;
/// Longest secret that is looked at, in bytes.
const SECRET_LIMIT: usize = 1024;
/// Longest text of twelve words, in bytes; with room for it from the start, no part of it is left behind in memory.
const WORDS_LIMIT: usize = 12 * 16;
/// Longest entropy behind words, in bytes: 24 words.
const ENTROPY_LIMIT: usize = 32;
/// What every chain of the family signs under.
const SIGNING_CONTEXT: &[u8] = b"substrate";
/// Work between words and seed, as fixed by BIP-39.
const SEED_ROUNDS: u32 = 2048;
/// What stands before the password in the salt of that work.
const SEED_LABEL: &[u8] = b"mnemonic";

/// Signs as one account. Its key is cleared when the last holder drops it, also after the vault was locked.
pub(crate) struct AccountSigner(Keypair);

impl AccountSigner {
    /// The signer of words, a seed, a whole key (`0x…` both) or a secret URI; `//Alice` alone derives from the
    /// development phrase.
    ///
    /// # Errors
    /// [`KeystoreError::BadSecret`], which says what is wrong without repeating any of it.
    pub(crate) fn of(secret: &SecretString) -> Result<Self, KeystoreError> {
        if secret.0.is_empty() || secret.0.len() > SECRET_LIMIT {
            return Err(bad("nothing was given, or far too much"));
        }
        let uri: SecretUri =
            secret.0.parse().map_err(|_| bad("only letters, digits and a derivation path may stand there"))?;
        let root = root(&uri)?;
        Ok(Self(uri.junctions.iter().fold(root, derive).to_keypair()))
    }

    /// The key itself.
    pub(crate) fn secret_key(&self) -> &SecretKey {
        &self.0.secret
    }

    /// The account.
    pub(crate) fn public_key(&self) -> AccountId {
        AccountId(self.0.public.to_bytes())
    }
}

impl Signer for AccountSigner {
    fn account(&self) -> AccountId {
        self.public_key()
    }
    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(signing_context(SIGNING_CONTEXT).bytes(message)).to_bytes()
    }
}

/// The key from which the path leads on. A password counts for words only, as in every tool of the family.
fn root(uri: &SecretUri) -> Result<SecretKey, KeystoreError> {
    let phrase = uri.phrase.expose_secret();
    if let Some(seed) = key_text::to_bytes(phrase) {
        return expand(&seed);
    }
    if let Some(key) = key_text::to_bytes::<64>(phrase) {
        return SecretKey::from_bytes(&*key).map_err(|_| bad("these 128 digits are no key"));
    }
    if phrase.starts_with("0x") {
        return Err(bad("a seed is 0x and 64 hexadecimal digits"));
    }
    let words: bip39::Mnemonic = phrase.parse().map_err(explain)?;
    let password = uri.password.as_ref().map_or("", |password| password.expose_secret());
    expand(&seed_of_words(&words, password))
}

/// The first half of what BIP-39 makes, of the entropy instead of the words ("substrate-bip39").
fn seed_of_words(words: &bip39::Mnemonic, password: &str) -> Zeroizing<[u8; 32]> {
    let (entropy, length) = words.to_entropy_array();
    let entropy = Zeroizing::new(entropy);
    let salt = Zeroizing::new([SEED_LABEL, password.as_bytes()].concat());
    let mut seed = Zeroizing::new([0; 32]);
    pbkdf2::pbkdf2_hmac::<Sha512>(&entropy[..length.min(ENTROPY_LIMIT)], &salt, SEED_ROUNDS, &mut *seed);
    seed
}

fn expand(seed: &[u8; 32]) -> Result<SecretKey, KeystoreError> {
    let seed = MiniSecretKey::from_bytes(seed).map_err(|_| bad("these digits are no seed"))?;
    Ok(seed.expand(ExpansionMode::Ed25519))
}

/// One step of the path: `//hard` or `/soft`.
#[expect(clippy::needless_pass_by_value, reason = "the shape of a fold")]
fn derive(key: SecretKey, step: &DeriveJunction) -> SecretKey {
    match step {
        DeriveJunction::Soft(code) => key.derived_key_simple(ChainCode(*code), []).0,
        DeriveJunction::Hard(code) => {
            let (seed, _) = key.hard_derive_mini_secret_key(Some(ChainCode(*code)), []);
            seed.expand(ExpansionMode::Ed25519)
        }
    }
}

/// Twelve new words.
pub(crate) fn new_words(entropy: &dyn Entropy) -> SecretString {
    let mut bytes = Zeroizing::new([0; ENTROPY_LENGTH]);
    entropy.fill(&mut *bytes);
    let words = bip39::Mnemonic::from_entropy(&*bytes).expect("sixteen bytes make twelve words");
    let mut text = SecretString(String::with_capacity(WORDS_LIMIT));
    write!(text.0, "{words}").expect("writing words to memory");
    text
}

/// A secret as it is kept: blanks around it gone, and single ones between words. A path stays as it is.
pub(crate) fn tidy(secret: &SecretText) -> SecretString {
    let text = secret.expose().trim();
    let (words, path) = text.split_at(text.find('/').unwrap_or(text.len()));
    let mut tidy = SecretString(String::with_capacity(text.len()));
    for word in words.split_whitespace() {
        if !tidy.0.is_empty() {
            tidy.0.push(' ');
        }
        tidy.0.push_str(word);
    }
    tidy.0.push_str(path);
    tidy
}

fn explain(error: bip39::Error) -> KeystoreError {
    match error {
        bip39::Error::BadWordCount(count) => bad(format!("{count} words; a phrase has 12, 15, 18, 21 or 24")),
        bip39::Error::UnknownWord(at) => bad(format!("word {} is not in the list of words", at + 1)),
        bip39::Error::InvalidChecksum => bad("the words do not fit together; one may be mistyped"),
        _ => bad("these are no words of one list"),
    }
}

fn bad(why: impl Into<String>) -> KeystoreError {
    KeystoreError::BadSecret(why.into())
}

#[cfg(test)]
mod tests {
    use pileus_ports::fake::FakeEntropy;

    use super::*;

    const PHRASE: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

    fn account(secret: &str) -> Result<AccountId, KeystoreError> {
        AccountSigner::of(&tidy(&SecretText::new(secret.to_owned()))).map(|signer| signer.account())
    }

    #[test]
    fn the_published_vectors_hold() {
        let root = "0x46ebddef8cd9bb167dc30878d7113b7e168e6f0646beffd77d69d39bad76b47a".parse().unwrap();
        let alice = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d".parse().unwrap();
        assert_eq!(account(PHRASE).unwrap(), root);
        assert_eq!(account(&format!("{PHRASE}//Alice")).unwrap(), alice);
        assert_eq!(account("//Alice").unwrap(), alice);
        let seed = "0xe5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a";
        assert_eq!(account(seed).unwrap(), alice, "the seed that //Alice stands for");
    }

    #[test]
    fn paths_and_passwords_make_other_accounts() {
        let secrets =
            [PHRASE.to_owned(), format!("{PHRASE}/soft"), format!("{PHRASE}//soft"), format!("{PHRASE}///soft")];
        let accounts: std::collections::BTreeSet<_> = secrets.iter().map(|secret| account(secret).unwrap()).collect();
        assert_eq!(accounts.len(), 4);
    }

    #[test]
    fn blanks_and_line_ends_do_not_matter() {
        let spread = format!("\n {}\r\n", PHRASE.replace(' ', "  \n"));
        assert_eq!(account(&spread).unwrap(), account(PHRASE).unwrap());
        assert_eq!(account(" //Alice\n").unwrap(), account("//Alice").unwrap());
        assert_eq!(account(&format!("{spread} //Alice")).unwrap(), account("//Alice").unwrap());
    }

    #[test]
    fn a_whole_key_is_the_account_that_it_was_taken_from() {
        for secret in ["//Alice", "//Alice/soft//hard"] {
            let signer = AccountSigner::of(&SecretString(secret.to_owned())).unwrap();
            let key = key_text::of_bytes(&signer.secret_key().to_bytes());
            assert_eq!(account(&key.0).unwrap(), signer.account());
            assert_eq!(account(&format!("{}//next", key.0)).unwrap(), account(&format!("{secret}//next")).unwrap());
        }
    }

    #[test]
    fn new_words_make_an_account() {
        let entropy = FakeEntropy::default();
        let (one, two) = (new_words(&entropy), new_words(&entropy));
        assert_eq!(one.0.split(' ').count(), 12);
        assert_ne!(AccountSigner::of(&one).unwrap().account(), AccountSigner::of(&two).unwrap().account());
    }

    #[test]
    fn what_is_wrong_is_said_and_nothing_is_repeated() {
        let said = |secret: &str| account(secret).unwrap_err().to_string();
        assert!(said("lake lake lake").contains("3 words"));
        assert!(said(&PHRASE.replace("lake", "lakes")).contains("word 4"));
        assert!(said(&PHRASE.replace("walk", "bottom")).contains("mistyped"));
        let no_key = format!("0x{}", "f".repeat(128));
        for bad in ["0xzz", "0x46eb", &no_key, "", "   ", "a;b", &"a".repeat(2_000)] {
            let message = said(bad);
            assert!(bad.trim().is_empty() || !message.contains(bad), "{message}");
        }
    }
}
