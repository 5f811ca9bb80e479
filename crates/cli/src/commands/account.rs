//! `account`: who acts, and the vault that keeps their secrets.

use std::{io::Write, path::Path};

use pileus_contract::{AccountView, Answer, BalanceView, DataKeyView, KeystoreView};
use pileus_domain::Problem;
use pileus_ports::{AccountEntry, AccountOrigin, Protection, SecretText};

use super::account_file;
use crate::{
    Exit,
    args::AccountCommand,
    output::{plain, protection_sentence},
    private::new_file,
    problem, secrets,
    shell::Shell,
    wiring::{Home, Session},
};

pub(super) async fn account(shell: &mut Shell, command: AccountCommand) -> Result<Exit, Problem> {
    let home = Home::open(shell)?;
    let answer = match command {
        AccountCommand::New { name, words_file } => new(shell, &home, &name, words_file.as_deref())?,
        AccountCommand::List => Answer::AccountList(list(&home)?),
        AccountCommand::Import { name, account_file: Some(file), passphrase_file, .. } => {
            let view = account_file::import(shell, &home, &name, &file, passphrase_file.as_deref())?;
            tell_protection(shell, &home)?;
            Answer::AccountImport(view)
        }
        AccountCommand::Import { name, secret_file, development, .. } => {
            let secret = Secret { file: secret_file.as_deref(), development };
            Answer::AccountImport(import(shell, &home, &name, secret).await?)
        }
        AccountCommand::Export { name, out, passphrase_file } => {
            Answer::AccountExport(account_file::export(shell, &home, &name, &out, passphrase_file.as_deref())?)
        }
        AccountCommand::Show { name } => return show(shell, home, name).await,
        AccountCommand::Use { name } => {
            let entry = home.keys.account(Some(&name))?;
            home.unlock(shell)?;
            home.keys.set_default(&entry.account)?;
            Answer::AccountList(list(&home)?)
        }
        AccountCommand::Rename { name, new_name } => {
            let entry = home.keys.account(Some(&name))?;
            home.unlock(shell)?;
            home.keys.rename_account(&entry.account, &new_name)?;
            Answer::AccountList(list(&home)?)
        }
        AccountCommand::Remove { name, confirm } => Answer::AccountRemove(remove(shell, &home, &name, confirm)?),
        AccountCommand::Protect { passphrase_file, remove } => {
            protect(shell, &home, passphrase_file.as_deref(), remove)?
        }
    };
    shell.output.answer(answer);
    Ok(Exit::Done)
}

/// The words are shown this once, or written to a new file that only the owner can read.
fn new(shell: &mut Shell, home: &Home, name: &str, words_file: Option<&Path>) -> Result<Answer, Problem> {
    if words_file.is_none() && !shell.prompt.can_ask {
        return Err(problem::usage(
            "The words of a new account are shown once, and there is no terminal to show them on: name a new file \
             with --words-file.",
        ));
    }
    home.unlock(shell)?;
    let file = words_file.map(|path| new_file(path).map(|file| (path, file))).transpose()?;
    let (entry, words) = home.keys.create_account(name)?;
    if let Some((path, mut file)) = file {
        let written = writeln!(file, "{}", words.expose()).and_then(|()| file.sync_all());
        written.map_err(|e| problem::of_file(path, "written", &e))?;
    } else {
        shell.output.question(&format!(
            "These words are the account. Write them down; they are not shown again.\n\n    {}\n\n",
            words.expose()
        ));
    }
    tell_protection(shell, home)?;
    Ok(Answer::AccountNew(AccountView::from(&entry)))
}

fn tell_protection(shell: &mut Shell, home: &Home) -> Result<(), Problem> {
    let protection = home.keys.protection()?;
    if protection == Protection::FilePermissions {
        shell.output.notice(protection_sentence(protection));
    }
    Ok(())
}

fn list(home: &Home) -> Result<KeystoreView, Problem> {
    let accounts = home.keys.accounts()?.iter().map(AccountView::from).collect();
    let data_keys = if home.keys.is_locked() { Vec::new() } else { home.keys.data_keys()? };
    let data_keys = data_keys.iter().map(DataKeyView::from).collect();
    Ok(KeystoreView { protection: home.keys.protection()?, accounts, data_keys })
}

struct Secret<'a> {
    file: Option<&'a Path>,
    development: Option<String>,
}

async fn import(shell: &mut Shell, home: &Home, name: &str, secret: Secret<'_>) -> Result<AccountView, Problem> {
    home.unlock(shell)?;
    let (secret, origin) = match secret.development {
        Some(uri) => (development(shell, home, uri).await?, AccountOrigin::Development),
        None => (
            secrets::given(shell, secret.file, "Recovery words, seed or secret URI", "--secret-file")?,
            AccountOrigin::Imported,
        ),
    };
    let entry = home.keys.import_account(name, &secret, origin)?;
    tell_protection(shell, home)?;
    Ok(AccountView::from(&entry))
}

/// What everybody knows is taken for private networks only.
async fn development(shell: &Shell, home: &Home, uri: String) -> Result<SecretText, Problem> {
    let profile = home.networks.resolve(shell.globals.network.as_deref()).await?;
    let allowed = profile.allow_private_addresses && uri.starts_with("//");
    if allowed { Ok(SecretText::new(uri)) } else { Err(problem::not_local()) }
}

async fn show(shell: &mut Shell, home: Home, name: Option<String>) -> Result<Exit, Problem> {
    let wanted = name.or_else(|| shell.globals.account.clone());
    let entry = home.keys.account(wanted.as_deref())?;
    let session = Session::over(shell, home).await?;
    let view = balance(&session, &entry).await;
    session.close().await;
    shell.output.answer(Answer::AccountShow(view?));
    Ok(Exit::Done)
}

async fn balance(session: &Session, entry: &AccountEntry) -> Result<BalanceView, Problem> {
    let services = &session.services;
    let balance = services.ports().chain.balance(&entry.account).await;
    let balance = balance.map_err(|e| pileus_pipeline::problem::of_chain(&e))?;
    Ok(BalanceView::new(entry, balance, &services.identity().token_symbol))
}

/// Its name is typed once more, beforehand or when asked.
fn remove(shell: &mut Shell, home: &Home, name: &str, confirm: Option<String>) -> Result<AccountView, Problem> {
    home.unlock(shell)?;
    let entry = home.keys.account(Some(name))?;
    let typed = match confirm {
        Some(confirm) => confirm,
        None if shell.prompt.can_ask => shell.ask(&format!(
            "Without its words or a file of it, what account \"{}\" owns is lost for ever. Type its name to forget it:",
            plain(&entry.name)
        ))?,
        None => String::new(),
    };
    home.keys.remove_account(&entry.account, &typed)?;
    Ok(AccountView::from(&entry))
}

fn protect(shell: &mut Shell, home: &Home, file: Option<&Path>, remove: bool) -> Result<Answer, Problem> {
    home.unlock(shell)?;
    let passphrase = if remove {
        None
    } else {
        Some(secrets::chosen(shell, file, "New passphrase of the vault", "--passphrase-file")?)
    };
    home.keys.set_passphrase(passphrase.as_ref())?;
    Ok(Answer::AccountProtect { protection: home.keys.protection()? })
}
