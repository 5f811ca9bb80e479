//! Every secret, out of the vault for a recovery kit and back into it.

use pileus_ports::{
    BundledAccount, BundledDataKey, KeystoreError, RestoredSecrets, SecretBundle, SecretBytes, SecretText, free_name,
};

use super::KeystoreAdapter;
use crate::{
    account::AccountSigner,
    content::{self, AccountSecret, DataKeySecret, Directory, Secrets},
    encoding::{SecretKey, SecretString},
    error::damaged,
};

impl KeystoreAdapter {
    pub(super) fn everything(&self) -> Result<SecretBundle, KeystoreError> {
        let (Directory { accounts, data_keys }, secrets) = self.secrets()?;
        let lost = || damaged("an entry of it has no secret");
        let account = |entry: pileus_ports::AccountEntry| {
            let kept = secrets.accounts.iter().find(|kept| kept.account == entry.account).ok_or_else(lost)?;
            Ok(BundledAccount { entry, secret: SecretText::new(kept.secret.0.clone()) })
        };
        let data_key = |entry: pileus_ports::DataKeyEntry| {
            let kept = secrets.data_keys.iter().find(|kept| kept.fingerprint == entry.fingerprint).ok_or_else(lost)?;
            Ok(BundledDataKey { entry, key: SecretBytes::copied(kept.key.bytes()) })
        };
        Ok(SecretBundle {
            accounts: accounts.into_iter().map(account).collect::<Result<_, KeystoreError>>()?,
            data_keys: data_keys.into_iter().map(data_key).collect::<Result<_, KeystoreError>>()?,
        })
    }

    pub(super) fn add_bundle(&self, bundle: &SecretBundle) -> Result<RestoredSecrets, KeystoreError> {
        self.ensure_open()?;
        bundle.accounts.iter().try_for_each(check_account)?;
        let keys = bundle.data_keys.iter().map(checked_key).collect::<Result<Vec<_>, _>>()?;
        self.change(|directory, secrets| {
            let (accounts, data_keys) = (directory.accounts.len(), directory.data_keys.len());
            bundle.accounts.iter().for_each(|account| add_account(directory, secrets, account));
            bundle.data_keys.iter().zip(keys).for_each(|(kept, key)| add_data_key(directory, secrets, kept, key));
            directory.choose_default();
            Ok(RestoredSecrets {
                accounts: directory.accounts[accounts..].to_vec(),
                data_keys: directory.data_keys[data_keys..].to_vec(),
            })
        })
    }
}

/// The default of the vault stays; an empty vault takes that of the bundle.
fn add_account(directory: &mut Directory, secrets: &mut Secrets, kept: &BundledAccount) {
    let BundledAccount { entry, secret } = kept;
    if directory.accounts.iter().any(|known| known.account == entry.account) {
        return;
    }
    let mut entry = entry.clone();
    entry.name = free_name(&entry.name, |name| directory.accounts.iter().any(|known| known.name == name));
    entry.is_default &= !directory.accounts.iter().any(|known| known.is_default);
    secrets.accounts.push(AccountSecret { account: entry.account, secret: SecretString(secret.expose().to_owned()) });
    directory.accounts.push(entry);
}

fn add_data_key(directory: &mut Directory, secrets: &mut Secrets, kept: &BundledDataKey, key: SecretKey) {
    let mut entry = kept.entry.clone();
    if directory.data_keys.iter().any(|known| known.fingerprint == entry.fingerprint) {
        return;
    }
    entry.name = free_name(&entry.name, |name| directory.data_keys.iter().any(|known| known.name == name));
    secrets.data_keys.push(DataKeySecret { fingerprint: entry.fingerprint.clone(), key });
    directory.data_keys.push(entry);
}

fn check_account(kept: &BundledAccount) -> Result<(), KeystoreError> {
    let signer = AccountSigner::of(&SecretString(kept.secret.expose().to_owned()))?;
    if signer.public_key() == kept.entry.account {
        return Ok(());
    }
    Err(KeystoreError::BadSecret(format!("it is not that of account {:?}", kept.entry.name)))
}

fn checked_key(kept: &BundledDataKey) -> Result<SecretKey, KeystoreError> {
    let stranger = || KeystoreError::BadDataKey(format!("it is not that of data key {:?}", kept.entry.name));
    let key = SecretKey::copied(kept.key.expose()).ok_or_else(stranger)?;
    if content::fingerprint(&key) == kept.entry.fingerprint { Ok(key) } else { Err(stranger()) }
}
