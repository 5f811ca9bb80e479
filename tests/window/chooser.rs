//! The system's own file dialogs, answered from the keyboard.
//!
//! Invariant: a key is pressed only while the dialog is on the screen, so none reaches the page behind it.
//!
//! Deliberately absent: the pointer. Where a dialog has its fields differs; what its keys do does not.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::desktop::Desktop;

/// What the system calls the dialog that opens files.
pub(crate) const OPEN_FILES: &str = "Open File";
/// What it calls the dialog that chooses a folder.
pub(crate) const SELECT_FOLDER: &str = "Select Folder";
/// What it calls the dialog that saves one.
pub(crate) const SAVE_FILE: &str = "Save File";

/// How long a dialog may take to come, and to go, in seconds.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often it is looked for, in milliseconds.
const LOOK_AGAIN: Duration = Duration::from_millis(50);
/// How long a dialog may look up what was typed before it is confirmed once more, in seconds.
const CONFIRM_AGAIN: Duration = Duration::from_secs(3);
/// How long a dialog may take to look into the home folder, in seconds.
const LOOK_INTO: Duration = Duration::from_secs(1);
/// Time between two typed characters, in milliseconds.
const TYPING: &str = "5";

/// Wait for the dialog of this title, type a path into it, confirm, and wait until it is gone.
pub(crate) fn answer(desktop: &Desktop, title: &str, path: &Path) {
    let dialog = wait_for_dialog(desktop, title);
    press(desktop, &["windowfocus", "--sync", &dialog]);
    if title == SELECT_FOLDER {
        // It begins with what was used lately, among which nothing can be taken.
        press(desktop, &["key", "alt+Home"]);
        std::thread::sleep(LOOK_INTO);
    }
    press(desktop, &["key", "ctrl+l"]);
    press(desktop, &["key", "ctrl+a"]);
    press(desktop, &["type", "--delay", TYPING, path.to_str().expect("a path that can be typed")]);
    confirm(desktop, title, if title == SELECT_FOLDER { "alt+o" } else { "Return" });
}

fn confirm(desktop: &Desktop, title: &str, key: &str) {
    let asked = Instant::now();
    let mut confirmed: Option<Instant> = None;
    while dialog(desktop, title).is_some() {
        assert!(asked.elapsed() < PATIENCE, "the dialog {title} stays");
        if confirmed.is_none_or(|before| before.elapsed() > CONFIRM_AGAIN) {
            press(desktop, &["key", key]);
            confirmed = Some(Instant::now());
        }
        std::thread::sleep(LOOK_AGAIN);
    }
}

fn wait_for_dialog(desktop: &Desktop, title: &str) -> String {
    let asked = Instant::now();
    loop {
        if let Some(dialog) = dialog(desktop, title) {
            return dialog;
        }
        assert!(asked.elapsed() < PATIENCE, "no dialog {title} came");
        std::thread::sleep(LOOK_AGAIN);
    }
}

/// The number of the window with this title, if one is on the screen.
fn dialog(desktop: &Desktop, title: &str) -> Option<String> {
    let mut search = Command::new("xdotool");
    search.args(["search", "--onlyvisible", "--name", &format!("^{title}$")]);
    let found = desktop.host(&mut search).stderr(Stdio::null()).output().expect("xdotool is installed");
    String::from_utf8_lossy(&found.stdout).lines().next_back().map(str::to_owned)
}

/// Do something with keyboard and focus; `xdotool` returns once the screen has it.
fn press(desktop: &Desktop, what: &[&str]) {
    let mut command = Command::new("xdotool");
    let done = desktop.host(command.args(what)).output().expect("xdotool is installed");
    assert!(done.status.success(), "{what:?}: {}", String::from_utf8_lossy(&done.stderr));
}
