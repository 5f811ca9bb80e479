//! Jobs and what hangs on them.

use std::collections::BTreeMap;

use pileus_domain::{FilePlan, FragmentAddress, JobId, JobKind, NodeId, TxHash};

use crate::{
    EventRecord, JobEvent, JobRecord, JournalError, Placement, Timestamp, TransactionRecord, TransactionState,
};

/// All jobs, with their transactions and events in the order of arrival.
#[derive(Default)]
pub(super) struct Jobs {
    kept: Vec<Kept>,
    transactions: Vec<TransactionRecord>,
    events: Vec<EventRecord>,
    last_event: u64,
}

/// One job with its own belongings.
struct Kept {
    record: JobRecord,
    plan: Option<FilePlan>,
    header: Option<Vec<u8>>,
    placements: BTreeMap<FragmentAddress, NodeId>,
}

impl Jobs {
    pub(super) fn create(&mut self, job: &JobRecord) -> Result<(), JournalError> {
        if self.find(job.id).is_some() {
            return Err(JournalError::Duplicate(job.id));
        }
        self.refuse_duplicate(job)?;
        self.kept.push(Kept { record: job.clone(), plan: None, header: None, placements: BTreeMap::new() });
        Ok(())
    }

    pub(super) fn update(&mut self, job: &JobRecord) -> Result<(), JournalError> {
        self.find_mut(job.id)?;
        self.refuse_duplicate(job)?;
        self.find_mut(job.id)?.record = job.clone();
        Ok(())
    }

    pub(super) fn get(&self, id: JobId) -> Option<JobRecord> {
        self.find(id).map(|kept| kept.record.clone())
    }

    pub(super) fn newest_first(&self) -> Vec<JobRecord> {
        let mut jobs: Vec<_> = self.kept.iter().rev().map(|kept| kept.record.clone()).collect();
        jobs.sort_by_key(|job| std::cmp::Reverse(job.created));
        jobs
    }

    pub(super) fn remove(&mut self, id: JobId) -> Result<(), JournalError> {
        self.find_mut(id)?;
        self.kept.retain(|kept| kept.record.id != id);
        self.transactions.retain(|t| t.job != Some(id));
        self.events.retain(|e| e.job != id);
        Ok(())
    }

    pub(super) fn set_plan(&mut self, id: JobId, plan: &FilePlan, header: Option<&[u8]>) -> Result<(), JournalError> {
        let kept = self.find_mut(id)?;
        kept.plan = Some(plan.clone());
        if let Some(header) = header {
            kept.header = Some(header.to_vec());
        }
        kept.placements.clear();
        Ok(())
    }

    pub(super) fn plan(&self, id: JobId) -> Option<FilePlan> {
        self.find(id)?.plan.clone()
    }

    pub(super) fn set_header(&mut self, id: JobId, header: &[u8]) -> Result<(), JournalError> {
        self.find_mut(id)?.header = Some(header.to_vec());
        Ok(())
    }

    pub(super) fn header(&self, id: JobId) -> Option<Vec<u8>> {
        self.find(id)?.header.clone()
    }

    pub(super) fn clear_plan(&mut self, id: JobId) -> Result<(), JournalError> {
        let kept = self.find_mut(id)?;
        (kept.plan, kept.header) = (None, None);
        kept.placements.clear();
        Ok(())
    }

    pub(super) fn put_transaction(&mut self, record: &TransactionRecord) -> Result<(), JournalError> {
        if let Some(id) = record.job {
            self.find_mut(id)?;
        }
        match self.transactions.iter_mut().find(|t| t.transaction.hash == record.transaction.hash) {
            Some(kept) => *kept = record.clone(),
            None => self.transactions.push(record.clone()),
        }
        Ok(())
    }

    pub(super) fn set_transaction_state(
        &mut self,
        hash: &TxHash,
        state: &TransactionState,
    ) -> Result<(), JournalError> {
        let Some(kept) = self.transactions.iter_mut().find(|t| t.transaction.hash == *hash) else {
            let source = format!("there is no transaction {hash}").into();
            return Err(JournalError::Storage { action: "keep the state of a transaction", source });
        };
        kept.state = state.clone();
        Ok(())
    }

    pub(super) fn transaction(&self, hash: &TxHash) -> Option<TransactionRecord> {
        self.transactions.iter().find(|t| t.transaction.hash == *hash).cloned()
    }

    pub(super) fn transactions(&self, job: JobId) -> Vec<TransactionRecord> {
        let mut found: Vec<_> = self.transactions.iter().filter(|t| t.job == Some(job)).cloned().collect();
        found.sort_by_key(|t| t.created);
        found
    }

    pub(super) fn put_placement(&mut self, job: JobId, placement: &Placement) -> Result<(), JournalError> {
        self.find_mut(job)?.placements.insert(placement.at, placement.node);
        Ok(())
    }

    pub(super) fn placements(&self, job: JobId) -> Vec<Placement> {
        let kept = self.find(job).into_iter().flat_map(|kept| &kept.placements);
        kept.map(|(&at, &node)| Placement { at, node }).collect()
    }

    pub(super) fn remove_placements(&mut self, job: JobId, column: u8) {
        if let Ok(kept) = self.find_mut(job) {
            kept.placements.retain(|at, _| at.column.number() != column);
        }
    }

    pub(super) fn append_event(
        &mut self,
        job: JobId,
        at: Timestamp,
        event: &JobEvent,
    ) -> Result<EventRecord, JournalError> {
        self.find_mut(job)?;
        self.last_event += 1;
        let record = EventRecord { sequence: self.last_event, job, at, event: event.clone() };
        self.events.push(record.clone());
        Ok(record)
    }

    pub(super) fn events(&self, job: Option<JobId>, after: u64, limit: u32) -> Vec<EventRecord> {
        let wanted = self.events.iter().filter(|e| e.sequence > after && job.is_none_or(|job| e.job == job));
        wanted.take(limit as usize).cloned().collect()
    }

    fn find(&self, id: JobId) -> Option<&Kept> {
        self.kept.iter().find(|kept| kept.record.id == id)
    }

    fn find_mut(&mut self, id: JobId) -> Result<&mut Kept, JournalError> {
        self.kept.iter_mut().find(|kept| kept.record.id == id).ok_or(JournalError::NoJob(id))
    }

    fn refuse_duplicate(&self, job: &JobRecord) -> Result<(), JournalError> {
        let other = self.kept.iter().map(|kept| &kept.record).find(|other| collide(other, job));
        other.map_or(Ok(()), |other| Err(JournalError::Duplicate(other.id)))
    }
}

/// Are these two live uploads of one file on one chain?
fn collide(one: &JobRecord, two: &JobRecord) -> bool {
    let live_upload = |job: &JobRecord| job.kind() == JobKind::Upload && job.is_live() && job.fid.is_some();
    one.id != two.id && one.genesis == two.genesis && one.fid == two.fid && live_upload(one) && live_upload(two)
}
