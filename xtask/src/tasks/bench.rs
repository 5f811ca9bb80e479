//! `bench`: how fast a file is planned, against what the hardware allows, what an upload takes, and what the window costs.

use std::ffi::OsString;

use super::setup;
use crate::error::TaskError;
use crate::process;
use crate::tools::npm;
use crate::tools::system_packages::{self, Need};
use crate::workspace::Workspace;

/// Packages with their benchmarks, in the order in which they run, and the features that they need.
const BENCHMARKS: [(&str, &str, &[&str]); 3] = [
    ("pileus-codec", "plan", &[]),
    ("stories", "upload", &[]),
    ("pileus-desktop", "window", &["--features", "custom-protocol"]),
];

/// Run the benchmarks in the release profile; with arguments, hand them to each.
///
/// # Errors
/// What could not be installed or built, and wrong output of what is measured.
pub(super) fn perform(workspace: &Workspace, arguments: &[OsString]) -> Result<(), TaskError> {
    setup::window(workspace)?;
    system_packages::install(&[Need::WindowTests, Need::BrowserTests])?;
    npm::script(&workspace.join(setup::PAGES), "build")?;
    for (package, name, features) in BENCHMARKS {
        let mut command = process::cargo(workspace.root());
        command.args(["bench", "--locked", "--package", package, "--bench", name]);
        process::run(command.args(features).arg("--").args(arguments))?;
    }
    // What a frame of the pages costs, measured by the pages themselves.
    npm::script(&workspace.join(setup::PAGES), "bench")
}
