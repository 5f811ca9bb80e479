//! `ls`, `verify` and `rm`: files that are stored.

use pileus_contract::{Answer, FileView, RemovalView, VerifyView};
use pileus_domain::{Fid, Problem};
use pileus_pipeline::VerifyDepth;

use crate::{
    Exit,
    args::{LsArgs, RmArgs, VerifyArgs},
    shell::Shell,
    wiring::Session,
};

pub(super) async fn ls(shell: &mut Shell, args: LsArgs) -> Result<Exit, Problem> {
    let session = Session::open(shell).await?;
    let files = files(shell, &session, &args).await;
    session.close().await;
    shell.output.answer(Answer::Ls { files: files? });
    Ok(Exit::Done)
}

async fn files(shell: &Shell, session: &Session, args: &LsArgs) -> Result<Vec<FileView>, Problem> {
    let wanted = shell.globals.account.as_deref();
    let keys = &session.services.keys;
    if wanted.is_none() && keys.accounts()?.is_empty() {
        return Ok(Vec::new());
    }
    let entries = session.services.files.list(&keys.account(wanted)?.account).await?;
    let bucket = |entry: &&pileus_app::FileEntry| args.bucket.as_ref().is_none_or(|b| entry.bucket == b.as_str());
    let territory =
        |entry: &&pileus_app::FileEntry| args.territory.as_ref().is_none_or(|t| entry.territory == t.as_str());
    Ok(entries.iter().filter(bucket).filter(territory).map(FileView::from).collect())
}

pub(super) async fn verify(shell: &mut Shell, args: VerifyArgs) -> Result<Exit, Problem> {
    let session = Session::open(shell).await?;
    let depth = if args.deep { VerifyDepth::Nodes } else { VerifyDepth::Chain };
    let report = tokio::select! {
        report = session.services.pipeline().verify(&args.fid, depth) => Some(report),
        () = shell.interrupts.next() => None,
    };
    session.close().await;
    let Some(report) = report else { return Ok(Exit::Stopped) };
    let report = report?;
    let exit = if report.is_restorable() { Exit::Done } else { Exit::Failed };
    shell.output.answer(Answer::Verify(VerifyView::from(&report)));
    Ok(exit)
}

pub(super) async fn rm(shell: &mut Shell, args: RmArgs) -> Result<Exit, Problem> {
    let session = Session::open(shell).await?;
    let removed = remove(shell, &session, &args.fid).await;
    session.close().await;
    let Some(view) = removed? else { return Ok(Exit::Stopped) };
    shell.output.answer(Answer::Rm(view));
    Ok(Exit::Done)
}

async fn remove(shell: &mut Shell, session: &Session, fid: &Fid) -> Result<Option<RemovalView>, Problem> {
    let account = session.services.keys.account(shell.globals.account.as_deref())?.account;
    let known = session.services.files.find(&account, fid).await?;
    let name = known.map_or_else(|| fid.to_string(), |file| format!("\"{}\" ({fid})", file.name));
    if !shell.confirm(&format!("Delete {name} from the network? It cannot be brought back."))? {
        shell.output.notice("Nothing was deleted.");
        return Ok(None);
    }
    session.home.unlock(shell)?;
    let removal = session.services.files.remove(&account, fid).await?;
    Ok(Some(RemovalView::new(*fid, &removal)))
}
