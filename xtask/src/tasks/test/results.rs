//! Results of test programs, counted.

use std::fmt;
use std::iter::Sum;
use std::ops::Add;

use serde_json::Value;

use crate::error::TaskError;

/// How many tests came out how.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Results {
    /// Tests that passed.
    pub(super) passed: usize,
    /// Tests that failed.
    pub(super) failed: usize,
    /// Tests that were not run.
    pub(super) ignored: usize,
}

impl Results {
    /// Read the closing line of one Rust test program; other lines give nothing.
    pub(super) fn of_line(line: &str) -> Option<Self> {
        let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
        let count = |word: &str| {
            let mut parts = counts.split("; ");
            parts.find_map(|part| part.strip_suffix(word)?.trim().parse().ok())
        };
        Some(Self { passed: count("passed")?, failed: count("failed")?, ignored: count("ignored")? })
    }

    /// Read the report of the tests of the pages.
    ///
    /// # Errors
    /// [`TaskError::Output`] when it is no such report.
    pub(super) fn of_pages(report: &str) -> Result<Self, TaskError> {
        let problem = |problem: String| TaskError::Output { program: "vitest".to_owned(), problem };
        let report: Value = serde_json::from_str(report).map_err(|error| problem(error.to_string()))?;
        let count = |name: &str| {
            let number = report[name].as_u64().and_then(|number| usize::try_from(number).ok());
            number.ok_or_else(|| problem(format!("no number `{name}`")))
        };
        Ok(Self {
            passed: count("numPassedTests")?,
            failed: count("numFailedTests")?,
            ignored: count("numPendingTests")?,
        })
    }

    /// Read the report of the tests of the pages in a browser.
    ///
    /// # Errors
    /// [`TaskError::Output`] when it is no such report.
    pub(super) fn of_browser(report: &str) -> Result<Self, TaskError> {
        let problem = |problem: String| TaskError::Output { program: "playwright".to_owned(), problem };
        let report: Value = serde_json::from_str(report).map_err(|error| problem(error.to_string()))?;
        let count = |name: &str| {
            let number = report["stats"][name].as_u64().and_then(|number| usize::try_from(number).ok());
            number.ok_or_else(|| problem(format!("no number `stats.{name}`")))
        };
        // A test that passed only when it was run again has failed.
        let failed = count("unexpected")? + count("flaky")?;
        Ok(Self { passed: count("expected")?, failed, ignored: count("skipped")? })
    }

    /// Take the exit code in: a run that failed without a failed test, such as one that did not
    /// build, counts as one failure.
    pub(super) fn with_end(mut self, ended_well: bool) -> Self {
        if !ended_well && self.failed == 0 {
            self.failed = 1;
        }
        self
    }
}

impl Add for Results {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            ignored: self.ignored + other.ignored,
        }
    }
}

impl Sum for Results {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Add::add)
    }
}

impl fmt::Display for Results {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)?;
        if self.ignored > 0 {
            write!(formatter, ", {} not run", self.ignored)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_line_of_a_test_program_is_counted() {
        let line = "test result: FAILED. 12 passed; 2 failed; 3 ignored; 0 measured; 1 filtered out; finished in 0.00s";
        let expected = Results { passed: 12, failed: 2, ignored: 3 };
        assert_eq!(Results::of_line(line), Some(expected));
    }

    #[test]
    fn other_lines_count_nothing() {
        assert_eq!(Results::of_line("test arguments::tests::run ... ok"), None);
        assert_eq!(Results::of_line("test result: unclear"), None);
    }

    #[test]
    fn the_report_of_the_pages_is_counted() {
        let report = r#"{"numPassedTests":7,"numFailedTests":1,"numPendingTests":0}"#;
        let expected = Results { passed: 7, failed: 1, ignored: 0 };
        assert_eq!(Results::of_pages(report).unwrap(), expected);
        assert!(Results::of_pages("{}").is_err());
    }

    #[test]
    fn the_report_of_the_browser_is_counted() {
        let report = r#"{"stats":{"expected":5,"unexpected":1,"flaky":2,"skipped":0}}"#;
        let expected = Results { passed: 5, failed: 3, ignored: 0 };
        assert_eq!(Results::of_browser(report).unwrap(), expected);
        assert!(Results::of_browser(r#"{"stats":{}}"#).is_err());
    }

    #[test]
    fn a_run_that_does_not_build_is_a_failure() {
        let nothing = Results::default();
        assert_eq!(nothing.with_end(false).failed, 1);
        assert_eq!(nothing.with_end(true).failed, 0);
        let two = Results { failed: 2, ..nothing };
        assert_eq!(two.with_end(false).failed, 2);
    }
}
