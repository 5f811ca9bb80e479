//! The system's clipboard, as far as a secret needs it.

use arboard::Clipboard;
use pileus_domain::Problem;
use pileus_ports::SecretText;
use zeroize::Zeroizing;

use crate::problem;

/// A clipboard. It may have to stay for what was put on it to be pasted.
pub(super) trait Board: Send {
    /// Put a secret on it, kept out of the desktop's history.
    ///
    /// # Errors
    /// `clipboard_unavailable`.
    fn put(&mut self, secret: &SecretText) -> Result<(), Problem>;
    /// Is this what is on it now?
    fn holds(&mut self, secret: &SecretText) -> bool;
    /// Take everything off it.
    fn clear(&mut self);
}

/// The clipboard of the desktop.
pub(super) struct SystemBoard(Clipboard);

impl SystemBoard {
    /// Reach it.
    ///
    /// # Errors
    /// `clipboard_unavailable`.
    pub(super) fn open() -> Result<Box<dyn Board>, Problem> {
        let clipboard = Clipboard::new().map_err(|e| problem::no_clipboard(&e))?;
        Ok(Box::new(Self(clipboard)))
    }
}

impl Board for SystemBoard {
    fn put(&mut self, secret: &SecretText) -> Result<(), Problem> {
        out_of_history(self.0.set()).text(secret.expose()).map_err(|e| problem::no_clipboard(&e))
    }

    fn holds(&mut self, secret: &SecretText) -> bool {
        self.0.get_text().map(Zeroizing::new).is_ok_and(|text| text.as_str() == secret.expose())
    }

    fn clear(&mut self) {
        if let Err(error) = self.0.clear() {
            tracing::warn!(%error, "the clipboard could not be cleared");
        }
    }
}

/// Ask the desktop's history, and where there is one the cloud's, to leave this out.
#[cfg(target_os = "linux")]
fn out_of_history(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtLinux::exclude_from_history(set)
}

/// Ask the desktop's history, and where there is one the cloud's, to leave this out.
#[cfg(target_os = "windows")]
fn out_of_history(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtWindows::exclude_from_monitoring(set)
}

/// Ask the desktop's history, and where there is one the cloud's, to leave this out.
#[cfg(target_os = "macos")]
fn out_of_history(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtApple::exclude_from_history(set)
}
