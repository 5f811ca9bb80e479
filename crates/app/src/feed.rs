//! One numbered stream of what happens, across processes and restarts.
//!
//! Certain events come from the journal, so nothing is lost and every number is seen once; progress comes from this
//! process alone and may be dropped.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use pileus_domain::{ByteCount, FragmentAddress, JobId, Problem, Stage};
use pileus_pipeline::{FragmentStep, Observer, problem};
use pileus_ports::{EventRecord, Journal};
use tokio::sync::broadcast::{self, error::RecvError};

/// Updates that a slow listener may be behind before progress is dropped for it.
const BACKLOG: usize = 1_024;
/// Events read from the journal at a time.
const PAGE: u32 = 512;

/// Something that happened to a job.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "certain events are the rule, and a box would be in the way of every reader"
)]
pub enum Update {
    /// Journaled, numbered, never lost.
    Certain(EventRecord),
    /// Bytes of a stage so far. May be dropped.
    Progress {
        /// Whose.
        job: JobId,
        /// The stage.
        stage: Stage,
        /// Bytes done.
        done: ByteCount,
        /// Bytes to do.
        total: ByteCount,
    },
    /// How one fragment does on its way. May be dropped.
    Fragment {
        /// Whose.
        job: JobId,
        /// Which.
        at: FragmentAddress,
        /// How it does.
        step: FragmentStep,
    },
}

impl Update {
    /// Whose update it is.
    pub fn job(&self) -> JobId {
        match self {
            Self::Certain(record) => record.job,
            Self::Progress { job, .. } | Self::Fragment { job, .. } => *job,
        }
    }
}

/// Spreads updates inside this process.
pub(crate) struct Feed {
    sender: broadcast::Sender<Update>,
}

impl Feed {
    pub(crate) fn new() -> Self {
        Self { sender: broadcast::channel(BACKLOG).0 }
    }

    pub(crate) fn subscribe(&self, journal: Arc<dyn Journal>, after: u64, poll: Duration) -> Subscription {
        Subscription { receiver: self.sender.subscribe(), journal, after, poll, waiting: VecDeque::new(), fresh: true }
    }
}

impl Observer for Feed {
    fn certain(&self, record: &EventRecord) {
        // Nobody listening is fine: the journal has it.
        let _ = self.sender.send(Update::Certain(record.clone()));
    }

    fn progress(&self, job: JobId, stage: Stage, done: ByteCount, total: ByteCount) {
        let _ = self.sender.send(Update::Progress { job, stage, done, total });
    }

    fn fragment(&self, job: JobId, at: FragmentAddress, step: FragmentStep) {
        let _ = self.sender.send(Update::Fragment { job, at, step });
    }
}

/// Updates after a number, those of other processes included.
pub struct Subscription {
    receiver: broadcast::Receiver<Update>,
    journal: Arc<dyn Journal>,
    after: u64,
    poll: Duration,
    waiting: VecDeque<EventRecord>,
    fresh: bool,
}

impl Subscription {
    /// The next update; waits as long as it takes. Dropping the wait loses nothing.
    ///
    /// # Errors
    /// The journal's problem.
    pub async fn next(&mut self) -> Result<Update, Problem> {
        loop {
            if let Some(record) = self.waiting.pop_front() {
                self.after = record.sequence;
                return Ok(Update::Certain(record));
            }
            if std::mem::take(&mut self.fresh) && self.read().await? {
                continue;
            }
            if let Some(passing) = self.listen().await {
                return Ok(passing);
            }
            self.fresh = true;
        }
    }

    /// Certain events that are there already and were not given yet.
    ///
    /// # Errors
    /// The journal's problem.
    pub async fn rest(&mut self) -> Result<Vec<EventRecord>, Problem> {
        let mut rest = Vec::new();
        while !self.waiting.is_empty() || self.read().await? {
            rest.extend(self.waiting.drain(..));
            self.after = rest.last().map_or(self.after, |record: &EventRecord| record.sequence);
        }
        Ok(rest)
    }

    /// Wait for a word of this process, or until other processes should be looked at. Gives progress only: a certain
    /// event is read from the journal, so that its number is in order.
    async fn listen(&mut self) -> Option<Update> {
        match tokio::time::timeout(self.poll, self.receiver.recv()).await {
            Ok(Ok(passing @ (Update::Progress { .. } | Update::Fragment { .. }))) => Some(passing),
            Ok(Err(RecvError::Closed)) => {
                tokio::time::sleep(self.poll).await;
                None
            }
            Ok(Ok(Update::Certain(_)) | Err(RecvError::Lagged(_))) | Err(_) => None,
        }
    }

    /// Read what the journal has; was there anything?
    async fn read(&mut self) -> Result<bool, Problem> {
        let found = self.journal.events(None, self.after, PAGE).await.map_err(|e| problem::of_journal(&e))?;
        self.fresh = u32::try_from(found.len()).is_ok_and(|n| n == PAGE);
        self.waiting.extend(found);
        Ok(!self.waiting.is_empty())
    }
}

/// Number of the newest event.
pub(crate) async fn latest(journal: &dyn Journal) -> Result<u64, Problem> {
    let mut after = 0;
    loop {
        let page = journal.events(None, after, PAGE).await.map_err(|e| problem::of_journal(&e))?;
        match page.last() {
            Some(last) => after = last.sequence,
            None => return Ok(after),
        }
    }
}
