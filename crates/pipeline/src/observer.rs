//! Who is told what happens.

use pileus_domain::{ByteCount, FragmentAddress, JobId, Stage};
use pileus_ports::{EventRecord, TransactionRecord};

/// Hears of events. Calls return at once; certain events are in the journal before they are told.
pub trait Observer: Send + Sync {
    /// A certain event.
    fn certain(&self, record: &EventRecord);
    /// Bytes of a stage so far; may come often and may be dropped.
    fn progress(&self, job: JobId, stage: Stage, done: ByteCount, total: ByteCount);
    /// How one fragment does on its way; may come often and may be dropped.
    fn fragment(&self, _job: JobId, _at: FragmentAddress, _step: FragmentStep) {}
    /// A body of bytes begins to leave this computer: a fragment for a storage node, or a file for a gateway.
    fn body_leaves(&self) {}
    /// Such a body has left, with so many bytes; none when it did not get through, or tells nothing of the line.
    /// Once for each that began.
    fn body_left(&self, _bytes: Option<ByteCount>) {}
    /// A transaction is durable and will be submitted next.
    fn transaction(&self, _record: &TransactionRecord) {}
}

/// How one fragment does on its way between this computer and its storage node.
///
/// Order: `Moving` any number of times, then at most one of the others; a fragment that is sent ends with a certain
/// event instead. Another try begins anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FragmentStep {
    /// So many of its bytes have passed.
    Moving(ByteCount),
    /// It was fetched, whole and checked.
    Fetched,
    /// Its node did not give it.
    Refused,
    /// It is no longer wanted: others came first, or the run was stopped.
    LetGo,
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Observer for Silent {
    fn certain(&self, _record: &EventRecord) {}
    fn progress(&self, _job: JobId, _stage: Stage, _done: ByteCount, _total: ByteCount) {}
}
