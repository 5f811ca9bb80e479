//! `cancel`: end a transfer, with the choice that a signed order leaves.

use std::time::Duration;

use pileus_app::CancelConsequence;
use pileus_contract::{Answer, CancelView, JobView};
use pileus_domain::{CancelChoice, Condition, JobId, Problem};

use super::attend::{Attended, attend};
use crate::{Exit, args::CancelArgs, shell::Shell, wiring::Session};

/// How long another process may take to hear of it before that is said.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) async fn cancel(shell: &mut Shell, args: CancelArgs) -> Result<Exit, Problem> {
    let session = Session::open(shell).await?;
    let exit = cancel_over(shell, &session, &args).await;
    session.close().await;
    exit
}

async fn cancel_over(shell: &mut Shell, session: &Session, args: &CancelArgs) -> Result<Exit, Problem> {
    let transfers = &session.services.transfers;
    let consequence = transfers.cancel_consequence(args.job).await?;
    let choice = choice(shell, args, &consequence)?;
    let after = transfers.snapshot().await?.sequence;
    if consequence.signed && choice != Some(CancelChoice::StopHere) {
        session.home.unlock(shell)?;
    }
    shell.output.name_job(args.job, &JobView::from(&transfers.job(args.job).await?).name);
    transfers.cancel(args.job, choice).await?;
    if let Attended::Interrupted = attend(shell, session, &[args.job], after).await? {
        return Ok(Exit::Interrupted);
    }
    tell(shell, session, args.job, &consequence).await
}

async fn tell(
    shell: &mut Shell,
    session: &Session,
    id: JobId,
    consequence: &CancelConsequence,
) -> Result<Exit, Problem> {
    let job = session.services.transfers.wait_for_rest(id, PATIENCE).await?;
    if !job.condition.is_ended() {
        shell.output.notice("Another process has this transfer; it was asked to cancel it.");
    }
    shell.output.answer(Answer::Cancel(CancelView::new(consequence, &job)));
    Ok(match &job.condition {
        Condition::Failed(problem) => Exit::of_problem(problem),
        Condition::NeedsKey => Exit::NeedsKey,
        _ => Exit::Done,
    })
}

/// Before the order is signed nothing stays behind; afterwards the person chooses.
fn choice(
    shell: &mut Shell,
    args: &CancelArgs,
    consequence: &CancelConsequence,
) -> Result<Option<CancelChoice>, Problem> {
    let chosen = args.choice();
    if chosen.is_some() || !consequence.signed || shell.globals.yes || !shell.prompt.can_ask {
        return Ok(chosen);
    }
    let until = consequence.until.map(|block| format!(" until block {block}")).unwrap_or_default();
    let locked = consequence.locked;
    shell.output.notice(format!(
        "The order is signed, and the network knows no cancel. \"finish\": store it, then delete it, so that its space \
         comes back. \"stop\": stop here; {locked} stay locked{until}."
    ));
    let answer = shell.ask("finish or stop? [finish]")?;
    let stop = matches!(answer.to_lowercase().as_str(), "s" | "stop");
    Ok(Some(if stop { CancelChoice::StopHere } else { CancelChoice::FinishThenDelete }))
}
