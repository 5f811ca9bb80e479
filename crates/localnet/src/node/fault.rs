//! Faults on request: a storage node that refuses, hangs, lies or forgets.
//!
//! Invariants: faults are used up in the order in which they were set; one call meets one fault.

use std::{
    num::NonZeroU32,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use tokio::{
    sync::watch,
    time::{Instant, sleep_until},
};

use super::{call::NodeCall, error::NodeError};

/// How many faults a node keeps.
const MOST_FAULTS: usize = 64;

/// How long a call hangs at most, when nobody clears the fault.
const LONGEST_HANG: Duration = Duration::from_hours(1);

/// One way to misbehave, for one kind of call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeFault {
    /// The call that goes wrong.
    pub call: NodeCall,
    /// What goes wrong.
    #[serde(flatten)]
    pub kind: FaultKind,
    /// How many calls go wrong; nothing means every one until the faults are cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<NonZeroU32>,
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FaultKind {
    /// The connection ends without an answer. For any call and without a count the node stops
    /// listening, so that connecting is refused. For a report: it is not sent.
    Refuse,
    /// Nothing happens until the faults are cleared.
    Hang,
    /// Bytes trickle: those of the request for `put`, those of the answer otherwise.
    Slow {
        /// The speed.
        bytes_per_second: NonZeroU32,
    },
    /// The connection ends in the middle of a body: of the request's for `put`, of the answer's
    /// otherwise.
    Cut {
        /// Bytes of the body that still pass.
        after_bytes: u64,
    },
    /// One bit of the answer's body is flipped.
    Corrupt,
    /// The disk takes nothing more.
    FullDisk,
    /// The answer is another HTTP status, and the call has no effect.
    WrongStatus {
        /// The status, 200 to 599.
        status: u16,
    },
    /// Fragments vanish: for `put` the one that was just accepted, for `get` the one that is asked
    /// for, for `any` everything the node holds, at once and once.
    Lose,
}

impl FaultKind {
    /// The name as it is written in JSON.
    fn name(&self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::Hang => "hang",
            Self::Slow { .. } => "slow",
            Self::Cut { .. } => "cut",
            Self::Corrupt => "corrupt",
            Self::FullDisk => "full_disk",
            Self::WrongStatus { .. } => "wrong_status",
            Self::Lose => "lose",
        }
    }
}

impl NodeFault {
    /// A fault that stays until it is cleared.
    pub fn standing(call: NodeCall, kind: FaultKind) -> Self {
        Self { call, kind, times: None }
    }

    /// A fault for the next call only.
    pub fn once(call: NodeCall, kind: FaultKind) -> Self {
        Self { call, kind, times: Some(NonZeroU32::MIN) }
    }

    /// The node takes fragments and never reports them.
    pub fn never_report() -> Self {
        Self::standing(NodeCall::Report, FaultKind::Refuse)
    }

    /// Whether the fault means "everything the node holds is lost now".
    pub(super) fn loses_everything(&self) -> bool {
        self.call == NodeCall::Any && self.kind == FaultKind::Lose
    }

    /// Whether the node does not even listen.
    fn shuts_the_doors(&self) -> bool {
        self.call == NodeCall::Any && self.kind == FaultKind::Refuse && self.times.is_none()
    }

    /// Refuse combinations without a meaning.
    fn check(&self) -> Result<(), NodeError> {
        use FaultKind::{Corrupt, Cut, FullDisk, Hang, Lose, Refuse, Slow, WrongStatus};
        let sensible = match (&self.kind, self.call) {
            (Refuse | Hang, _) => true,
            (_, NodeCall::Report) => false,
            (Slow { .. } | Cut { .. } | Corrupt, _) => true,
            (WrongStatus { status }, _) => (200..600).contains(status),
            (FullDisk, call) => matches!(call, NodeCall::Any | NodeCall::Put),
            (Lose, call) => call != NodeCall::Status,
        };
        let refused = NodeError::FaultRefused { call: self.call, fault: self.kind.name() };
        sensible.then_some(()).ok_or(refused)
    }
}

/// The faults of one node.
pub(super) struct FaultBoard {
    faults: Mutex<Vec<NodeFault>>,
    /// Whether the node listens; the sockets follow.
    shut: watch::Sender<bool>,
    /// How often the faults were cleared; releases what hangs.
    cleared: watch::Sender<u64>,
}

impl FaultBoard {
    /// No faults.
    pub(super) fn new() -> Self {
        Self { faults: Mutex::default(), shut: watch::Sender::new(false), cleared: watch::Sender::new(0) }
    }

    /// Add a fault behind those that are there.
    ///
    /// # Errors
    /// [`NodeError::FaultRefused`] and [`NodeError::TooManyFaults`].
    pub(super) fn set(&self, fault: NodeFault) -> Result<(), NodeError> {
        fault.check()?;
        self.change(|faults| {
            if faults.len() >= MOST_FAULTS {
                return Err(NodeError::TooManyFaults { limit: MOST_FAULTS });
            }
            faults.push(fault);
            Ok(())
        })
    }

    /// Behave from now on, and let go of what hangs.
    pub(super) fn clear(&self) {
        self.change(Vec::clear);
        self.cleared.send_modify(|count| *count += 1);
    }

    /// The faults that wait.
    pub(super) fn list(&self) -> Vec<NodeFault> {
        self.change(|faults| faults.clone())
    }

    /// The fault that this call meets; counts it.
    pub(super) fn take(&self, call: NodeCall) -> Option<FaultKind> {
        self.change(|faults| {
            let place = faults.iter().position(|fault| fault.call.covers(call))?;
            let kind = faults[place].kind.clone();
            if let Some(times) = faults[place].times {
                match NonZeroU32::new(times.get() - 1) {
                    Some(left) => faults[place].times = Some(left),
                    None => drop(faults.remove(place)),
                }
            }
            Some(kind)
        })
    }

    /// Wait until the faults are cleared.
    pub(super) async fn hang(&self) {
        let mut cleared = self.cleared.subscribe();
        tokio::select! {
            _ = cleared.changed() => (),
            () = sleep_until(Instant::now() + LONGEST_HANG) => (),
        }
    }

    /// Whether the node should not listen, now and whenever it changes.
    pub(super) fn shut(&self) -> watch::Receiver<bool> {
        self.shut.subscribe()
    }

    fn change<T>(&self, edit: impl FnOnce(&mut Vec<NodeFault>) -> T) -> T {
        let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        let result = edit(&mut faults);
        let shut = faults.iter().any(NodeFault::shuts_the_doors);
        self.shut.send_if_modified(|now| std::mem::replace(now, shut) != shut);
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_used_up_in_order() {
        let board = FaultBoard::new();
        board.set(NodeFault::once(NodeCall::Put, FaultKind::FullDisk)).unwrap();
        board.set(NodeFault::once(NodeCall::Any, FaultKind::Corrupt)).unwrap();
        assert_eq!(board.take(NodeCall::Put), Some(FaultKind::FullDisk));
        assert_eq!(board.take(NodeCall::Put), Some(FaultKind::Corrupt));
        assert_eq!(board.take(NodeCall::Put), None);
    }

    #[test]
    fn a_standing_fault_stays_until_cleared() {
        let board = FaultBoard::new();
        board.set(NodeFault::never_report()).unwrap();
        assert_eq!(board.take(NodeCall::Report), Some(FaultKind::Refuse));
        assert_eq!(board.take(NodeCall::Report), Some(FaultKind::Refuse));
        board.clear();
        assert_eq!(board.take(NodeCall::Report), None);
    }

    #[test]
    fn a_report_can_only_be_refused_or_held() {
        let board = FaultBoard::new();
        assert!(board.set(NodeFault::once(NodeCall::Report, FaultKind::Corrupt)).is_err());
        assert!(board.set(NodeFault::once(NodeCall::Report, FaultKind::Hang)).is_ok());
        assert!(board.set(NodeFault::once(NodeCall::Get, FaultKind::FullDisk)).is_err());
        let status = FaultKind::WrongStatus { status: 99 };
        assert!(board.set(NodeFault::once(NodeCall::Get, status)).is_err());
    }

    #[test]
    fn only_refusing_everything_shuts_the_doors() {
        let board = FaultBoard::new();
        board.set(NodeFault::standing(NodeCall::Put, FaultKind::Refuse)).unwrap();
        assert!(!*board.shut().borrow());
        board.set(NodeFault::standing(NodeCall::Any, FaultKind::Refuse)).unwrap();
        assert!(*board.shut().borrow());
        board.clear();
        assert!(!*board.shut().borrow());
    }

    #[test]
    fn faults_are_plain_json() {
        let text = r#"{"call":"get","kind":"slow","bytes_per_second":100,"times":2}"#;
        let fault: NodeFault = serde_json::from_str(text).unwrap();
        assert_eq!(fault.call, NodeCall::Get);
        assert_eq!(fault.times, NonZeroU32::new(2));
        assert_eq!(serde_json::to_value(&fault).unwrap(), serde_json::from_str::<serde_json::Value>(text).unwrap());
        let standing = r#"{"call":"any","kind":"refuse"}"#;
        let fault: NodeFault = serde_json::from_str(standing).unwrap();
        assert_eq!(fault, NodeFault::standing(NodeCall::Any, FaultKind::Refuse));
    }

    #[test]
    fn the_board_is_bounded() {
        let board = FaultBoard::new();
        for _ in 0..MOST_FAULTS {
            board.set(NodeFault::never_report()).unwrap();
        }
        let error = board.set(NodeFault::never_report()).unwrap_err();
        assert!(matches!(error, NodeError::TooManyFaults { limit: MOST_FAULTS }));
    }
}
