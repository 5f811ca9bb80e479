//! `status`: where a file or a transaction stands.

use std::{sync::Arc, time::Duration};

use futures::StreamExt;
use pileus_app::{FileReport, Standing, StatusQuery, TransactionReport, TransactionSearch};
use pileus_contract::{Answer, FileStatusView, Line, TransactionView};
use pileus_domain::{Fid, Problem, TxHash};
use pileus_ports::{SearchProgress, TransactionRecord, TransactionState};
use tokio::sync::watch;

use crate::{Exit, args::StatusArgs, output::standing_line, shell::Shell, wiring::Session};

/// How often the journal is looked at for our own transaction.
const LOOK: Duration = Duration::from_millis(500);
/// A word about a search is said every so many blocks.
const SEARCH_STEP: u32 = 100;

pub(super) async fn status(shell: &mut Shell, args: StatusArgs) -> Result<Exit, Problem> {
    let session = Session::open(shell).await?;
    let exit = status_over(shell, &session, &args).await;
    session.close().await;
    exit
}

async fn status_over(shell: &mut Shell, session: &Session, args: &StatusArgs) -> Result<Exit, Problem> {
    match args.query {
        StatusQuery::Transaction(hash) => transaction(shell, session, args, hash).await,
        StatusQuery::Either(fid, hash) => match session.services.status.own_transaction(&hash).await? {
            Some(_) => transaction(shell, session, args, hash).await,
            None => file(shell, session, args.follow, &fid).await,
        },
    }
}

async fn file(shell: &mut Shell, session: &Session, follow: bool, fid: &Fid) -> Result<Exit, Problem> {
    let mut report = session.services.status.file(fid).await?;
    if follow {
        let Some(last) = follow_file(shell, session, report).await? else { return Ok(Exit::Stopped) };
        report = last;
    }
    shell.output.answer(Answer::StatusFile(FileStatusView::from(&report)));
    Ok(if report.standing == Standing::Unknown { Exit::Failed } else { Exit::Done })
}

/// Look at every final block until nothing changes any more; none when the person interrupts.
async fn follow_file(
    shell: &mut Shell,
    session: &Session,
    mut report: FileReport,
) -> Result<Option<FileReport>, Problem> {
    let mut blocks = session.services.status.final_blocks().await?;
    say(shell, &report);
    while !report.is_settled() {
        tokio::select! {
            block = blocks.next() => if block.is_none() {
                blocks = session.services.status.final_blocks().await?;
            },
            () = shell.interrupts.next() => return Ok(None),
        }
        let next = session.services.status.file(&report.fid).await?;
        if next.standing != report.standing {
            say(shell, &next);
        }
        report = next;
    }
    Ok(Some(report))
}

fn say(shell: &mut Shell, report: &FileReport) {
    let view = FileStatusView::from(report);
    let text = standing_line(&view);
    shell.output.line(&Line::Standing(view), &text);
}

async fn transaction(shell: &mut Shell, session: &Session, args: &StatusArgs, hash: TxHash) -> Result<Exit, Problem> {
    let Some(mut report) = search(shell, session, args, hash).await? else { return Ok(Exit::Stopped) };
    while args.follow && is_open(&report) {
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = shell.interrupts.next() => return Ok(Exit::Stopped),
        }
        if let Some(record) = session.services.status.own_transaction(&hash).await? {
            report = TransactionReport::Own(Box::new(record));
        }
    }
    shell.output.answer(Answer::StatusTransaction(TransactionView::new(hash, &report)));
    Ok(Exit::Done)
}

/// Look for it, telling how far the search is; none when the person interrupts.
async fn search(
    shell: &mut Shell,
    session: &Session,
    args: &StatusArgs,
    hash: TxHash,
) -> Result<Option<TransactionReport>, Problem> {
    let (tell, mut told) = watch::channel(None::<SearchProgress>);
    let progress = Arc::new(move |at: SearchProgress| {
        // Nobody listens any more once the search is over.
        let _ = tell.send(Some(at));
    });
    let search = session.services.status.transaction(&hash, TransactionSearch { from: args.from, progress });
    tokio::pin!(search);
    let mut spoken = None;
    loop {
        tokio::select! {
            biased;
            report = &mut search => {
                shell.output.rest();
                return report.map(Some);
            }
            () = shell.interrupts.next() => return Ok(None),
            Ok(()) = told.changed() => {
                let at = *told.borrow_and_update();
                let step = at.map(|at| at.left / SEARCH_STEP);
                if let Some(at) = at && step != spoken {
                    spoken = step;
                    shell.output.passing(&format!("Searching block {}, {} left", at.block, at.left));
                }
            }
        }
    }
}

fn is_open(report: &TransactionReport) -> bool {
    let open =
        |record: &TransactionRecord| matches!(record.state, TransactionState::Signed | TransactionState::InBlock(_));
    matches!(report, TransactionReport::Own(record) if open(record))
}
