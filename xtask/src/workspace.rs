//! The clone that the commands work on.

use std::path::{Path, PathBuf};

use crate::error::TaskError;

/// Folders that hold no sources: built, downloaded or kept by git.
const NOT_SOURCES: [&str; 6] = [".git", "target", "gen", "node_modules", "dist", "screenshots"];

/// The root of the clone.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Find the clone that this program was started in.
    ///
    /// # Errors
    /// [`TaskError::Missing`] when it was not started by cargo.
    pub(crate) fn find() -> Result<Self, TaskError> {
        std::env::var_os("CARGO_MANIFEST_DIR")
            .and_then(|package| Some(Path::new(&package).parent()?.to_owned()))
            .map(|root| Self { root })
            .ok_or_else(|| TaskError::Missing("start this program with `cargo xtask`".to_owned()))
    }

    /// The root folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A path below the root.
    pub(crate) fn join(&self, path: impl AsRef<Path>) -> PathBuf {
        self.root.join(path)
    }

    /// `path` as seen from the root.
    pub(crate) fn relative<'a>(&self, path: &'a Path) -> &'a Path {
        path.strip_prefix(&self.root).unwrap_or(path)
    }

    /// Every file of the project, in a stable order; what is built or downloaded is left out.
    ///
    /// # Errors
    /// [`TaskError::File`] when a folder cannot be read.
    pub(crate) fn sources(&self) -> Result<Vec<PathBuf>, TaskError> {
        let mut files = Vec::new();
        collect(&self.root, &mut files)?;
        files.sort();
        Ok(files)
    }

    /// The folders with a lock file of npm.
    ///
    /// # Errors
    /// [`TaskError::File`] when a folder cannot be read.
    pub(crate) fn npm_folders(&self) -> Result<Vec<PathBuf>, TaskError> {
        let locks = self.sources()?.into_iter().filter(|path| path.ends_with("package-lock.json"));
        Ok(locks.filter_map(|lock| lock.parent().map(Path::to_owned)).collect())
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), TaskError> {
    for entry in std::fs::read_dir(folder).map_err(TaskError::file(folder))? {
        let entry = entry.map_err(TaskError::file(folder))?;
        let path = entry.path();
        let kind = entry.file_type().map_err(TaskError::file(&path))?;
        let is_source = !NOT_SOURCES.iter().any(|name| entry.file_name() == *name);
        if kind.is_dir() && is_source {
            collect(&path, files)?;
        } else if kind.is_file() {
            files.push(path);
        }
    }
    Ok(())
}
