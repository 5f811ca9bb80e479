//! The npm packages of a folder.

use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use crate::error::TaskError;
use crate::process;

/// Install the packages of `folder` as its lock file says, unless that is done.
///
/// # Errors
/// [`TaskError::Missing`] without npm; [`TaskError::Failed`] when it fails.
pub(crate) fn install(folder: &Path) -> Result<(), TaskError> {
    if is_installed(folder) {
        return Ok(());
    }
    if !process::is_installed("npm") {
        let problem = "npm is missing: install Node 20.19 or newer";
        return Err(TaskError::Missing(problem.to_owned()));
    }
    process::run(command(folder).arg("ci"))
}

/// Run a script of the folder's `package.json`.
///
/// # Errors
/// [`TaskError::Start`] and [`TaskError::Failed`].
pub(crate) fn script(folder: &Path, name: &str) -> Result<(), TaskError> {
    process::run(command(folder).args(["run", "--silent", name]))
}

/// The same with arguments for the script.
///
/// # Errors
/// [`TaskError::Start`] and [`TaskError::Failed`].
pub(crate) fn script_with(folder: &Path, name: &str, arguments: &[&str]) -> Result<(), TaskError> {
    process::run(command(folder).args(["run", "--silent", name, "--"]).args(arguments))
}

fn command(folder: &Path) -> Command {
    process::in_folder("npm", folder)
}

/// Whether npm has finished an installation after the lock file was last written.
fn is_installed(folder: &Path) -> bool {
    let written = |path: &str| -> Option<SystemTime> { folder.join(path).metadata().ok()?.modified().ok() };
    let installed = written("node_modules/.package-lock.json");
    installed.is_some_and(|installed| Some(installed) >= written("package-lock.json"))
}
