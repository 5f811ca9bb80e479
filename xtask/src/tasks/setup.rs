//! `setup`: what building and testing need.

use crate::error::TaskError;
use crate::tools::cargo_programs::CARGO_DENY;
use crate::tools::npm;
use crate::tools::system_packages::{self, Need};
use crate::workspace::Workspace;

/// The folder of the pages.
pub(super) const PAGES: &str = "ui";

/// Install all that any command needs.
///
/// # Errors
/// What could not be installed.
pub(super) fn everything(workspace: &Workspace) -> Result<(), TaskError> {
    system_packages::install(&[Need::Build, Need::Window, Need::WindowTests, Need::BrowserTests, Need::KeyringTests])?;
    for folder in workspace.npm_folders()? {
        npm::install(&folder)?;
    }
    CARGO_DENY.install(workspace.root())?;
    Ok(())
}

/// Install what building the window needs.
///
/// # Errors
/// What could not be installed.
pub(super) fn window(workspace: &Workspace) -> Result<(), TaskError> {
    system_packages::install(&[Need::Build, Need::Window])?;
    npm::install(&workspace.join(PAGES))
}

/// Install what building the command line program needs.
///
/// # Errors
/// What could not be installed.
pub(super) fn command_line() -> Result<(), TaskError> {
    system_packages::install(&[Need::Build])
}
