//! Problems with what Pileus keeps on this computer.

use pileus_domain::{JobId, Problem};
use pileus_ports::{AccountFileError, JournalError, KeystoreError};

/// The journal failed.
pub fn of_journal(error: &JournalError) -> Problem {
    match error {
        JournalError::Full { .. } => Problem::new(
            "disk_full",
            "The disk is full, so the next step could not be written down and was not taken.",
            "Make room, then resume.",
        )
        .retryable(),
        JournalError::Newer { .. } => Problem::new(
            "journal_newer",
            "The journal was written by a newer version of Pileus and was left as it is.",
            "Update Pileus.",
        ),
        JournalError::Damaged { .. } => Problem::new(
            "journal_damaged",
            "A part of the journal cannot be read. Files on the network are not touched.",
            "Keep the data folder and report this.",
        ),
        JournalError::NoJob(id) => no_job(*id),
        JournalError::Duplicate(id) => Problem::new(
            "already_transferring",
            format!("Job {id} already transfers this very file."),
            format!("Follow or resume job {id}."),
        )
        .with("job", id),
        JournalError::Bucket { name, message } => {
            Problem::new("bucket_refused", format!("Bucket {name}: {message}."), "Choose another bucket.")
        }
        JournalError::Storage { .. } => Problem::new(
            "journal_failed",
            "The journal could not be read or written, so the next step was not taken.",
            "Check the disk and the rights of the data folder, then resume.",
        )
        .retryable(),
    }
    .caused_by(error)
}

/// The person no longer wanted what they had asked for.
pub fn stopped() -> Problem {
    Problem::new("stopped", "This was stopped in time. Nothing was changed.", "Start it again any time.").retryable()
}

/// The keystore failed.
pub fn of_keystore(error: &KeystoreError) -> Problem {
    match error {
        KeystoreError::Stopped => stopped(),
        KeystoreError::Locked => {
            Problem::new("vault_locked", "The vault with your keys is locked.", "Give its passphrase.").retryable()
        }
        KeystoreError::WrongPassphrase => {
            Problem::new("wrong_passphrase", "Wrong passphrase. The vault is unchanged.", "Try again.").retryable()
        }
        KeystoreError::Damaged(_) => Problem::new(
            "vault_damaged",
            "The vault file is damaged and was left as it is.",
            "Put a copy of it back, or import your accounts again.",
        ),
        KeystoreError::Newer { .. } => {
            Problem::new("vault_newer", "The vault was written by a newer version of Pileus.", "Update Pileus.")
        }
        KeystoreError::File { .. } => Problem::new(
            "vault_unwritable",
            "The vault file could not be read or written.",
            "Check the rights of the data folder.",
        ),
        KeystoreError::ReadOnly { .. } => Problem::new(
            "vault_read_only",
            "The folder of the vault is read-only. Your keys are safe, and nothing was changed.",
            "Give yourself the right to write into the data folder, or choose another data folder.",
        )
        .retryable(),
        KeystoreError::KeyringMissing(_) => Problem::new(
            "keyring_missing",
            "This computer offers no keyring that Pileus can use. Your keys are unchanged.",
            "Start the keyring service of your desktop, or protect the vault with a passphrase.",
        )
        .retryable(),
        KeystoreError::KeyringLocked(_) => Problem::new(
            "keyring_locked",
            "The keyring of this computer is locked. Your keys are safe in it.",
            "Unlock the keyring, then try again.",
        )
        .retryable(),
        KeystoreError::KeyringEntryMissing => Problem::new(
            "keyring_entry_missing",
            "The keyring of this computer does not hold the key of this vault, so the vault stays closed. Its file is unchanged.",
            "Log in as the person whose keyring it was, or bring your keys back from a recovery kit.",
        ),
        KeystoreError::NotFound { what, name } => {
            Problem::new("key_unknown", format!("There is no {what} {name:?}."), "List what is there, then name it.")
        }
        KeystoreError::Exists { what, name } => {
            Problem::new("key_exists", format!("There is already a {what} {name:?}."), "Choose another name.")
        }
        KeystoreError::BadSecret(_) => Problem::new(
            "secret_not_understood",
            "This is no recovery phrase, seed or derivation.",
            "Check the words and their order.",
        ),
        KeystoreError::BadDataKey(_) => Problem::new(
            "data_key_unreadable",
            "This is not the text of a data key, or a digit of it is wrong. Nothing was imported.",
            "Copy the whole text again, as Pileus showed it.",
        ),
        KeystoreError::BadCapsule(_) => Problem::new(
            "capsule_unreadable",
            "This is no capsule of a gateway, or it was changed. Nothing was fetched with it.",
            "Use the capsule as the gateway gave it: JSON with E, V and S.",
        ),
        KeystoreError::AccountFile(refused) => of_account_file(refused),
    }
    .caused_by(error)
}

/// The file of another wallet was refused: nothing was brought in, and the file is as it was.
fn of_account_file(error: &AccountFileError) -> Problem {
    match error {
        AccountFileError::Damaged(_) => Problem::new(
            "account_file_damaged",
            "This is no Polkadot account file, or a damaged one. Nothing was imported.",
            "Export the account from its wallet again, or use another copy of the file.",
        ),
        AccountFileError::Unsupported { part, found } => Problem::new(
            "account_file_unsupported",
            format!("Pileus does not read this kind of account file: its {part} is {found:?}. Nothing was imported."),
            "Choose the file of one sr25519 account, exported by a recent version of its wallet.",
        ),
        AccountFileError::Cost { .. } => Problem::new(
            "account_file_hostile",
            "This account file asks for an amount of memory or work that no wallet writes. Nothing was imported.",
            "Export the account from its wallet again; do not trust this file.",
        ),
        AccountFileError::PassphraseNeeded => Problem::new(
            "account_file_locked",
            "This account file has a passphrase of its own.",
            "Give the passphrase that was chosen in the wallet that exported it.",
        )
        .retryable(),
        AccountFileError::WrongPassphrase => Problem::new(
            "account_file_passphrase",
            "The passphrase does not open this account file. Nothing was imported.",
            "Try again; when you are sure of it, the file was changed, so use another copy.",
        )
        .retryable(),
        AccountFileError::Mismatch => Problem::new(
            "account_file_mismatch",
            "The address in this account file is not that of the key in it. Nothing was imported.",
            "Use another copy of the file; do not trust this one.",
        ),
    }
}

/// No such job.
pub(crate) fn no_job(id: JobId) -> Problem {
    Problem::new("job_unknown", format!("There is no job {id}."), "List the jobs, then name one.").with("job", id)
}

/// An upload was run as a download, or the other way round.
pub(crate) fn wrong_kind() -> Problem {
    Problem::new("job_of_other_kind", "This job is of the other kind.", "Please report this.")
}
