//! Moments in the life of a job, and what happens at them.

use std::{
    str::FromStr,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use pileus_domain::{ByteCount, JobId, Stage};
use pileus_pipeline::Observer;
use pileus_ports::{EventRecord, JobEvent, TransactionPurpose, TransactionRecord};

/// A moment that a run passes; the journal has it already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// A stage begins.
    Enters(Stage),
    /// Hashes and FID are known.
    Planned,
    /// The signed order is on disk; nothing was submitted.
    OrderDurable,
    /// The same, told as an event.
    OrderSigned,
    /// The order is in a block that may still change.
    OrderInBlock,
    /// The order is final.
    OrderFinal,
    /// It is known which node takes what.
    Allocated,
    /// A node accepted the n-th fragment, from 1.
    Placed(usize),
    /// Half of the file has left for a gateway, or half of its fragments for their nodes.
    HalfSent,
    /// The n-th column is reported on the chain, from 1.
    Reported(usize),
    /// The signed deletion is on disk; nothing was submitted.
    DeletionDurable,
}

impl Moment {
    /// All that stories stop at, by name.
    const NAMED: [(&'static str, Self); 17] = [
        ("planning", Self::Enters(Stage::Planning)),
        ("planned", Self::Planned),
        ("ordering", Self::Enters(Stage::Ordering)),
        ("order-durable", Self::OrderDurable),
        ("order-signed", Self::OrderSigned),
        ("order-in-block", Self::OrderInBlock),
        ("order-final", Self::OrderFinal),
        ("allocating", Self::Enters(Stage::Allocating)),
        ("allocated", Self::Allocated),
        ("sending", Self::Enters(Stage::Sending)),
        ("first-fragment", Self::Placed(1)),
        ("seventh-fragment", Self::Placed(7)),
        ("half-sent", Self::HalfSent),
        ("confirming", Self::Enters(Stage::Confirming)),
        ("first-report", Self::Reported(1)),
        ("deleting", Self::Enters(Stage::Deleting)),
        ("deletion-durable", Self::DeletionDurable),
    ];

    /// Its name, for another process.
    pub(crate) fn name(self) -> &'static str {
        Self::NAMED.iter().find(|(_, moment)| *moment == self).map(|(name, _)| *name).unwrap()
    }

    fn is(self, event: &JobEvent) -> bool {
        match self {
            Self::Enters(wanted) => matches!(event, JobEvent::StageEntered { stage } if *stage == wanted),
            Self::Planned => matches!(event, JobEvent::Planned { .. }),
            Self::OrderSigned => matches!(event, JobEvent::OrderSigned { .. }),
            Self::OrderInBlock => matches!(event, JobEvent::OrderInBlock { .. }),
            Self::OrderFinal => matches!(event, JobEvent::OrderFinal { .. }),
            Self::Allocated => matches!(event, JobEvent::Allocated { .. }),
            Self::Placed(_) => matches!(event, JobEvent::FragmentPlaced { .. }),
            Self::Reported(_) => matches!(event, JobEvent::ColumnReported { .. }),
            Self::OrderDurable | Self::DeletionDurable | Self::HalfSent => false,
        }
    }

    fn is_signing(self, purpose: &TransactionPurpose) -> bool {
        match self {
            Self::OrderDurable => matches!(purpose, TransactionPurpose::Order { .. }),
            Self::DeletionDurable => matches!(purpose, TransactionPurpose::Delete { .. }),
            _ => false,
        }
    }

    fn occurrence(self) -> usize {
        match self {
            Self::Placed(n) | Self::Reported(n) => n,
            _ => 1,
        }
    }
}

impl FromStr for Moment {
    type Err = String;
    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::NAMED.iter().find(|(known, _)| *known == name);
        found.map(|(_, moment)| *moment).ok_or_else(|| format!("no moment is called {name}"))
    }
}

type Action = Box<dyn FnOnce() + Send>;

/// Does something at a moment, before the run goes on.
pub(crate) struct At {
    moment: Moment,
    seen: AtomicUsize,
    action: Mutex<Option<Action>>,
}

impl At {
    pub(crate) fn new(moment: Moment, action: impl FnOnce() + Send + 'static) -> Self {
        Self { moment, seen: AtomicUsize::new(0), action: Mutex::new(Some(Box::new(action))) }
    }

    fn see(&self) {
        if self.seen.fetch_add(1, Ordering::SeqCst) + 1 != self.moment.occurrence() {
            return;
        }
        let action = self.action.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(action) = action {
            action();
        }
    }

    /// Has the moment come?
    pub(crate) fn happened(&self) -> bool {
        self.action.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }
}

/// Several of them.
pub(crate) struct Acts(pub(crate) Vec<At>);

impl Observer for Acts {
    fn certain(&self, record: &EventRecord) {
        self.0.iter().for_each(|act| act.certain(record));
    }

    fn progress(&self, job: JobId, stage: Stage, done: ByteCount, all: ByteCount) {
        self.0.iter().for_each(|act| act.progress(job, stage, done, all));
    }

    fn transaction(&self, record: &TransactionRecord) {
        self.0.iter().for_each(|act| act.transaction(record));
    }
}

impl Observer for At {
    fn certain(&self, record: &EventRecord) {
        if self.moment.is(&record.event) {
            self.see();
        }
    }

    fn progress(&self, _: JobId, stage: Stage, done: ByteCount, all: ByteCount) {
        if self.moment == Moment::HalfSent && stage == Stage::Sending && done.0 >= all.0 / 2 {
            self.see();
        }
    }

    fn transaction(&self, record: &TransactionRecord) {
        if self.moment.is_signing(&record.purpose) {
            self.see();
        }
    }
}
