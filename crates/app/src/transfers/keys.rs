//! The keys that a run needs, as far as they are at hand.

use std::sync::Arc;

use pileus_domain::{AccountId, Problem};
use pileus_pipeline::{DownloadKeys, SealKey, SignerSource, UploadKeys, problem};
use pileus_ports::{DownloadDetails, JobRecord, Keystore, KeystoreError, Opening, Seal, SecretText, UploadDetails};

use crate::AppError;

/// What a run can get from the keystore now.
pub(super) enum AtHand<T> {
    /// All that can be had.
    Keys(T),
    /// The keystore is locked.
    Locked,
}

/// Keys of an upload. A sealed file whose key is missing runs without it, and says itself that it needs one.
pub(super) fn for_upload(
    keystore: &Arc<dyn Keystore>,
    job: &JobRecord,
    details: &UploadDetails,
    passphrase: Option<SecretText>,
) -> Result<AtHand<UploadKeys>, Problem> {
    let account = job.account.ok_or(AppError::NoAccount)?;
    let signer = match keystore.signer(&account) {
        Ok(_) => signer_source(keystore, account),
        Err(KeystoreError::Locked) => return Ok(AtHand::Locked),
        Err(e) => return Err(problem::of_keystore(&e)),
    };
    let mut seal = Vec::new();
    if details.seal == Seal::Passphrase {
        seal.extend(passphrase.map(SealKey::Passphrase));
    }
    for fingerprint in details.seal.fingerprints() {
        match keystore.data_key(fingerprint) {
            Ok(secret) => seal.push(SealKey::DataKey(secret)),
            Err(KeystoreError::NotFound { .. }) => {}
            Err(KeystoreError::Locked) => return Ok(AtHand::Locked),
            Err(e) => return Err(problem::of_keystore(&e)),
        }
    }
    Ok(AtHand::Keys(UploadKeys { signer, seal }))
}

fn signer_source(keystore: &Arc<dyn Keystore>, account: AccountId) -> SignerSource {
    let keystore = Arc::clone(keystore);
    SignerSource::new(account, move || keystore.signer(&account))
}

/// Keys of a download job. A capsule needs the secrets of accounts, and any of them may be the one that it was made for.
pub(super) fn for_job(
    keystore: &dyn Keystore,
    details: &DownloadDetails,
    passphrase: Option<SecretText>,
) -> Result<AtHand<DownloadKeys>, Problem> {
    let mut keys = DownloadKeys::from(for_download(keystore, passphrase)?);
    if let Opening::Capsule(capsule) = &details.opening {
        for entry in keystore.accounts().map_err(|e| problem::of_keystore(&e))? {
            match keystore.open_capsule(&entry.account, capsule) {
                Ok(key) => keys.pieces.push(key),
                Err(KeystoreError::Locked) => return Ok(AtHand::Locked),
                Err(e) => return Err(problem::of_keystore(&e)),
            }
        }
    }
    Ok(AtHand::Keys(keys))
}

/// Keys of a download: every data key there is, then the passphrase. A plain file needs none.
pub(crate) fn for_download(keystore: &dyn Keystore, passphrase: Option<SecretText>) -> Result<Vec<SealKey>, Problem> {
    let mut keys = Vec::new();
    if !keystore.is_locked() {
        for entry in keystore.data_keys().map_err(|e| problem::of_keystore(&e))? {
            let secret = keystore.data_key(&entry.fingerprint).map_err(|e| problem::of_keystore(&e))?;
            keys.push(SealKey::DataKey(secret));
        }
    }
    keys.extend(passphrase.map(SealKey::Passphrase));
    Ok(keys)
}
