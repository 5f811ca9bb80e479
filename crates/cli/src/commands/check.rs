//! `drill` and `check`: would a file come back, and is it the one that is here?

use pileus_contract::{Answer, DrillView, LocalCheckView};
use pileus_domain::Problem;
use pileus_ports::SecretText;

use crate::{
    Exit,
    args::{CheckArgs, DrillArgs},
    secrets,
    shell::Shell,
    wiring::Session,
};

pub(super) async fn drill(shell: &mut Shell, args: DrillArgs) -> Result<Exit, Problem> {
    let session = Session::open(shell).await?;
    let report = tokio::select! {
        report = session.services.files.drill(&args.fid, &|_| {}) => Some(report),
        () = shell.interrupts.next() => None,
    };
    session.close().await;
    let Some(report) = report else { return Ok(Exit::Stopped) };
    let view = DrillView::from(&report?);
    let exit = if view.passed { Exit::Done } else { Exit::Failed };
    shell.output.answer(Answer::Drill(view));
    Ok(exit)
}

pub(super) async fn check(shell: &mut Shell, args: CheckArgs) -> Result<Exit, Problem> {
    let file = args.passphrase_file.as_deref();
    let passphrase = secrets::from_option(shell, file, "Passphrase of the file", "--passphrase-file")?;
    let session = Session::open(shell).await?;
    let checked = compare(shell, &session, &args, passphrase).await;
    session.close().await;
    let view = checked?;
    let exit = if view.is_known() { Exit::Done } else { Exit::Failed };
    shell.output.answer(Answer::Check(view));
    Ok(exit)
}

async fn compare(
    shell: &mut Shell,
    session: &Session,
    args: &CheckArgs,
    passphrase: Option<SecretText>,
) -> Result<LocalCheckView, Problem> {
    session.home.unlock_if_possible(shell)?;
    let keys = &session.services.keys;
    let account = match shell.globals.account.as_deref() {
        Some(name) => Some(keys.account(Some(name))?.account),
        None => keys.account(None).ok().map(|entry| entry.account),
    };
    let check = session.services.files.check_local(account.as_ref(), args.fid, &args.file, passphrase).await?;
    Ok(LocalCheckView::from(&check))
}
