//! Accounts from and to the files of other wallets.
//!
//! Invariants: a file is written whole and for its owner alone, or not at all; the passphrase of a file is asked for
//! by the page and kept nowhere.

use std::{
    fs::File,
    io::{self, Read as _, Write as _},
    path::Path,
    sync::Arc,
};

use pileus_contract::window::{AccountCard, Passphrase};
use pileus_domain::Problem;
use pileus_ports::SecretText;
use zeroize::Zeroizing;

use super::{Place, confirm, keys::account};
use crate::problem;

/// Bytes of an account file that are read; wallets write less than 4 KiB.
const FILE_LIMIT: u64 = 64 * 1024;
/// What begins and ends the name of a file until it is whole.
const PART: (&str, &str) = (".pileus-", ".part");

impl Place {
    /// Bring in the account of a file.
    ///
    /// # Errors
    /// `file_unusable`, `account_file_locked` when it has a passphrase and none was given, the other problems of
    /// account files, `key_name`, `key_exists`, `vault_locked`.
    pub(crate) async fn import_account_file(
        self,
        name: String,
        path: String,
        passphrase: Option<Passphrase>,
    ) -> Result<AccountCard, Problem> {
        let passphrase = passphrase.map(Passphrase::into_secret);
        let imported = self.with_vault(move |keys| {
            let path = Path::new(&path);
            let file = read(path).map_err(|e| problem::not_read(path, &e))?;
            keys.import_account_file(&name, &file, passphrase.as_ref())
        });
        let entry = imported.await?;
        Ok(self.card(&entry).await)
    }

    /// Write an account to a file under a passphrase of its own; the person was asked about a file in its place.
    ///
    /// # Errors
    /// `passphrase_empty`, `key_unknown`, `vault_locked`, `file_not_saved`, `stopped`.
    pub(crate) async fn export_account(
        self,
        address: String,
        target: String,
        passphrase: Passphrase,
    ) -> Result<(), Problem> {
        let account = account(&address)?;
        let passphrase = passphrase.into_secret();
        let consent = Arc::clone(&self.consent);
        let exported = self.with_vault(move |keys| {
            let text = keys.export_account_file(&account, &passphrase)?;
            confirm(&*consent)?;
            let target = Path::new(&target);
            save(target, &text).map_err(|e| problem::not_saved(target, &e))
        });
        exported.await
    }
}

/// The beginning of a file that may hold a secret: what is longer than any wallet writes is cut and then refused.
fn read(path: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    // Room for all of it at once: a buffer that grows leaves copies behind.
    let room = usize::try_from(FILE_LIMIT).unwrap_or(usize::MAX).saturating_add(1);
    let mut bytes = Zeroizing::new(Vec::with_capacity(room));
    File::open(path)?.take(FILE_LIMIT).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn save(path: &Path, text: &SecretText) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut part = tempfile::Builder::new().prefix(PART.0).suffix(PART.1).tempfile_in(folder)?;
    writeln!(part, "{}", text.expose())?;
    part.as_file().sync_all()?;
    part.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_saved_file_is_private_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("account.json");
        fs::write(&path, "what was here before").unwrap();
        save(&path, &SecretText::new("one".to_owned())).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions());
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn no_more_is_read_than_a_wallet_could_have_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("long.json");
        fs::write(&path, vec![b' '; 3 * usize::try_from(FILE_LIMIT).unwrap()]).unwrap();
        assert_eq!(read(&path).unwrap().len() as u64, FILE_LIMIT);
    }
}
