//! `bucket`: named collections of files.

use pileus_contract::{Answer, BucketView};
use pileus_domain::{AccountId, BucketName, Problem, TerritoryName};
use pileus_ports::Bucket;

use crate::{Exit, args::BucketCommand, shell::Shell, wiring::Session};

pub(super) async fn bucket(shell: &mut Shell, command: BucketCommand) -> Result<Exit, Problem> {
    let session = Session::open(shell).await?;
    let answer = answer(shell, &session, command).await;
    session.close().await;
    let Some(answer) = answer? else { return Ok(Exit::Stopped) };
    shell.output.answer(answer);
    Ok(Exit::Done)
}

async fn answer(shell: &mut Shell, session: &Session, command: BucketCommand) -> Result<Option<Answer>, Problem> {
    let services = &session.services;
    let (wanted, keys) = (shell.globals.account.as_deref(), &services.keys);
    if matches!(command, BucketCommand::List) && wanted.is_none() && keys.accounts()?.is_empty() {
        return Ok(Some(Answer::BucketList { buckets: Vec::new() }));
    }
    let account = keys.account(wanted)?.account;
    let buckets = &services.buckets;
    Ok(Some(match command {
        BucketCommand::List => {
            let buckets = buckets.list(&account).await?;
            Answer::BucketList { buckets: buckets.iter().map(BucketView::from).collect() }
        }
        BucketCommand::Create { name, territory } => {
            let territory = services.territories.pick(&account, territory.as_ref()).await?;
            let bucket = buckets.create(&account, &territory, &name).await?;
            Answer::BucketCreate(BucketView::from(&bucket))
        }
        BucketCommand::Rename { from, to, territory } => {
            let bucket = find(session, &account, &from, territory.as_ref()).await?;
            Answer::BucketRename(BucketView::from(&buckets.rename(&bucket, &to).await?))
        }
        BucketCommand::Delete { name, territory } => {
            let bucket = find(session, &account, &name, territory.as_ref()).await?;
            buckets.delete(&bucket).await?;
            Answer::BucketDelete(BucketView::from(&bucket))
        }
        BucketCommand::Move { name, to, territory } => {
            let bucket = find(session, &account, &name, territory.as_ref()).await?;
            return move_to(shell, session, &bucket, &to).await;
        }
    }))
}

async fn find(
    session: &Session,
    account: &AccountId,
    name: &BucketName,
    territory: Option<&TerritoryName>,
) -> Result<Bucket, Problem> {
    session.services.buckets.find(account, name, territory).await
}

/// A fault of the network itself: `territory_file_delivery` leaves the old territory in the file's record.
const MOVED_FILES_GO_BACK: &str = "The network has a fault: when a moved file is deleted, its space returns to the \
                                   territory it came from, and deleting fails while nothing else is stored there.";

async fn move_to(
    shell: &mut Shell,
    session: &Session,
    bucket: &Bucket,
    to: &TerritoryName,
) -> Result<Option<Answer>, Problem> {
    let all = session.services.buckets.list(&bucket.account).await?;
    let files = all.iter().find(|summary| summary.bucket.id == bucket.id).map_or(0, |summary| summary.files);
    let name = &bucket.name;
    let question =
        format!("Move bucket \"{name}\" to territory \"{to}\"? Its {files} file(s) cost a transaction each.");
    if files > 0 {
        shell.output.notice(MOVED_FILES_GO_BACK);
    }
    if files > 0 && !shell.confirm(&question)? {
        shell.output.notice("Nothing was moved.");
        return Ok(None);
    }
    if files > 0 {
        session.home.unlock(shell)?;
    }
    let moved = session.services.buckets.move_to(bucket, to, &|_| {}).await?;
    Ok(Some(Answer::BucketMove(BucketView::from(&moved))))
}
