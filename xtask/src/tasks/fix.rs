//! `fix`: what tools can put right by themselves.

use super::setup;
use crate::error::TaskError;
use crate::process;
use crate::tools::npm;
use crate::tools::programs::EVERYTHING;
use crate::workspace::Workspace;

/// Lint and format, writing what can be written.
///
/// # Errors
/// What could not be installed, and findings that need a person.
pub(super) fn perform(workspace: &Workspace) -> Result<(), TaskError> {
    setup::window(workspace)?;
    let pages = workspace.join(setup::PAGES);
    for script in ["build", "fix:lint", "fix:format"] {
        npm::script(&pages, script)?;
    }
    let mut lints = process::cargo(workspace.root());
    lints.args(["clippy", "--fix", "--allow-dirty", "--allow-staged", "--all-targets"]);
    process::run(lints.args(EVERYTHING))?;
    process::run(process::cargo(workspace.root()).args(["fmt", "--all"]))
}
