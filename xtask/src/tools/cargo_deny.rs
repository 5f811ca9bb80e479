//! cargo-deny in the one version that the checks are written for.
//!
//! Deliberately absent: the person's own cargo-deny. Another version may judge differently.

use std::path::{Path, PathBuf};

use crate::error::TaskError;
use crate::process;

/// The version whose configuration `deny.toml` is.
const VERSION: &str = "0.20.2";

/// Names another folder for tools than the one in the person's cache.
const TOOLS_FOLDER: &str = "PILEUS_TOOLS_DIR";

/// Install cargo-deny outside the clone, unless it is there; give its path.
///
/// # Errors
/// [`TaskError::Missing`] without a folder for caches; [`TaskError::Failed`] when it cannot be built.
pub(crate) fn install(root: &Path) -> Result<PathBuf, TaskError> {
    let folder = tools_folder()?.join(format!("cargo-deny-{VERSION}"));
    let program = folder.join("bin").join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    if program.is_file() {
        return Ok(program);
    }
    eprintln!("cargo-deny {VERSION} is missing: building it into {}", folder.display());
    let mut command = process::cargo(root);
    command.args(["install", "--quiet", "--locked", "cargo-deny", "--version", VERSION, "--root"]);
    command.arg(&folder);
    // A check of some seconds is not worth minutes of optimisation.
    command.env("CARGO_PROFILE_RELEASE_LTO", "off");
    command.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
    command.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    process::run(&mut command)?;
    Ok(program)
}

/// Where tools are kept: as the person says, else in the person's cache.
fn tools_folder() -> Result<PathBuf, TaskError> {
    let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    if let Some(chosen) = folder(TOOLS_FOLDER) {
        return Ok(PathBuf::from(chosen));
    }
    let cache = folder("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(folder("HOME")?).join(".cache")))
        .ok_or_else(|| TaskError::Missing(format!("set {TOOLS_FOLDER} to a folder for tools")))?;
    Ok(cache.join("pileus-xtask"))
}
