//! The icon in the desktop's tray, where there is one: bring the program forward, or ask to quit.
//!
//! Deliberately absent: anything that can be done here only. Many desktops have no tray.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Mutex, PoisonError},
};

use tauri::{
    AppHandle, Wry,
    menu::{Menu, MenuEvent, MenuItem},
    tray::{TrayIcon, TrayIconBuilder},
};

use crate::app::{ask_to_quit, come_forward};

/// The menu's entries.
const OPEN: &str = "open";
const QUIT: &str = "quit";
/// Their words until the page says them in the person's language.
const FIRST_WORDS: (&str, &str) = ("Open Pileus", "Quit");
/// Longest word of an entry, in characters.
const WORD_LIMIT: usize = 40;

/// The icon, once the desktop has it.
#[derive(Default)]
pub(crate) struct Tray(Mutex<Option<Icon>>);

struct Icon {
    open: MenuItem<Wry>,
    quit: MenuItem<Wry>,
    /// Goes away with it.
    _shown: TrayIcon,
}

impl Tray {
    /// Was the icon given to the desktop?
    pub(crate) fn is_there(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Say the menu's entries in these words. A desktop that refuses keeps the old ones.
    pub(crate) fn say(&self, open: &str, quit: &str) {
        let short = |word: &str| word.chars().take(WORD_LIMIT).collect::<String>();
        if let Some(icon) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            let _ = icon.open.set_text(short(open));
            let _ = icon.quit.set_text(short(quit));
        }
    }

    /// Give the icon to the desktop, if it can be. Belongs on the window's thread.
    pub(crate) fn raise(&self, app: &AppHandle) {
        if !can_be_loaded() {
            return;
        }
        // Where the library is found but does not load, its loader panics.
        if let Ok(Ok(icon)) = catch_unwind(AssertUnwindSafe(|| make(app))) {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(icon);
        }
    }
}

fn make(app: &AppHandle) -> tauri::Result<Icon> {
    let open = MenuItem::with_id(app, OPEN, FIRST_WORDS.0, true, None::<&str>)?;
    let quit = MenuItem::with_id(app, QUIT, FIRST_WORDS.1, true, None::<&str>)?;
    let menu = Menu::with_items(app, &[&open, &quit])?;
    let mut builder = TrayIconBuilder::new().menu(&menu).on_menu_event(obey);
    if let Some(image) = app.default_window_icon() {
        builder = builder.icon(image.clone());
    }
    Ok(Icon { open, quit, _shown: builder.build(app)? })
}

#[allow(clippy::needless_pass_by_value)] // the shape that handlers have
fn obey(app: &AppHandle, event: MenuEvent) {
    match event.id().as_ref() {
        OPEN => come_forward(app),
        QUIT => ask_to_quit(app),
        _ => (),
    }
}

/// Does the system's loader know a library that speaks to trays?
#[cfg(target_os = "linux")]
fn can_be_loaded() -> bool {
    /// What the icon is drawn with, in the order in which it is tried.
    const LIBRARIES: [&str; 2] = ["libayatana-appindicator3.so.1", "libappindicator3.so.1"];
    /// Where the loader keeps the names of what it knows.
    ///
    /// # Source
    /// ld.so(8).
    const KNOWN: &str = "/etc/ld.so.cache";

    let known = std::fs::read(KNOWN).unwrap_or_default();
    let folders = std::env::var_os("LD_LIBRARY_PATH").unwrap_or_default();
    LIBRARIES
        .iter()
        .any(|name| names(&known, name) || std::env::split_paths(&folders).any(|folder| folder.join(name).is_file()))
}

/// Other systems bring their own.
#[cfg(not(target_os = "linux"))]
fn can_be_loaded() -> bool {
    true
}

/// Is this a whole name among names and paths that end with a zero byte? The cache need not keep a name beside its path.
#[cfg(target_os = "linux")]
fn names(known: &[u8], name: &str) -> bool {
    let mut files = known.split(|byte| *byte == 0).filter_map(|entry| entry.rsplit(|byte| *byte == b'/').next());
    files.any(|file| file == name.as_bytes())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_library_is_known_by_its_whole_name() {
        assert!(names(b"cache\0libappindicator3.so.1\0", "libappindicator3.so.1"));
        let known = b"cache\0/usr/lib/libappindicator3.so.1\0";
        assert!(names(known, "libappindicator3.so.1"));
        assert!(!names(known, "appindicator3.so.1") && !names(known, "libappindicator3.so"));
        assert!(!names(b"", "libappindicator3.so.1"));
    }
}
