//! sr25519 accounts from words, seeds and secret URIs.

use pileus_domain::AccountId;
use pileus_ports::{Entropy, KeystoreError, SecretText, Signer};
use subxt_signer::{
    SecretUri, bip39,
    sr25519::{Error, Keypair},
};
use zeroize::Zeroizing;

use crate::encoding::SecretString;

/// Bytes of entropy behind twelve words.
const ENTROPY_LENGTH: usize = 16;
/// Longest secret that is looked at, in bytes.
const SECRET_LIMIT: usize = 1024;

/// Signs as one account. Its key is cleared when the last holder drops it, also after the vault was locked.
pub(crate) struct AccountSigner(Keypair);

impl AccountSigner {
    /// The signer of words, a seed (`0x…`) or a secret URI; `//Alice` alone derives from the development phrase.
    ///
    /// # Errors
    /// [`KeystoreError::BadSecret`], which says what is wrong without repeating any of it.
    pub(crate) fn of(secret: &SecretString) -> Result<Self, KeystoreError> {
        if secret.0.is_empty() || secret.0.len() > SECRET_LIMIT {
            return Err(bad("nothing was given, or far too much"));
        }
        let uri: SecretUri =
            secret.0.parse().map_err(|_| bad("only letters, digits and a derivation path may stand there"))?;
        Keypair::from_uri(&uri).map(Self).map_err(|error| explain(&error))
    }
}

impl Signer for AccountSigner {
    fn account(&self) -> AccountId {
        AccountId(self.0.public_key().0)
    }
    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).0
    }
}

/// Twelve new words.
pub(crate) fn new_words(entropy: &dyn Entropy) -> SecretString {
    let mut bytes = Zeroizing::new([0; ENTROPY_LENGTH]);
    entropy.fill(&mut *bytes);
    let words = bip39::Mnemonic::from_entropy(&*bytes).expect("sixteen bytes make twelve words");
    SecretString(words.to_string())
}

/// A secret as it is kept: blanks around it gone, and single ones between bare words.
pub(crate) fn tidy(secret: &SecretText) -> SecretString {
    let text = secret.expose().trim();
    if text.contains('/') {
        return SecretString(text.to_owned());
    }
    let mut tidy = SecretString(String::with_capacity(text.len()));
    for word in text.split_whitespace() {
        if !tidy.0.is_empty() {
            tidy.0.push(' ');
        }
        tidy.0.push_str(word);
    }
    tidy
}

fn explain(error: &Error) -> KeystoreError {
    match error {
        Error::Phrase(bip39::Error::BadWordCount(count)) => {
            bad(format!("{count} words; a phrase has 12, 15, 18, 21 or 24"))
        }
        Error::Phrase(bip39::Error::UnknownWord(at)) => bad(format!("word {} is not in the list of words", at + 1)),
        Error::Phrase(bip39::Error::InvalidChecksum) => bad("the words do not fit together; one may be mistyped"),
        _ => bad("a seed is 0x and 64 hexadecimal digits"),
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
        for bad in ["0xzz", "0x46eb", "", "   ", "a;b", &"a".repeat(2_000)] {
            let message = said(bad);
            assert!(bad.trim().is_empty() || !message.contains(bad), "{message}");
        }
    }
}
