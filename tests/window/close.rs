//! Closing a window as its close button does: by a word of the window system.

use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, Window};
use x11rb::rust_connection::RustConnection;

/// How long the window may take to have its title, in seconds.
const PATIENCE: Duration = Duration::from_secs(20);

x11rb::atom_manager! {
    /// The words of the protocol.
    Words: WordsCookie {
        WM_PROTOCOLS,
        WM_DELETE_WINDOW,
        _NET_WM_NAME,
        XdndAware,
    }
}

/// Ask the window of this title to close.
pub(crate) fn ask_to_close(display: &str, title: &str) {
    let (connection, screen) = x11rb::connect(Some(display)).unwrap();
    let words = Words::new(&connection).unwrap().reply().unwrap();
    let root = connection.setup().roots[screen].root;
    let started = Instant::now();
    let window = loop {
        if let Some(window) = find_window(&connection, &words, root, title) {
            break window;
        }
        assert!(started.elapsed() < PATIENCE, "no window of this title can be closed");
    };
    let data = [words.WM_DELETE_WINDOW, 0, 0, 0, 0];
    let message = ClientMessageEvent::new(32, window, words.WM_PROTOCOLS, data);
    connection.send_event(false, window, EventMask::NO_EVENT, message).unwrap();
    // The screen answers once it has passed the word on.
    connection.get_input_focus().unwrap().reply().unwrap();
}

/// The window of this title, below `window`, that a person sees: others of its program take no drops.
fn find_window(connection: &RustConnection, words: &Words, window: Window, title: &str) -> Option<Window> {
    let property = |name| {
        let asked = connection.get_property(false, window, name, AtomEnum::ANY, 0, 1_024).ok()?;
        asked.reply().ok().filter(|property| property.type_ != 0)
    };
    let titled = property(words._NET_WM_NAME).is_some_and(|name| name.value == title.as_bytes());
    if titled && property(words.XdndAware).is_some() {
        return Some(window);
    }
    let children = connection.query_tree(window).ok()?.reply().ok()?.children;
    children.into_iter().find_map(|child| find_window(connection, words, child, title))
}
