//! Who is told what happens.

use pileus_domain::{ByteCount, JobId, Stage};
use pileus_ports::{EventRecord, TransactionRecord};

/// Hears of events. Calls return at once; certain events are in the journal before they are told.
pub trait Observer: Send + Sync {
    /// A certain event.
    fn certain(&self, record: &EventRecord);
    /// Bytes of a stage so far; may come often and may be dropped.
    fn progress(&self, job: JobId, stage: Stage, done: ByteCount, total: ByteCount);
    /// A transaction is durable and will be submitted next.
    fn transaction(&self, _record: &TransactionRecord) {}
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Observer for Silent {
    fn certain(&self, _record: &EventRecord) {}
    fn progress(&self, _job: JobId, _stage: Stage, _done: ByteCount, _total: ByteCount) {}
}
