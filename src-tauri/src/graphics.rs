//! What the web view needs from the system before its first window.
//!
//! Duty: look at the environment, and correct it where WebKitGTK is known to draw nothing.
//! Invariant: what the person has set is never overridden.
//!
//! Deliberately absent: changes to the environment of the running process. Other threads may read
//! it meanwhile, so the program is started again instead.

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

/// Turn off WebKitGTK's DMA-BUF renderer, unless the person has decided about it.
///
/// With several graphics drivers that renderer leaves the window blank.
///
/// # Errors
/// [`ShellError::Restart`] when the program cannot be started again.
#[cfg(target_os = "linux")]
pub(crate) fn avoid_dmabuf_renderer() -> Result<(), ShellError> {
    use std::os::unix::process::CommandExt;

    const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if std::env::var_os(SWITCH).is_some() {
        return Ok(());
    }
    let program = std::env::current_exe().map_err(ShellError::Restart)?;
    let refusal = std::process::Command::new(program).args(std::env::args_os().skip(1)).env(SWITCH, "1").exec();
    Err(ShellError::Restart(refusal))
}

/// Other systems bring web views of their own.
#[cfg(not(target_os = "linux"))]
#[allow(clippy::unnecessary_wraps)] // the same shape as on Linux
pub(crate) fn avoid_dmabuf_renderer() -> Result<(), ShellError> {
    Ok(())
}
