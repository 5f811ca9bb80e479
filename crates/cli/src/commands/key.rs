//! `key`: what seals files.

use std::path::Path;

use pileus_app::Keys;
use pileus_contract::{Answer, DataKeyFileView, DataKeyUseView, DataKeyView, RotationView};
use pileus_domain::Problem;
use pileus_ports::free_name;

use super::{account_file::save_new, resealing::resealing};
use crate::{
    Exit,
    args::{KeyCommand, KeyPlace},
    output::plain,
    problem, secrets,
    shell::Shell,
    wiring::Home,
};

/// Problem code of a key that files depend on.
const NEEDED: &str = "data_key_needed";

pub(super) async fn key(shell: &mut Shell, command: KeyCommand) -> Result<Exit, Problem> {
    let home = Home::open(shell)?;
    let answer = match command {
        KeyCommand::List => list(shell, &home).await?,
        KeyCommand::Create { name } => {
            home.unlock(shell)?;
            Answer::KeyCreate(DataKeyView::from(&home.keys.create_data_key(&name)?))
        }
        KeyCommand::Derive { name, passphrase_file } => derive(shell, &home, &name, passphrase_file.as_deref())?,
        KeyCommand::Import { name, key_file } => import(shell, &home, &name, key_file.as_deref())?,
        KeyCommand::Export { name, out } => export(shell, &home, &name, out.as_deref())?,
        KeyCommand::Rename { name, new_name } => {
            home.unlock(shell)?;
            let entry = home.keys.data_key(&name)?;
            home.keys.rename_data_key(&entry.fingerprint, &new_name)?;
            Answer::KeyRename(DataKeyView::from(&home.keys.data_key(&entry.fingerprint)?))
        }
        KeyCommand::Rotate { name, old_name } => rotate(shell, &home, &name, old_name).await?,
        KeyCommand::Remove { name, confirm } => match remove(shell, &home, &name, confirm).await? {
            Some(view) => Answer::KeyRemove(view),
            None => return Ok(Exit::Stopped),
        },
        KeyCommand::Move { to, passphrase_file } => move_to(shell, &home, to, passphrase_file.as_deref())?,
    };
    shell.output.answer(answer);
    Ok(Exit::Done)
}

async fn list(shell: &mut Shell, home: &Home) -> Result<Answer, Problem> {
    home.unlock(shell)?;
    let uses = Keys::data_key_uses(&*home.journal).await?;
    let row = |entry| DataKeyUseView::new(entry, uses.get(&entry.fingerprint).copied().unwrap_or(0));
    Ok(Answer::KeyList { keys: home.keys.data_keys()?.iter().map(row).collect() })
}

fn derive(shell: &mut Shell, home: &Home, name: &str, file: Option<&Path>) -> Result<Answer, Problem> {
    home.unlock(shell)?;
    let passphrase = secrets::chosen(shell, file, "Passphrase of the data key", "--passphrase-file")?;
    Ok(Answer::KeyDerive(DataKeyView::from(&home.keys.derive_data_key(name, &passphrase)?)))
}

fn import(shell: &mut Shell, home: &Home, name: &str, file: Option<&Path>) -> Result<Answer, Problem> {
    home.unlock(shell)?;
    let text = secrets::given(shell, file, "Text of the data key", "--key-file")?;
    Ok(Answer::KeyImport(DataKeyView::from(&home.keys.import_data_key(name, &text)?)))
}

/// The text is shown on a terminal, or written to a new file that only the owner can read; never printed elsewhere.
fn export(shell: &mut Shell, home: &Home, name: &str, out: Option<&Path>) -> Result<Answer, Problem> {
    if out.is_none() && !shell.prompt.can_ask {
        return Err(problem::usage(
            "The text of a data key opens every file of it, and there is no terminal to show it on: name a new file \
             with --out.",
        ));
    }
    home.unlock(shell)?;
    let entry = home.keys.data_key(name)?;
    let text = home.keys.export_data_key(&entry.fingerprint)?;
    match out {
        Some(path) => save_new(path, &text)?,
        None => shell.output.question(&format!(
            "This text is the data key: whoever has it opens every file of it.\n\n    {}\n\n",
            text.expose()
        )),
    }
    Ok(Answer::KeyExport(DataKeyFileView::new(&entry, out)))
}

async fn rotate(shell: &mut Shell, home: &Home, name: &str, old_name: Option<String>) -> Result<Answer, Problem> {
    home.unlock(shell)?;
    let entry = home.keys.data_key(name)?;
    let taken = home.keys.data_keys()?;
    let is_taken = |name: &str| taken.iter().any(|key| key.name == name);
    let old_name = old_name.unwrap_or_else(|| free_name(&format!("{} (old)", entry.name), is_taken));
    let new_upload = resealing(shell, home, &entry).await?;
    let new = home.keys.rotate_data_key(&entry.fingerprint, &old_name)?;
    let old = home.keys.data_key(&entry.fingerprint)?;
    Ok(Answer::KeyRotate(RotationView { key: DataKeyView::from(&new), old: DataKeyView::from(&old), new_upload }))
}

/// A key that nothing depends on goes after a yes, any other one after its name was typed.
async fn remove(
    shell: &mut Shell,
    home: &Home,
    name: &str,
    confirm: Option<String>,
) -> Result<Option<DataKeyView>, Problem> {
    home.unlock(shell)?;
    let entry = home.keys.data_key(name)?;
    let files = Keys::data_key_uses(&*home.journal).await?.remove(&entry.fingerprint).unwrap_or(0);
    let question =
        format!("Forget data key \"{}\"? No file of this computer's catalogue needs it.", plain(&entry.name));
    if files == 0 && confirm.is_none() && !shell.confirm(&question)? {
        shell.output.notice("Nothing was removed.");
        return Ok(None);
    }
    let removed = home.keys.remove_data_key(&*home.journal, &entry.fingerprint, confirm.as_deref()).await;
    match removed {
        Err(problem) if problem.code == NEEDED && confirm.is_none() && shell.prompt.can_ask => {
            let typed = shell.ask(&format!("{} Type its name to remove it all the same:", problem.message))?;
            home.keys.remove_data_key(&*home.journal, &entry.fingerprint, Some(&typed)).await?;
        }
        removed => removed?,
    }
    Ok(Some(DataKeyView::from(&entry)))
}

fn move_to(shell: &mut Shell, home: &Home, to: KeyPlace, file: Option<&Path>) -> Result<Answer, Problem> {
    if to == KeyPlace::Keyring && file.is_some() {
        return Err(problem::usage("--passphrase-file goes with --to vault."));
    }
    home.unlock(shell)?;
    match to {
        KeyPlace::Keyring => home.keys.move_to_keyring()?,
        KeyPlace::Vault => {
            let passphrase = secrets::chosen(shell, file, "New passphrase of the vault", "--passphrase-file")?;
            home.keys.set_passphrase(Some(&passphrase))?;
        }
    }
    Ok(Answer::KeyMove { protection: home.keys.protection()? })
}
