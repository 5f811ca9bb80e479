//! Problems as the pages read them.

use std::collections::BTreeMap;

use pileus_domain as domain;
use serde::Serialize;
use specta::Type;

/// What went wrong: decide on `code`, show `message` and `remedy`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
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

impl From<domain::Problem> for Problem {
    fn from(problem: domain::Problem) -> Self {
        let domain::Problem { code, message, remedy, retry, context } = problem;
        Self { code, message, remedy, retry, context }
    }
}

impl From<&domain::Problem> for Problem {
    fn from(problem: &domain::Problem) -> Self {
        problem.clone().into()
    }
}
