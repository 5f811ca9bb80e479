//! What another key for stored files takes, asked of the network in use where there is something to ask.

use std::time::Duration;

use pileus_app::Keys;
use pileus_contract::ResealingView;
use pileus_domain::Problem;
use pileus_pipeline::problem::of_chain;
use pileus_ports::{DataKeyEntry, ErrorKind, PortError};
use tokio::time::timeout;

use crate::{
    shell::Shell,
    wiring::{Home, Session, folder_of},
};

/// How long the network may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// What it takes to store the files of a key anew; none without files. A network that does not answer is said, and is no
/// hindrance to anything.
pub(super) async fn resealing(
    shell: &mut Shell,
    home: &Home,
    key: &DataKeyEntry,
) -> Result<Option<ResealingView>, Problem> {
    let files = Keys::data_key_uses(&*home.journal).await?.remove(&key.fingerprint).unwrap_or(0);
    if files == 0 {
        return Ok(None);
    }
    let profile = home.networks.resolve(shell.globals.network.as_deref()).await?;
    if profile.is_local() && !folder_of(&home.folder).exists() {
        let files = if files == 1 { "its file is".to_owned() } else { format!("its {files} files are") };
        shell.output.notice(format!("What a new upload takes was not asked: {files} on another network (--network)."));
        return Ok(None);
    }
    match ask(shell, home, key).await {
        Ok(view) => Ok(Some(view)),
        Err(problem) => {
            let why = problem.message;
            shell.output.notice(format!("What a new upload takes is not known: {why} The key can be rotated anyway."));
            Ok(None)
        }
    }
}

async fn ask(shell: &mut Shell, home: &Home, key: &DataKeyEntry) -> Result<ResealingView, Problem> {
    let opened = timeout(PATIENCE, Session::over(shell, home.clone())).await;
    let session = opened.map_err(|_| no_answer())??;
    let asked = timeout(PATIENCE, told(shell, &session, key)).await;
    session.close().await;
    asked.map_err(|_| no_answer())?
}

async fn told(shell: &Shell, session: &Session, key: &DataKeyEntry) -> Result<ResealingView, Problem> {
    let services = &session.services;
    let account = services.keys.account(shell.globals.account.as_deref())?.account;
    let told = services.files.resealing(&account, &key.fingerprint).await?;
    Ok(ResealingView::new(&told, &services.identity().token_symbol))
}

fn no_answer() -> Problem {
    let asked = "asking what a new upload takes";
    of_chain(&PortError::new(ErrorKind::TimedOut, asked, "no answer in time").into())
}
