//! From the services' feed to the windows.

use std::{sync::Arc, time::Duration};

use pileus_app::{Subscription, Update};
use pileus_contract::window::Chart;
use pileus_domain::{Condition, JobId, JobKind, Problem};
use pileus_pipeline::{Fetched, problem::of_journal};
use pileus_ports::{EventRecord, JobEvent, JobRecord};
use tokio::time::Instant;

use super::Session;

/// How long to wait before a journal that failed is read again.
const READ_AGAIN: Duration = Duration::from_secs(1);

impl Session {
    /// Put every job of this network on the stream, and follow what happens after.
    ///
    /// # Errors
    /// The journal's problem.
    pub(super) async fn begin_story(&self) -> Result<Subscription, Problem> {
        let snapshot = self.services.transfers.snapshot().await?;
        for record in snapshot.jobs {
            if self.is_ours(&record) {
                let chart = self.chart(&record, snapshot.sequence).await?;
                self.stream.load(record, chart);
            }
        }
        Ok(self.services.transfers.follow(snapshot.sequence))
    }

    /// Tell the windows everything that happens, for as long as this is polled.
    pub(super) async fn narrate(self: Arc<Self>, mut feed: Subscription) {
        loop {
            match feed.next().await {
                Ok(Update::Certain(event)) => self.certain(&event).await,
                Ok(Update::Progress { job, stage, done, total }) => {
                    self.stream.progress(job, stage, done.0, total.0, Instant::now());
                }
                Ok(Update::Fragment { job, at, step }) => self.stream.fragment(job, at, step),
                Err(_) => tokio::time::sleep(READ_AGAIN).await,
            }
        }
    }

    async fn certain(&self, event: &EventRecord) {
        if !self.stream.knows(event.job) {
            return self.meet(event).await;
        }
        // A single fragment changes nothing of the job as it is kept.
        let changed = !matches!(event.event, JobEvent::FragmentPlaced { .. });
        let record = if changed { self.record(event.job).await } else { None };
        self.stream.certain(event, record);
    }

    /// A job that another process made.
    async fn meet(&self, event: &EventRecord) {
        let Some(record) = self.record(event.job).await else { return };
        if !self.is_ours(&record) {
            return;
        }
        let before = event.sequence.saturating_sub(1);
        let chart = self.chart(&record, before).await.unwrap_or_default();
        self.stream.load(record, chart);
        self.stream.certain(event, None);
    }

    /// A job as it is kept; none when it was forgotten. Read until the journal answers: after the last event of a job
    /// nothing else would tell the windows how it stands.
    async fn record(&self, id: JobId) -> Option<JobRecord> {
        loop {
            match self.home.journal.job(id).await {
                Ok(record) => return record,
                Err(_) => tokio::time::sleep(READ_AGAIN).await,
            }
        }
    }

    pub(super) fn is_ours(&self, record: &JobRecord) -> bool {
        record.genesis == self.services.identity().genesis
    }

    /// Where the fragments of a job are after the event of this number.
    async fn chart(&self, record: &JobRecord, up_to: u64) -> Result<Chart, Problem> {
        if record.condition == Condition::Finished && record.kind() == JobKind::Upload {
            return Ok(Chart::of_ended(&record.condition));
        }
        let events = self.events(record.id, up_to).await?;
        self.chart_of(record, &events).await
    }

    /// Where the fragments of a job are after these events, and with what a download has fetched.
    pub(super) async fn chart_of(&self, record: &JobRecord, events: &[EventRecord]) -> Result<Chart, Problem> {
        let mut chart = Chart::default();
        for event in events {
            chart.apply(&event.event);
        }
        if record.kind() == JobKind::Download {
            let kept = self.home.journal.setting(&Fetched::key(record.id)).await.map_err(|e| of_journal(&e))?;
            chart.fetched(&Fetched::parse(&kept.unwrap_or_default()));
        }
        Ok(chart)
    }
}
