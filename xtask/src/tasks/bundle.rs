//! `bundle`: the Debian package of the window program.
//!
//! The program is built by cargo and packed by the command line tool of Tauri out of `ui/node_modules`; nothing is
//! downloaded for it. Afterwards it is looked at: a package without its menu entry or its icons would install and be
//! found by nobody.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use super::setup;
use crate::error::TaskError;
use crate::process;
use crate::tools::npm;
use crate::tools::programs;
use crate::workspace::Workspace;

/// How big the program may be, in bytes: 60 MiB.
const PROGRAM_LIMIT: u64 = 60 * MIB;
/// Bytes in a MiB.
const MIB: u64 = 1 << 20;
/// How files of the package end.
const ENDING: &str = "deb";
/// Where the menu entry lies in the package.
const ENTRY: &str = "usr/share/applications/Pileus.desktop";
/// What must be in it.
const CONTENTS: [&str; 5] = [
    "usr/bin/pileus-desktop",
    ENTRY,
    "usr/share/icons/hicolor/32x32/apps/pileus-desktop.png",
    "usr/share/icons/hicolor/128x128/apps/pileus-desktop.png",
    "usr/share/icons/hicolor/256x256@2/apps/pileus-desktop.png",
];
/// The lines of the menu entry by which the desktop brings links to the program.
const LINKS: [&str; 2] = ["MimeType=x-scheme-handler/pileus;", "Exec=pileus-desktop %u"];

/// Build the program in the release profile, pack it, look at the package, and name it.
///
/// # Errors
/// What could not be installed, built or packed; [`TaskError::Missing`] for a program or a package that is not as it
/// should be.
pub(super) fn perform(workspace: &Workspace) -> Result<(), TaskError> {
    setup::window(workspace)?;
    let pages = workspace.join(setup::PAGES);
    npm::script(&pages, "build")?;
    let program = programs::build_for_people(workspace)?;
    let size = length(&program)?;
    require(size <= PROGRAM_LIMIT, || format!("{} has {} MiB, more than 60", program.display(), size / MIB))?;
    npm::script_with(&pages, "tauri", &["bundle", "--bundles", ENDING, "--ci"])?;
    let package = newest_package(&program)?;
    look_into(&package)?;
    println!("{}: {} MiB, its program {} MiB", package.display(), length(&package)?.div_ceil(MIB), size.div_ceil(MIB));
    Ok(())
}

/// The package that was written last, beside the program.
fn newest_package(program: &Path) -> Result<PathBuf, TaskError> {
    let folder = program.with_file_name("bundle").join(ENDING);
    let mut packages = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(TaskError::file(&folder))? {
        let path = entry.map_err(TaskError::file(&folder))?.path();
        if path.extension().is_some_and(|ending| ending == ENDING) {
            packages.push((written(&path)?, path));
        }
    }
    let newest = packages.into_iter().max().map(|(_, path)| path);
    newest.ok_or_else(|| TaskError::Missing(format!("no package in {}", folder.display())))
}

/// Refuse a package in which something is missing.
fn look_into(package: &Path) -> Result<(), TaskError> {
    let listed = process::output(Command::new("dpkg-deb").arg("--contents").arg(package))?;
    let absent = absent(&listed);
    require(absent.is_empty(), || format!("{} lacks {}", package.display(), absent.join(", ")))?;
    let entry = menu_entry(package)?;
    let has_links = LINKS.iter().all(|wanted| entry.lines().any(|line| line == *wanted));
    require(has_links, || format!("the menu entry lacks one of {LINKS:?}:\n{entry}"))
}

/// The text of the menu entry; what is unpacked for it goes again.
fn menu_entry(package: &Path) -> Result<String, TaskError> {
    let folder = package.with_extension("unpacked");
    let unpacked = process::run(Command::new("dpkg-deb").arg("--extract").args([package, &folder]));
    let entry = folder.join(ENTRY);
    let text = std::fs::read_to_string(&entry).map_err(TaskError::file(&entry));
    std::fs::remove_dir_all(&folder).map_err(TaskError::file(&folder))?;
    unpacked.and(text)
}

/// What should be in the package and is not in this list of its files.
fn absent(listed: &str) -> Vec<&'static str> {
    let files = || listed.lines().filter_map(|line| line.split_whitespace().last());
    let has = |path: &str| files().any(|file| file.trim_start_matches("./") == path);
    CONTENTS.into_iter().filter(|path| !has(path)).collect()
}

fn require(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), TaskError> {
    if holds { Ok(()) } else { Err(TaskError::Missing(otherwise())) }
}

fn length(path: &Path) -> Result<u64, TaskError> {
    Ok(path.metadata().map_err(TaskError::file(path))?.len())
}

fn written(path: &Path) -> Result<SystemTime, TaskError> {
    path.metadata().and_then(|facts| facts.modified()).map_err(TaskError::file(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_from_a_package_is_named() {
        let list = |start: &str| {
            let line = |path: &str| format!("-rw-r--r-- root/root 1 2026-01-01 00:00 {start}{path}\n");
            CONTENTS.into_iter().map(line).collect::<String>()
        };
        let whole = list("");
        assert!(absent(&list("./")).is_empty());
        assert!(absent(&whole).is_empty());
        let without_entry = whole.replace("Pileus.desktop", "Pileus.txt");
        assert_eq!(absent(&without_entry), [ENTRY]);
        assert_eq!(absent("").len(), CONTENTS.len());
    }
}
