//! What lies behind dropped paths: files as they are, folders walked.
//!
//! Invariant: bounded in number and depth; links inside folders are not followed.

use std::{
    fs,
    path::{Path, PathBuf},
};

use pileus_domain::Problem;
use pileus_pipeline::inspect_source;

use crate::problem;

/// Most files, and things that are none, of one drop.
pub(super) const MOST_FILES: usize = 10_000;
/// Most folders inside each other.
const DEEPEST: usize = 32;

/// A file that can be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    /// Its name, inside a dropped folder with the folders that lead to it.
    pub(super) name: String,
    pub(super) bytes: u64,
}

/// What a walk has come by.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) files: Vec<Found>,
    pub(super) refused: Vec<(PathBuf, Problem)>,
}

/// Look at paths and at everything in those that are folders. Blocks while the disk is read.
pub(super) fn walk(paths: &[PathBuf]) -> Findings {
    walk_within(paths, MOST_FILES)
}

fn walk_within(paths: &[PathBuf], most: usize) -> Findings {
    let mut findings = Findings::default();
    for path in paths {
        let name = path.file_name().map(PathBuf::from).unwrap_or_default();
        let walked =
            if path.is_dir() { findings.folder(path, &name, 1, most) } else { findings.file(path, &name, most) };
        if walked.is_none() {
            findings.refused.push((path.clone(), problem::too_many_files(most)));
            break;
        }
    }
    findings
}

impl Findings {
    /// None when there is no more room, as in the functions below.
    fn file(&mut self, path: &Path, name: &Path, most: usize) -> Option<()> {
        match inspect_source(path) {
            Ok(facts) => {
                self.room(most)?;
                let name = name.to_string_lossy().into_owned();
                self.files.push(Found { path: path.to_owned(), name, bytes: facts.length });
            }
            Err(problem) => self.refuse(path, problem, most)?,
        }
        Some(())
    }

    fn folder(&mut self, path: &Path, name: &Path, depth: usize, most: usize) -> Option<()> {
        if depth > DEEPEST {
            return self.refuse(path, problem::too_deep(DEEPEST), most);
        }
        let entries = match fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) => return self.refuse(path, problem::folder_unreadable(path, &error), most),
        };
        let mut entries: Vec<_> = entries.filter_map(Result::ok).take(most + 1).collect();
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let (path, name) = (entry.path(), name.join(entry.file_name()));
            match entry.file_type() {
                Ok(kind) if kind.is_symlink() => self.refuse(&path, problem::link(), most)?,
                Ok(kind) if kind.is_dir() => self.folder(&path, &name, depth + 1, most)?,
                _ => self.file(&path, &name, most)?,
            }
        }
        Some(())
    }

    fn refuse(&mut self, path: &Path, problem: Problem, most: usize) -> Option<()> {
        self.room(most)?;
        self.refused.push((path.to_owned(), problem));
        Some(())
    }

    fn room(&self, most: usize) -> Option<()> {
        (self.files.len() + self.refused.len() < most).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(findings: &Findings) -> Vec<&str> {
        findings.files.iter().map(|file| file.name.as_str()).collect()
    }

    fn codes(findings: &Findings) -> Vec<&str> {
        findings.refused.iter().map(|(_, problem)| problem.code.as_str()).collect()
    }

    #[test]
    fn a_folder_gives_its_files_by_name_and_no_links() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("photos");
        fs::create_dir_all(folder.join("2026")).unwrap();
        fs::write(folder.join("b.jpg"), b"bb").unwrap();
        fs::write(folder.join("2026").join("a.jpg"), b"a").unwrap();
        std::os::unix::fs::symlink("/", folder.join("everything")).unwrap();
        let findings = walk(&[folder]);
        assert_eq!(names(&findings), ["photos/2026/a.jpg", "photos/b.jpg"]);
        assert_eq!(findings.files[1].bytes, 2);
        assert_eq!(codes(&findings), ["link_not_followed"]);
    }

    #[test]
    fn a_path_that_is_gone_is_refused_and_the_others_are_kept() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("here");
        fs::write(&file, b"x").unwrap();
        let findings = walk(&[home.path().join("gone"), file]);
        assert_eq!((names(&findings), codes(&findings).len()), (vec!["here"], 1));
    }

    #[test]
    fn more_files_than_the_bound_are_cut_off_and_said() {
        let home = tempfile::tempdir().unwrap();
        for number in 0..5 {
            fs::write(home.path().join(number.to_string()), b"x").unwrap();
        }
        let findings = walk_within(&[home.path().to_owned()], 3);
        assert_eq!((findings.files.len(), codes(&findings)), (3, vec!["too_many_files"]));
    }

    #[test]
    fn folders_deeper_than_the_bound_are_left_out() {
        let home = tempfile::tempdir().unwrap();
        let deep = (0..=DEEPEST).fold(home.path().join("0"), |path, number| path.join(number.to_string()));
        fs::create_dir_all(&deep).unwrap();
        fs::write(deep.join("file"), b"x").unwrap();
        let findings = walk(&[home.path().join("0")]);
        assert_eq!((findings.files.len(), codes(&findings)), (0, vec!["folder_too_deep"]));
    }
}
