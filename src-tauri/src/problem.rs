//! Problems of the shell itself, in words for a person at a window.

use std::path::Path;

use pileus_domain::{JobId, Problem};

/// Something was asked of a network that is not open yet.
pub(crate) fn not_ready() -> Problem {
    Problem::new("network_not_open", "No network is open yet. Nothing was done.", "Wait until it is, then try again.")
        .retryable()
}

/// A piece of work inside the program ended without an answer.
pub(crate) fn broken(error: &dyn std::error::Error) -> Problem {
    Problem::new(
        "work_interrupted",
        "The program broke off while it worked on this. What was stored stays stored.",
        "Try again; if it happens again, start the program anew.",
    )
    .retryable()
    .caused_by(error)
}

/// The person's folder for data is unknown.
pub(crate) fn no_data_folder() -> Problem {
    Problem::new(
        "data_folder_unknown",
        "It is unknown where your data belongs: neither XDG_DATA_HOME nor HOME is set.",
        "Set PILEUS_DATA_DIR to a folder of yours and start the program again.",
    )
}

/// The local network could not do its part.
pub(crate) fn of_local(message: &str, error: &dyn std::error::Error) -> Problem {
    Problem::new(
        "local_network_failed",
        format!("{message} What is stored on it is not touched."),
        "Try again; if it fails again, start the program anew.",
    )
    .retryable()
    .caused_by(error)
}

/// Somebody asked that the local network ends.
pub(crate) fn local_stopped() -> Problem {
    Problem::new(
        "local_network_stopped",
        "The local network was stopped from outside. What is stored on it is still there.",
        "Start it again to go on.",
    )
    .retryable()
}

/// This computer cannot speak to storage nodes at all.
pub(crate) fn no_http(error: &dyn std::error::Error) -> Problem {
    Problem::new(
        "http_unavailable",
        "This computer's means for HTTP could not be set up. Nothing was sent.",
        "Check the system's certificates and libraries.",
    )
    .caused_by(error)
}

/// More files than one drop may hold.
pub(crate) fn too_many_files(limit: usize) -> Problem {
    Problem::new(
        "too_many_files",
        format!("These are more than {limit} files; the rest was left out."),
        "Store them in several steps.",
    )
}

/// Folders inside folders beyond the bound.
pub(crate) fn too_deep(limit: usize) -> Problem {
    Problem::new(
        "folder_too_deep",
        format!("This folder lies more than {limit} folders deep and was left out."),
        "Drop it by itself.",
    )
}

/// A link inside a folder.
pub(crate) fn link() -> Problem {
    Problem::new(
        "link_not_followed",
        "This is a link inside a folder. Links are not followed, since they may lead anywhere.",
        "Drop the file that it leads to.",
    )
}

/// A folder that cannot be read.
pub(crate) fn folder_unreadable(path: &Path, error: &std::io::Error) -> Problem {
    Problem::new(
        "folder_unreadable",
        format!("The folder {} cannot be read.", path.display()),
        "Check your rights on it.",
    )
    .caused_by(error)
}

/// Plain files were asked for without the person having agreed that they are public.
pub(crate) fn public_not_understood() -> Problem {
    Problem::new(
        "public_not_agreed",
        "Files without a seal can be read by anyone, their names included. Nothing was stored.",
        "Agree to that once for this bucket, or seal the files.",
    )
}

/// Only what has come to an end can be forgotten.
pub(crate) fn not_ended(job: JobId) -> Problem {
    Problem::new("job_not_ended", "This transfer has not come to an end. It was left as it is.", "Cancel it first.")
        .with("job", job)
}

/// A file of the program's own making could not be written.
pub(crate) fn not_saved(path: &Path, error: &std::io::Error) -> Problem {
    Problem::new(
        "file_not_saved",
        format!("{} could not be written.", path.display()),
        "Choose another place, or check your rights and the room on the disk.",
    )
    .caused_by(error)
}

/// A file that the person chose cannot be read.
pub(crate) fn not_read(path: &Path, error: &std::io::Error) -> Problem {
    Problem::new(
        "file_unusable",
        format!("{} could not be read. Nothing was changed.", path.display()),
        "Check the path and your rights on it.",
    )
    .caused_by(error)
}

/// The diagnostics are saved as they were seen.
pub(crate) fn nothing_shown() -> Problem {
    Problem::new("diagnostics_not_shown", "No diagnostics were shown yet. Nothing was saved.", "Look at them first.")
}

/// The desktop could not show a folder.
pub(crate) fn not_revealed(path: &Path, error: &dyn std::error::Error) -> Problem {
    Problem::new(
        "folder_not_shown",
        format!("The folder of {} could not be shown.", path.display()),
        "Open it in your file manager.",
    )
    .caused_by(error)
}

/// A check was ended before it was through.
pub(crate) fn check_stopped() -> Problem {
    Problem::new("check_stopped", "The check was stopped. The stored file is not touched.", "Start it again any time.")
        .retryable()
}

/// A look-up was ended before it was through.
pub(crate) fn look_up_stopped() -> Problem {
    Problem::new("look_up_stopped", "The search was stopped. Nothing was changed.", "Start it again any time.")
        .retryable()
}

/// A restore from a recovery kit was ended before it was through.
pub(crate) fn restore_stopped() -> Problem {
    Problem::new(
        "restore_stopped",
        "The restore was stopped. What it brought back until then stays; the kit is as it was.",
        "Use the kit again to bring back the rest.",
    )
    .retryable()
}

/// As many windows of a kind as may be.
pub(crate) fn too_many_windows(limit: usize) -> Problem {
    Problem::new(
        "too_many_windows",
        format!("{limit} windows of this kind are open already."),
        "Close one of them first.",
    )
}

/// Transfers that were to forget their keys still run.
pub(crate) fn keys_still_in_use(transfers: usize) -> Problem {
    Problem::new(
        "keys_still_in_use",
        format!(
            "The keys are locked, but {transfers} transfers had not paused yet; they forget their keys when they do."
        ),
        "Wait a moment and look at your transfers.",
    )
    .with("transfers", transfers)
    .retryable()
}

/// A time without the person that is none.
pub(crate) fn auto_lock_minutes(most: u32) -> Problem {
    Problem::new(
        "auto_lock_minutes",
        format!("Keys can lock by themselves after 1 to {most} minutes, or never. Nothing was changed."),
        "Choose a time in between.",
    )
}

/// The desktop's clipboard cannot be used.
pub(crate) fn no_clipboard(error: &dyn std::error::Error) -> Problem {
    Problem::new(
        "clipboard_unavailable",
        "The clipboard of this desktop could not be reached. Nothing was copied.",
        "Write it down, or try again.",
    )
    .retryable()
    .caused_by(error)
}

/// The window system refused a window.
pub(crate) fn window_not_opened(error: &dyn std::error::Error) -> Problem {
    Problem::new("window_not_opened", "The window could not be opened.", "Try again; transfers go on meanwhile.")
        .retryable()
        .caused_by(error)
}
