//! `receipt`: signed proofs of what is stored.

use std::path::{Path, PathBuf};

use pileus_app::{ReceiptCheck, SignedReceipt};
use pileus_contract::{Answer, ReceiptCheckView, ReceiptFileView};
use pileus_domain::{Fid, Problem};

use crate::{
    Exit,
    args::{ReceiptCommand, ReceiptSubject},
    shell::Shell,
    wiring::Session,
};

pub(super) async fn receipt(shell: &mut Shell, command: ReceiptCommand) -> Result<Exit, Problem> {
    match command {
        ReceiptCommand::Save { subject, out } => save(shell, subject, out).await,
        ReceiptCommand::Verify { file, offline } => verify(shell, &file, offline).await,
    }
}

async fn save(shell: &mut Shell, subject: ReceiptSubject, out: Option<PathBuf>) -> Result<Exit, Problem> {
    let session = Session::open(shell).await?;
    let made = make(shell, &session, subject).await;
    session.close().await;
    let signed = made?;
    let path = out.unwrap_or_else(|| default_path(&signed.receipt.file.fid));
    signed.save(&path, false)?;
    shell.output.answer(Answer::ReceiptSave(ReceiptFileView::new(&signed, &path)));
    Ok(Exit::Done)
}

async fn make(shell: &mut Shell, session: &Session, subject: ReceiptSubject) -> Result<SignedReceipt, Problem> {
    session.home.unlock(shell)?;
    let services = &session.services;
    let account = match shell.globals.account.as_deref() {
        Some(name) => Some(services.keys.account(Some(name))?.account),
        None => None,
    };
    let fid = match subject {
        ReceiptSubject::File(fid) => fid,
        ReceiptSubject::Job(job) => services.receipts.file_of(job).await?,
    };
    services.receipts.make(&fid, account.as_ref()).await
}

async fn verify(shell: &mut Shell, file: &Path, offline: bool) -> Result<Exit, Problem> {
    let signed = SignedReceipt::read(file)?;
    let check = if offline { ReceiptCheck::offline(&signed) } else { ask_chain(shell, &signed).await? };
    shell.output.answer(Answer::ReceiptVerify(ReceiptCheckView::new(&signed, &check)));
    Ok(if check.problem.is_some() { Exit::Failed } else { Exit::Done })
}

async fn ask_chain(shell: &mut Shell, signed: &SignedReceipt) -> Result<ReceiptCheck, Problem> {
    let session = Session::open(shell).await?;
    let check = session.services.receipts.check(signed).await;
    session.close().await;
    check
}

fn default_path(fid: &Fid) -> PathBuf {
    Path::new(&format!("{fid}.receipt.json")).to_owned()
}
