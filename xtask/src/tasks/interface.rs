//! `interface`: the table of calls, storage, events, errors and constants of CESS that the local
//! chain mirrors, derived as facts from a metadata file.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::error::TaskError;
use crate::process;
use crate::tools::programs::{self, Program};
use crate::workspace::Workspace;

/// The committed table.
const TABLE: &str = "crates/localnet/runtime/interface/spec137.txt";
/// The metadata that it is derived from, which is not part of the project.
const METADATA: &str = "../shared/data/cess-spec137.metadata.scale";

/// How the committed table compares with the metadata.
pub(super) enum Comparison {
    /// It says what the metadata says.
    Equal,
    /// It says something else.
    Stale,
    /// There is no metadata here to compare with.
    NoMetadata,
}

/// Write the committed table anew.
///
/// # Errors
/// [`TaskError::Missing`] without a metadata file; what could not be built, read or written.
pub(super) fn derive(workspace: &Workspace, file: Option<OsString>) -> Result<(), TaskError> {
    let metadata = file.map_or_else(|| workspace.join(METADATA), PathBuf::from);
    if !metadata.is_file() {
        let problem = format!("there is no metadata file {}", metadata.display());
        return Err(TaskError::Missing(problem));
    }
    let metadata = std::path::absolute(&metadata).map_err(TaskError::file(&metadata))?;
    let table = workspace.join(TABLE);
    std::fs::write(&table, table_of(workspace, &metadata)?).map_err(TaskError::file(&table))?;
    eprintln!("wrote {TABLE}");
    Ok(())
}

/// Compare the committed table with the metadata, where that is present.
///
/// # Errors
/// What could not be built or read.
pub(super) fn compare(workspace: &Workspace) -> Result<Comparison, TaskError> {
    let metadata = workspace.join(METADATA);
    if !metadata.is_file() {
        return Ok(Comparison::NoMetadata);
    }
    let table = workspace.join(TABLE);
    let committed = std::fs::read_to_string(&table).map_err(TaskError::file(&table))?;
    let derived = table_of(workspace, &metadata)?;
    Ok(if committed == derived { Comparison::Equal } else { Comparison::Stale })
}

/// The table as the crate of the local chain describes the metadata.
fn table_of(workspace: &Workspace, metadata: &Path) -> Result<String, TaskError> {
    let program = programs::build(workspace, Program::Interface)?;
    process::output(process::in_folder(program, workspace.root()).arg(metadata))
}
