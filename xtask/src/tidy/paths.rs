//! Paths that exist on one machine only.
//!
//! Invariant: the check runs where such a path would have come from, so it looks for the paths of that machine.

use std::path::{Path, PathBuf};

use crate::error::TaskError;
use crate::workspace::Workspace;

/// Find lines that name the place of this clone, or anything in the home folder of the person at work.
///
/// # Errors
/// [`TaskError::File`] when a file cannot be read.
pub(crate) fn check(workspace: &Workspace) -> Result<Vec<String>, TaskError> {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let beginnings = beginnings(workspace.root(), home.as_deref());
    let mut findings = Vec::new();
    for file in workspace.sources()? {
        let bytes = std::fs::read(&file).map_err(TaskError::file(&file))?;
        let Ok(text) = std::str::from_utf8(&bytes) else { continue };
        let file = workspace.relative(&file).display();
        for (number, line) in (1..).zip(text.lines()) {
            if names_path(line, &beginnings) {
                findings.push(format!("{file}:{number}: {}", line.trim()));
            }
        }
    }
    Ok(findings)
}

/// How the paths of this machine begin. A home folder that is the root of the file system says nothing.
fn beginnings(clone: &Path, home: Option<&Path>) -> Vec<String> {
    let home = home.filter(|home| home.parent().is_some());
    let mut beginnings = vec![clone.display().to_string()];
    beginnings.extend(home.map(|home| format!("{}/", home.display())));
    beginnings
}

/// Whether one of the beginnings stands in the line, and not inside a longer path.
fn names_path(line: &str, beginnings: &[String]) -> bool {
    let inside = |at: usize| {
        let before = line[..at].chars().next_back();
        before.is_some_and(|letter| letter.is_alphanumeric() || "._-*}/".contains(letter))
    };
    beginnings.iter().any(|start| line.match_indices(start.as_str()).any(|(at, _)| !inside(at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(line: &str) -> bool {
        let beginnings = beginnings(Path::new("/srv/sources/pileus"), Some(Path::new("/people/me")));
        names_path(line, &beginnings)
    }

    #[test]
    fn paths_of_this_machine_are_found() {
        assert!(names("cd /srv/sources/pileus/ui"));
        assert!(names("see \"/people/me/notes\""));
    }

    #[test]
    fn other_paths_are_fine() {
        assert!(!names("docs/formats.md"));
        assert!(!names("crates/people/me/notes"));
        assert!(!names("/people/somebody/notes"));
    }

    #[test]
    fn a_home_folder_at_the_root_says_nothing() {
        assert_eq!(beginnings(Path::new("/srv/sources/pileus"), Some(Path::new("/"))).len(), 1);
    }
}
