//! Problems as they cross over.

use std::collections::BTreeMap;

use pileus_domain::Problem;
use serde::Serialize;

/// What went wrong: decide on `code`, show `message` and `remedy`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProblemView {
    /// Stable code.
    pub code: String,
    /// What happened and whether the data is safe.
    pub message: String,
    /// What to do now.
    pub remedy: String,
    /// May the same request succeed later without a change?
    pub retry: bool,
    /// Facts behind it.
    pub context: BTreeMap<String, String>,
}

impl From<&Problem> for ProblemView {
    fn from(problem: &Problem) -> Self {
        let Problem { code, message, remedy, retry, context } = problem.clone();
        Self { code, message, remedy, retry, context }
    }
}
