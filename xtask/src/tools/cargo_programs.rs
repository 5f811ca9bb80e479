//! Programs that come from cargo, each in the one version that the commands are written for.
//!
//! Deliberately absent: what the person has installed. Another version may judge or behave differently.

use std::path::{Path, PathBuf};

use crate::error::TaskError;
use crate::process;

/// Names another folder for tools than the one in the person's cache.
const TOOLS_FOLDER: &str = "PILEUS_TOOLS_DIR";

/// The version whose configuration `deny.toml` is.
pub(crate) const CARGO_DENY: CargoProgram = CargoProgram { name: "cargo-deny", version: "0.20.2" };
/// What builds and starts targets under libFuzzer.
pub(crate) const CARGO_FUZZ: CargoProgram = CargoProgram { name: "cargo-fuzz", version: "0.13.2" };

/// A program from the registry of crates.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CargoProgram {
    name: &'static str,
    version: &'static str,
}

impl CargoProgram {
    /// Install it outside the clone, unless it is there; give its path.
    ///
    /// # Errors
    /// [`TaskError::Missing`] without a folder for caches; [`TaskError::Failed`] when it cannot be built.
    pub(crate) fn install(self, root: &Path) -> Result<PathBuf, TaskError> {
        let Self { name, version } = self;
        let folder = tools_folder()?.join(format!("{name}-{version}"));
        let program = folder.join("bin").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
        if program.is_file() {
            return Ok(program);
        }
        eprintln!("{name} {version} is missing: building it into {}", folder.display());
        let mut command = process::cargo(root);
        command.args(["install", "--quiet", "--locked", name, "--version", version, "--root"]);
        command.arg(&folder);
        // A check of some seconds is not worth minutes of optimisation.
        command.env("CARGO_PROFILE_RELEASE_LTO", "off");
        command.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
        command.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        process::run(&mut command)?;
        Ok(program)
    }
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
