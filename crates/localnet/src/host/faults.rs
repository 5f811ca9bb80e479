//! Faults of JSON-RPC and of finality, with an end in time when one is given.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::task::AbortHandle;

/// How JSON-RPC misbehaves.
///
/// # Units
/// `millis` until the fault ends by itself; without them it stays until it is cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RpcFault {
    /// Every connection of now breaks; new ones are served.
    Drop,
    /// Connections break, and new ones are refused.
    Refuse {
        /// How long.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        millis: Option<u64>,
    },
    /// Requests are taken, answers and notifications held back.
    Stall {
        /// How long.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        millis: Option<u64>,
    },
    /// Blocks come, but none becomes final.
    LateFinality {
        /// How long.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        millis: Option<u64>,
    },
}

impl RpcFault {
    /// When the fault ends by itself.
    pub(super) fn span(self) -> Option<Duration> {
        match self {
            Self::Drop => None,
            Self::Refuse { millis } | Self::Stall { millis } | Self::LateFinality { millis } => {
                millis.map(Duration::from_millis)
            }
        }
    }

    /// Faults that take each other's place have the same name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Drop => "drop",
            Self::Refuse { .. } => "refuse",
            Self::Stall { .. } => "stall",
            Self::LateFinality { .. } => "late_finality",
        }
    }

    /// Every fault that can last.
    pub(super) const LASTING: [Self; 3] =
        [Self::Refuse { millis: None }, Self::Stall { millis: None }, Self::LateFinality { millis: None }];
}

/// The ends of timed faults; the newest fault of a kind decides.
#[derive(Default)]
pub(super) struct Timers(Mutex<HashMap<&'static str, AbortHandle>>);

impl Timers {
    /// Forget the timer of a kind, and remember another.
    pub(super) fn replace(&self, name: &'static str, timer: Option<AbortHandle>) {
        let mut timers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let old = match timer {
            Some(timer) => timers.insert(name, timer),
            None => timers.remove(name),
        };
        if let Some(old) = old {
            old.abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_plain_json() {
        let fault: RpcFault = serde_json::from_str(r#"{"kind":"stall","millis":250}"#).unwrap();
        assert_eq!(fault, RpcFault::Stall { millis: Some(250) });
        assert_eq!(
            serde_json::to_string(&RpcFault::LateFinality { millis: None }).unwrap(),
            r#"{"kind":"late_finality"}"#
        );
    }
}
