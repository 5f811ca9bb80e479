//! The screen that windows are shown on.
//!
//! Deliberately absent: which renderer draws on it. The environment decides that.

use crate::ShellError;

/// Refuse to go on where no window can be shown.
///
/// # Errors
/// [`ShellError::NoDisplay`] on Linux when neither X11 nor Wayland is announced.
pub(crate) fn require_display() -> Result<(), ShellError> {
    let announced = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "linux") && !announced("DISPLAY") && !announced("WAYLAND_DISPLAY") {
        return Err(ShellError::NoDisplay);
    }
    Ok(())
}

/// The kind of screen that windows are shown on, as far as the system announces it.
pub(crate) fn screen() -> String {
    const KNOWN: [&str; 2] = ["x11", "wayland"];
    let announced = std::env::var("XDG_SESSION_TYPE").unwrap_or_default();
    let by_display = if std::env::var_os("WAYLAND_DISPLAY").is_some() { "wayland" } else { "x11" };
    let screen = match KNOWN.iter().find(|known| **known == announced) {
        Some(known) => known,
        None if cfg!(target_os = "linux") => by_display,
        None => std::env::consts::OS,
    };
    screen.to_owned()
}
