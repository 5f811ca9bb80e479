//! Writes that fail on request.

use std::sync::{Mutex, PoisonError};

use crate::JournalError;

/// How a write fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JournalFault {
    /// The disk is full.
    Full,
    /// The disk, or the process, is gone.
    Broken,
}

impl JournalFault {
    fn error(self) -> JournalError {
        let action = "write";
        match self {
            Self::Full => JournalError::Full { action, source: "no space left on the fake disk".into() },
            Self::Broken => JournalError::Storage { action, source: "the fake disk is gone".into() },
        }
    }
}

/// Counts writes and stops them from a chosen one on.
#[derive(Default)]
pub(super) struct WriteGate {
    state: Mutex<Gate>,
}

#[derive(Default)]
struct Gate {
    passed: u64,
    closes: Option<(u64, JournalFault)>,
}

impl WriteGate {
    /// Count a write, or fail it.
    pub(super) fn pass(&self) -> Result<(), JournalError> {
        self.with(|gate| match gate.closes {
            Some((at, fault)) if gate.passed >= at => Err(fault.error()),
            _ => {
                gate.passed += 1;
                Ok(())
            }
        })
    }

    pub(super) fn fail_after(&self, writes: u64, fault: JournalFault) {
        self.with(|gate| gate.closes = Some((gate.passed + writes, fault)));
    }

    pub(super) fn repair(&self) {
        self.with(|gate| gate.closes = None);
    }

    pub(super) fn passed(&self) -> u64 {
        self.with(|gate| gate.passed)
    }

    fn with<T>(&self, edit: impl FnOnce(&mut Gate) -> T) -> T {
        edit(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_pass_until_the_chosen_one() {
        let gate = WriteGate::default();
        gate.fail_after(2, JournalFault::Full);
        assert!(gate.pass().is_ok() && gate.pass().is_ok());
        assert!(matches!(gate.pass(), Err(JournalError::Full { .. })));
        assert_eq!(gate.passed(), 2);
        gate.repair();
        assert!(gate.pass().is_ok());
    }
}
