//! Every secret of a keystore, on its way into a recovery kit and back.

use super::{AccountEntry, DataKeyEntry, SecretBytes, SecretText};

/// Every account and data key with its secret. Secrets print as stars and are cleared on drop.
#[derive(Debug, Clone, Default)]
pub struct SecretBundle {
    /// The accounts, oldest first.
    pub accounts: Vec<BundledAccount>,
    /// The data keys, oldest first.
    pub data_keys: Vec<BundledDataKey>,
}

/// An account with its secret.
#[derive(Debug, Clone)]
pub struct BundledAccount {
    /// What may be known of it.
    pub entry: AccountEntry,
    /// Its words, seed, whole key or secret URI, as [`super::Keystore::import_account`] takes them.
    pub secret: SecretText,
}

/// A data key with its bytes.
#[derive(Debug, Clone)]
pub struct BundledDataKey {
    /// What may be known of it.
    pub entry: DataKeyEntry,
    /// The key.
    pub key: SecretBytes,
}

/// What a bundle added to a keystore: entries as they are named there now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RestoredSecrets {
    /// Accounts that were not there.
    pub accounts: Vec<AccountEntry>,
    /// Data keys that were not there.
    pub data_keys: Vec<DataKeyEntry>,
}

/// A name that nothing has yet: the wanted one, or else with a number behind it, ` (2)` first.
pub fn free_name(wanted: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2_u64..).map(|number| format!("{wanted} ({number})"));
    let mut names = std::iter::once(wanted.to_owned()).chain(numbered);
    names.find(|name| !is_taken(name)).unwrap_or_else(|| wanted.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_name_gets_the_first_free_number() {
        let taken = ["family", "family (2)"];
        assert_eq!(free_name("family", |name| taken.contains(&name)), "family (3)");
        assert_eq!(free_name("work", |name| taken.contains(&name)), "work");
    }
}
