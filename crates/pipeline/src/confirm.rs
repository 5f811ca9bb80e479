//! The confirming stage: done means ACTIVE in a final block, ours, and equal to the plan.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use futures::StreamExt;
use pileus_domain::{AccountId, ColumnIndex, Deal, FilePlan, FileRecord, FileState, NodeId};
use pileus_ports::{At, BlockStream, FileStatus, JobEvent};
use tokio::time::Instant;

use crate::{
    allocate::Assignment,
    problem,
    run::{Run, Stop},
};

/// What the wait came to.
pub(crate) enum Confirmed {
    /// Stored for good.
    Stored(pileus_domain::BlockRef),
    /// These columns stay without a report: their nodes shall be replaced.
    Silent(Vec<ColumnIndex>),
    /// The network drew other nodes for open columns.
    Redrawn,
    /// The order is gone from the chain before it was final.
    Lost,
}

/// What was seen so far of one order.
pub(crate) struct Watch {
    reported: BTreeMap<ColumnIndex, NodeId>,
    since: Instant,
}

impl Watch {
    pub(crate) fn new() -> Self {
        Self { reported: BTreeMap::new(), since: Instant::now() }
    }

    /// How long there was no new report.
    pub(crate) fn waited(&self) -> Duration {
        self.since.elapsed()
    }

    /// Fragments were sent just now: patience starts again.
    pub(crate) fn restart(&mut self) {
        self.since = Instant::now();
    }
}

/// Is the open order still the one that was declared?
///
/// # Errors
/// `order_overwritten` when a stranger's declaration took its place.
pub(crate) fn check_ours(deal: &Deal, plan: &FilePlan, account: &AccountId) -> Result<(), Stop> {
    if deal.owner.account == *account && deal.matches(plan) {
        return Ok(());
    }
    Err(problem::order_overwritten(&plan.fid, &deal.owner.account).into())
}

impl Run {
    /// Follow the chain until the file is stored, or something must be done.
    pub(crate) async fn confirm(
        self: &Arc<Self>,
        plan: &FilePlan,
        account: &AccountId,
        assignment: Option<&Assignment>,
        watch: &mut Watch,
    ) -> Result<Confirmed, Stop> {
        let mut heads = self.ask(|| self.pipeline.chain.follow(At::Best)).await?;
        loop {
            let status = self.ask(|| self.pipeline.chain.file_status(&plan.fid, At::Best)).await?;
            if let Some(file) = &status.file {
                if let Some(other) = file.owners.first().filter(|_| !file.is_owned_by(account)) {
                    return Err(problem::order_overwritten(&plan.fid, &other.account).into());
                }
                if let Some(block) = self.stored(plan, account).await? {
                    self.tell_rest(file, &status, watch).await?;
                    return Ok(Confirmed::Stored(block));
                }
            } else if let Some(outcome) = self.pending(plan, account, assignment, &status, watch).await? {
                return Ok(outcome);
            }
            self.next_head(&mut heads).await?;
        }
    }

    /// Is the file stored in a final block, ours and equal to the plan?
    pub(crate) async fn stored(
        &self,
        plan: &FilePlan,
        account: &AccountId,
    ) -> Result<Option<pileus_domain::BlockRef>, Stop> {
        let status = self.ask(|| self.pipeline.chain.file_status(&plan.fid, At::Final)).await?;
        let Some(file) = status.file else { return Ok(None) };
        if !file.matches(plan) {
            return Err(problem::content_differs(&plan.fid).into());
        }
        let ours = file.is_owned_by(account) && file.state == FileState::Active;
        Ok(ours.then_some(status.at))
    }

    async fn pending(
        &self,
        plan: &FilePlan,
        account: &AccountId,
        assignment: Option<&Assignment>,
        status: &FileStatus,
        watch: &mut Watch,
    ) -> Result<Option<Confirmed>, Stop> {
        let Some(deal) = &status.deal else { return self.vanished(plan).await };
        check_ours(deal, plan, account)?;
        self.tell_reports(status, watch).await?;
        let Some(assignment) = assignment else { return Ok(Some(Confirmed::Redrawn)) };
        let redrawn =
            status.allocation.is_some() && assignment.network.is_some() && status.allocation != assignment.network;
        if redrawn {
            return Ok(Some(Confirmed::Redrawn));
        }
        if watch.since.elapsed() < self.pipeline.limits.report_patience {
            return Ok(None);
        }
        Ok(Some(Confirmed::Silent(deal.missing())))
    }

    /// Neither order nor file at the best block: dropped for good, or only not yet in this chain's best block?
    async fn vanished(&self, plan: &FilePlan) -> Result<Option<Confirmed>, Stop> {
        let status = self.ask(|| self.pipeline.chain.file_status(&plan.fid, At::Final)).await?;
        if status.file.is_some() || status.deal.is_some() {
            return Ok(None);
        }
        Ok(Some(Confirmed::Lost))
    }

    pub(crate) async fn tell_reports(&self, status: &FileStatus, watch: &mut Watch) -> Result<(), Stop> {
        let Some(deal) = &status.deal else { return Ok(()) };
        for report in &deal.reported {
            if watch.reported.insert(report.column, report.node).is_none() {
                watch.since = Instant::now();
                let column = report.column.number();
                self.certain(JobEvent::ColumnReported { column, node: report.node, block: status.at }).await?;
            }
        }
        Ok(())
    }

    /// The last reports close the order, often before anybody looked at it: tell them from the file.
    pub(crate) async fn tell_rest(
        &self,
        file: &FileRecord,
        status: &FileStatus,
        watch: &mut Watch,
    ) -> Result<(), Stop> {
        let fragments = file.segments.first().map(|segment| segment.fragments.as_slice()).unwrap_or_default();
        for (column, fragment) in ColumnIndex::all().zip(fragments) {
            if watch.reported.insert(column, fragment.node).is_none() {
                let (column, node) = (column.number(), fragment.node);
                self.certain(JobEvent::ColumnReported { column, node, block: status.at }).await?;
            }
        }
        Ok(())
    }

    /// Wait for the next block, but not for ever: a silent connection must not hold the job.
    pub(crate) async fn next_head(&self, heads: &mut BlockStream) -> Result<(), Stop> {
        let next = tokio::time::timeout(self.pipeline.limits.poll, heads.next());
        match self.race(next).await? {
            Ok(Some(Ok(_))) | Err(_) => Ok(()),
            Ok(Some(Err(error))) => {
                tracing::debug!(job = %self.id(), %error, "the chain's heads paused");
                self.pause_for(self.pipeline.limits.chain_pause).await
            }
            Ok(None) => {
                *heads = self.ask(|| self.pipeline.chain.follow(At::Best)).await?;
                self.pause_for(self.pipeline.limits.chain_pause).await
            }
        }
    }

    /// Columns that have a report by now.
    pub(crate) async fn reported(&self, plan: &FilePlan) -> Result<BTreeSet<ColumnIndex>, Stop> {
        let status = self.ask(|| self.pipeline.chain.file_status(&plan.fid, At::Best)).await?;
        Ok(status.deal.map(|d| d.reported.iter().map(|r| r.column).collect()).unwrap_or_default())
    }
}
