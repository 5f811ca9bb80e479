//! Following jobs until they end, with the person able to stop them.

use std::collections::BTreeSet;

use futures::{StreamExt, stream::FuturesUnordered};
use pileus_app::{Outcome, Subscription, Transfers, Update};
use pileus_contract::UpdateView;
use pileus_domain::{JobId, Problem};

use crate::{Exit, shell::Shell, wiring::Session};

/// What came of the jobs that were followed.
pub(super) enum Attended {
    /// All ended.
    Ended(Vec<Outcome>),
    /// The person interrupted a second time.
    Interrupted,
}

/// Follow jobs that were started; events after `after` are told.
///
/// The first interrupt pauses all of them at their next safe point, the second one gives up waiting for that.
pub(super) async fn attend(
    shell: &mut Shell,
    session: &Session,
    jobs: &[JobId],
    after: u64,
) -> Result<Attended, Problem> {
    let transfers = &session.services.transfers;
    let mut attendance = Attendance {
        feed: transfers.follow(after),
        mine: jobs.iter().copied().collect(),
        outcomes: Vec::new(),
        pausing: false,
    };
    let mut waits: FuturesUnordered<_> = jobs.iter().map(|&job| transfers.wait(job)).collect();
    let stop_requested = session.stop_requested();
    tokio::pin!(stop_requested);
    loop {
        tokio::select! {
            outcome = waits.next() => match outcome {
                Some(outcome) => attendance.outcomes.push(outcome?),
                None => break,
            },
            update = attendance.feed.next() => attendance.tell(shell, update?),
            () = shell.interrupts.next() => {
                if attendance.stop(shell, transfers) {
                    return Ok(Attended::Interrupted);
                }
            }
            () = &mut stop_requested, if !attendance.pausing => {
                attendance.stop(shell, transfers);
            }
        }
    }
    attendance.tell_rest(shell).await?;
    Ok(Attended::Ended(attendance.outcomes))
}

struct Attendance {
    feed: Subscription,
    mine: BTreeSet<JobId>,
    outcomes: Vec<Outcome>,
    pausing: bool,
}

impl Attendance {
    fn tell(&self, shell: &mut Shell, update: Update) {
        if self.mine.contains(&update.job())
            && let Some(view) = UpdateView::of(update)
        {
            shell.output.update(view);
        }
    }

    async fn tell_rest(&mut self, shell: &mut Shell) -> Result<(), Problem> {
        for record in self.feed.rest().await? {
            self.tell(shell, Update::Certain(record));
        }
        Ok(())
    }

    /// Pause everything; true when that was asked before.
    fn stop(&mut self, shell: &mut Shell, transfers: &Transfers) -> bool {
        if std::mem::replace(&mut self.pausing, true) {
            return true;
        }
        shell.output.notice("Pausing; `pileus resume` goes on. Interrupt again to leave at once.");
        transfers.pause_all();
        false
    }
}

/// The worst end of all outcomes.
pub(super) fn exit_of(outcomes: &[Outcome]) -> Exit {
    outcomes.iter().map(|outcome| Exit::of_run(&outcome.end)).fold(Exit::Done, Exit::worst)
}
