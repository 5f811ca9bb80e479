//! The one folder that a test run writes to.
//!
//! Invariant: it is gone when the run is over; what a killed run left is removed by the next one.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::TaskError;

/// How the names of such folders begin; the process id follows.
const PREFIX: &str = "pileus-test-";

/// What would lead tests to the desktop or the data of the person who runs them.
const OF_THE_PERSON: [&str; 5] =
    ["DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "PILEUS_DATA_DIR", "XDG_RUNTIME_DIR"];

/// A folder of this process below the system's folder for temporary files.
pub(super) struct RunFolder {
    path: PathBuf,
}

impl RunFolder {
    /// Remove what killed runs left, then create a folder for this one.
    ///
    /// # Errors
    /// [`TaskError::File`] when it cannot be created.
    pub(super) fn create() -> Result<Self, TaskError> {
        let parent = std::env::temp_dir();
        remove_orphans(&parent);
        let path = parent.join(format!("{PREFIX}{}", std::process::id()));
        for name in ["tmp", "config", "data", "cache", "state"] {
            let folder = path.join(name);
            std::fs::create_dir_all(&folder).map_err(TaskError::file(&folder))?;
        }
        Ok(Self { path })
    }

    /// The folder.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Make `command` write to this folder, and leave it no way to the person's own desktop.
    pub(super) fn confine<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        for name in OF_THE_PERSON {
            command.env_remove(name);
        }
        command
            .env("TMPDIR", self.path.join("tmp"))
            .env("XDG_CONFIG_HOME", self.path.join("config"))
            .env("XDG_DATA_HOME", self.path.join("data"))
            .env("XDG_CACHE_HOME", self.path.join("cache"))
            .env("XDG_STATE_HOME", self.path.join("state"))
    }
}

impl Drop for RunFolder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.path) {
            eprintln!("could not remove {}: {error}", self.path.display());
        }
    }
}

/// Remove the folders of runs whose process is gone; what cannot be removed is left alone.
fn remove_orphans(parent: &Path) {
    let Ok(entries) = std::fs::read_dir(parent) else {
        return;
    };
    for entry in entries.flatten() {
        if is_orphan(&entry.file_name().to_string_lossy()) {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// Whether the name is that of a run whose process is gone, as far as the system tells.
fn is_orphan(name: &str) -> bool {
    let process = name.strip_prefix(PREFIX).and_then(|id| id.parse::<u32>().ok());
    let processes = Path::new("/proc");
    process.is_some_and(|id| processes.is_dir() && !processes.join(id.to_string()).exists())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_folders_of_ended_runs_are_orphans() {
        assert!(!is_orphan(&format!("{PREFIX}{}", std::process::id())));
        assert!(!is_orphan("something-else"));
        assert!(!is_orphan(&format!("{PREFIX}notes")));
        // No process can have this id: the kernel's limit is far below.
        assert_eq!(is_orphan(&format!("{PREFIX}{}", u32::MAX)), Path::new("/proc").is_dir());
    }
}
