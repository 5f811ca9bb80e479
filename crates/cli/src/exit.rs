//! How the program ends, as a number that scripts can rely on.

use pileus_domain::Problem;
use pileus_pipeline::RunEnd;

/// The end of a command; the numbers are documented in `docs/command-line.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Stopped by a problem that needs a change.
    Failed = 1,
    /// The command line was not understood.
    Usage = 2,
    /// Stopped by the person: paused, cancelled, or a question answered with no.
    Stopped = 3,
    /// A passphrase or a key is missing or wrong.
    NeedsKey = 4,
    /// Stopped by a problem that may pass: the same command may succeed later.
    TryAgain = 5,
    /// Interrupted a second time before everything was at rest.
    Interrupted = 130,
}

impl Exit {
    /// The number.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// The end that a problem leads to.
    pub(crate) fn of_problem(problem: &Problem) -> Self {
        match problem.code.as_str() {
            "vault_locked"
            | "wrong_passphrase"
            | "wrong_key"
            | "file_passphrase_wrong"
            | "wrong_cipher"
            | "capsule_wrong"
            | "keyring_missing"
            | "keyring_locked"
            | "keyring_entry_missing"
            | "key_unknown"
            | "passphrase_missing"
            | "account_file_locked"
            | "account_file_passphrase"
            | "kit_word"
            | "kit_words"
            | "kit_share"
            | "kit_share_word"
            | "kit_shares_few"
            | "kit_shares_mixed"
            | "kit_mismatch" => Self::NeedsKey,
            "usage" | "confirmation_needed" => Self::Usage,
            _ if problem.retry => Self::TryAgain,
            _ => Self::Failed,
        }
    }

    /// The end that a job's run leads to.
    pub(crate) fn of_run(end: &RunEnd) -> Self {
        match end {
            RunEnd::Finished => Self::Done,
            RunEnd::Paused | RunEnd::Cancelled => Self::Stopped,
            RunEnd::NeedsKey => Self::NeedsKey,
            RunEnd::Failed(problem) => Self::of_problem(problem),
        }
    }

    /// The end of several things: a failure counts more than what may pass, and any end more than done.
    pub(crate) fn worst(self, other: Self) -> Self {
        let weight = |exit: Self| match exit {
            Self::Done => 0,
            Self::Stopped => 1,
            Self::TryAgain => 2,
            Self::NeedsKey => 3,
            Self::Failed => 4,
            Self::Usage => 5,
            Self::Interrupted => 6,
        };
        if weight(other) > weight(self) { other } else { self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_that_may_pass_has_its_own_number() {
        let problem = Problem::new("network_unreachable", "m", "r");
        assert_eq!(Exit::of_problem(&problem).code(), 1);
        assert_eq!(Exit::of_problem(&problem.retryable()).code(), 5);
        let locked = Problem::new("vault_locked", "m", "r").retryable();
        assert_eq!(Exit::of_problem(&locked).code(), 4);
    }

    #[test]
    fn one_failure_among_many_is_not_hidden() {
        let ends = [Exit::Done, Exit::TryAgain, Exit::Failed, Exit::Stopped];
        assert_eq!(ends.into_iter().fold(Exit::Done, Exit::worst), Exit::Failed);
    }
}
