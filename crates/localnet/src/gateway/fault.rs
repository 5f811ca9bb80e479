//! Faults on request: a gateway that cheats its clients, or answers what no client can use.
//!
//! Invariants: counted faults are used up in the order in which they were set, and a fault takes the place of one that
//! stands for good where it shows; one request meets at most one of each place.

use std::{
    num::NonZeroU32,
    sync::{Mutex, PoisonError},
};

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

/// Faults that a gateway keeps; the oldest makes room.
const MOST_FAULTS: usize = 64;

/// One way to misbehave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatewayFault {
    /// What goes wrong.
    #[serde(flatten)]
    pub kind: GatewayFaultKind,
    /// How many requests go wrong; nothing means every one until the faults are cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<NonZeroU32>,
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum GatewayFaultKind {
    /// Other bytes are stored under the file's own FID.
    Swap,
    /// The bytes are encrypted before they are stored, whoever asked for that.
    Reencrypt,
    /// Only the first half of the bytes is stored.
    Truncate,
    /// The order is placed and no storage node ever gets a fragment.
    Stall,
    /// Success is answered and no order is placed.
    DropOrder,
    /// The order is the gateway's own.
    WrongOwner,
    /// The order takes its space from another territory of the owner.
    WrongTerritory {
        /// Which one.
        territory: String,
    },
    /// The order names the file otherwise.
    WrongName {
        /// How.
        name: String,
    },
    /// One bit of the bytes that are handed out is flipped.
    CorruptDownload,
    /// Nothing is answered until the faults are cleared.
    Hang,
    /// The answer begins like JSON and never ends.
    EndlessBody,
    /// The answer is JSON of 100 MB.
    HugeJson,
    /// The answer is a web page.
    Html,
    /// The answer is another HTTP status, as a proxy before the gateway gives it.
    WrongStatus {
        /// The status, such as 413 or 524.
        status: u16,
    },
    /// The request is done, and then another HTTP status is answered, as by a proxy that would not wait.
    LostAnswer {
        /// The status, such as 524.
        status: u16,
    },
    /// The answer leads elsewhere.
    Redirect {
        /// To which address.
        to: String,
    },
}

/// Where in a request a fault shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Instead of an answer.
    Answer,
    /// In what becomes of bytes that were handed over.
    Upload,
    /// In bytes that are handed out.
    Download,
}

impl GatewayFaultKind {
    fn place(&self) -> Place {
        match self {
            Self::Swap
            | Self::Reencrypt
            | Self::Truncate
            | Self::Stall
            | Self::DropOrder
            | Self::WrongOwner
            | Self::WrongTerritory { .. }
            | Self::WrongName { .. } => Place::Upload,
            Self::CorruptDownload => Place::Download,
            Self::Hang
            | Self::EndlessBody
            | Self::HugeJson
            | Self::Html
            | Self::WrongStatus { .. }
            | Self::LostAnswer { .. }
            | Self::Redirect { .. } => Place::Answer,
        }
    }
}

impl GatewayFault {
    /// A fault that stays until it is cleared.
    pub fn standing(kind: GatewayFaultKind) -> Self {
        Self { kind, times: None }
    }

    /// A fault for the next request only.
    pub fn once(kind: GatewayFaultKind) -> Self {
        Self { kind, times: Some(NonZeroU32::MIN) }
    }
}

/// The faults of one gateway.
pub(super) struct FaultBoard {
    faults: Mutex<Vec<GatewayFault>>,
    /// How often the faults were cleared; releases what hangs.
    cleared: watch::Sender<u64>,
}

impl FaultBoard {
    /// No faults.
    pub(super) fn new() -> Self {
        Self { faults: Mutex::default(), cleared: watch::Sender::new(0) }
    }

    /// Add a fault behind the counted ones that are there, in place of one that stands for good and shows in the same
    /// place.
    pub(super) fn set(&self, fault: GatewayFault) {
        let mut faults = self.lock();
        faults.retain(|other| other.times.is_some() || other.kind.place() != fault.kind.place());
        if faults.len() == MOST_FAULTS {
            faults.remove(0);
        }
        faults.push(fault);
    }

    /// Forget all faults, and let go of what hangs.
    pub(super) fn clear(&self) {
        self.lock().clear();
        self.cleared.send_modify(|times| *times += 1);
    }

    /// The first fault of a place, used once more.
    pub(super) fn take(&self, place: Place) -> Option<GatewayFaultKind> {
        let mut faults = self.lock();
        let at = faults.iter().position(|fault| fault.kind.place() == place)?;
        let kind = faults[at].kind.clone();
        match faults[at].times.map(|times| NonZeroU32::new(times.get() - 1)) {
            None => {}
            Some(Some(left)) => faults[at].times = Some(left),
            Some(None) => drop(faults.remove(at)),
        }
        Some(kind)
    }

    /// Wait until the faults are cleared.
    pub(super) async fn hang(&self) {
        // The sender lives as long as the board, so this ends only when it is told to.
        let _ = self.cleared.subscribe().changed().await;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<GatewayFault>> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_used_in_their_order_and_where_they_show() {
        let board = FaultBoard::new();
        board.set(GatewayFault::once(GatewayFaultKind::Swap));
        board.set(GatewayFault::standing(GatewayFaultKind::Stall));
        board.set(GatewayFault::once(GatewayFaultKind::Html));
        assert_eq!(board.take(Place::Download), None);
        assert_eq!(board.take(Place::Answer), Some(GatewayFaultKind::Html));
        assert_eq!(board.take(Place::Answer), None);
        assert_eq!(board.take(Place::Upload), Some(GatewayFaultKind::Swap));
        assert_eq!(board.take(Place::Upload), Some(GatewayFaultKind::Stall));
        assert_eq!(board.take(Place::Upload), Some(GatewayFaultKind::Stall));
        board.clear();
        assert_eq!(board.take(Place::Upload), None);
    }

    #[test]
    fn a_new_cheat_replaces_the_one_that_stands_in_its_place() {
        let board = FaultBoard::new();
        for kind in [GatewayFaultKind::Stall, GatewayFaultKind::CorruptDownload, GatewayFaultKind::Swap] {
            board.set(GatewayFault::standing(kind));
        }
        for _ in 0..2 {
            assert_eq!(board.take(Place::Upload), Some(GatewayFaultKind::Swap));
            assert_eq!(board.take(Place::Download), Some(GatewayFaultKind::CorruptDownload));
        }
        board.set(GatewayFault::once(GatewayFaultKind::Truncate));
        assert_eq!(board.take(Place::Upload), Some(GatewayFaultKind::Truncate));
        assert_eq!(board.take(Place::Upload), None);
    }

    #[test]
    fn faults_are_plain_json() {
        let fault: GatewayFault = serde_json::from_str(r#"{"kind":"wrong_status","status":413,"times":2}"#).unwrap();
        assert_eq!(fault.kind, GatewayFaultKind::WrongStatus { status: 413 });
        let text = serde_json::to_string(&GatewayFault::standing(GatewayFaultKind::Swap)).unwrap();
        assert_eq!(text, r#"{"kind":"swap"}"#);
    }
}
