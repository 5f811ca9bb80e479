//! What went wrong, in words for a person.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

/// A problem as a person and a program meet it: a sentence, a remedy and a code that never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Stable code, `subject_condition`.
    pub code: String,
    /// What happened and whether the data is safe.
    pub message: String,
    /// What to do now.
    pub remedy: String,
    /// May the same request succeed later without a change?
    pub retry: bool,
    /// Facts behind it: hashes, nodes, the technical cause. Never a secret.
    pub context: BTreeMap<String, String>,
}

impl Problem {
    /// A problem without context that only a change can solve.
    pub fn new(code: &str, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
            remedy: remedy.into(),
            retry: false,
            context: BTreeMap::new(),
        }
    }

    /// The same, but worth another try later.
    #[must_use]
    pub fn retryable(mut self) -> Self {
        self.retry = true;
        self
    }

    /// Add one fact.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl fmt::Display) -> Self {
        self.context.insert(key.to_owned(), value.to_string());
        self
    }

    /// Add an error and everything that caused it.
    #[must_use]
    pub fn caused_by(self, error: &dyn std::error::Error) -> Self {
        let chain = std::iter::successors(Some(error), |e| e.source()).map(ToString::to_string);
        let text = chain.collect::<Vec<_>>().join(": ");
        self.with("cause", text)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.message, self.remedy)
    }
}

impl std::error::Error for Problem {}
