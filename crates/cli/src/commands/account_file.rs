//! Accounts from and to the files of other wallets.

use std::{
    io::{self, Write as _},
    path::Path,
};

use pileus_app::AppError;
use pileus_contract::{AccountFileView, AccountView};
use pileus_domain::Problem;
use pileus_ports::{AccountEntry, SecretText};

use crate::{problem, secrets, shell::Shell, wiring::Home};

/// What begins and ends the name of a file until it is whole.
const PART: (&str, &str) = (".pileus-", ".part");
/// What a person is asked for.
const PASSPHRASE: &str = "Passphrase of the account file";
const OPTION: &str = "--passphrase-file";

/// Bring in the account of a file; its passphrase is asked for only where it has one.
pub(super) fn import(
    shell: &mut Shell,
    home: &Home,
    name: &str,
    path: &Path,
    passphrase_file: Option<&Path>,
) -> Result<AccountView, Problem> {
    let file = secrets::whole_file(path)?;
    home.unlock(shell)?;
    let passphrase = secrets::from_option(shell, passphrase_file, PASSPHRASE, OPTION)?;
    let first = home.keys.import_account_file(name, &file, passphrase.as_ref());
    let entry = match first {
        Err(problem) if problem.code == "account_file_locked" => {
            let passphrase = secrets::given(shell, None, PASSPHRASE, OPTION)?;
            home.keys.import_account_file(name, &file, Some(&passphrase))?
        }
        first => first?,
    };
    Ok(AccountView::from(&entry))
}

/// Write an account to a new file under a passphrase of its own.
pub(super) fn export(
    shell: &mut Shell,
    home: &Home,
    name: &str,
    path: &Path,
    passphrase_file: Option<&Path>,
) -> Result<AccountFileView, Problem> {
    if path.symlink_metadata().is_ok() {
        return Err(AppError::TargetExists { path: path.to_owned() }.into());
    }
    let entry: AccountEntry = home.keys.account(Some(name))?;
    home.unlock(shell)?;
    let passphrase = secrets::chosen(shell, passphrase_file, PASSPHRASE, OPTION)?;
    let text = home.keys.export_account_file(&entry.account, &passphrase)?;
    save_new(path, &text)?;
    Ok(AccountFileView::new(&entry, path))
}

/// Write a secret to a new file that only its owner can read.
pub(super) fn save_new(path: &Path, text: &SecretText) -> Result<(), Problem> {
    save(path, text).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => AppError::TargetExists { path: path.to_owned() }.into(),
        _ => problem::of_file(path, "written", &error),
    })
}

/// The file is there whole and for its owner alone, or not at all; nothing that is there is replaced.
fn save(path: &Path, text: &SecretText) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut part = tempfile::Builder::new().prefix(PART.0).suffix(PART.1).tempfile_in(folder)?;
    writeln!(part, "{}", text.expose())?;
    part.as_file().sync_all()?;
    part.persist_noclobber(path)?;
    std::fs::File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt as _};

    use super::*;

    #[test]
    fn a_saved_file_is_private_and_never_replaces_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("account.json");
        save(&path, &SecretText::new("one".to_owned())).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let again = save(&path, &SecretText::new("two".to_owned())).unwrap_err();
        assert_eq!(again.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }
}
