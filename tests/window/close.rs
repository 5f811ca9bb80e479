//! Closing a window as its close button does: by a word of the window system.

use x11rb::protocol::xproto::{ClientMessageEvent, ConnectionExt as _, EventMask};

use crate::screen::Screen;

x11rb::atom_manager! {
    /// The words of the protocol.
    Words: WordsCookie {
        WM_PROTOCOLS,
        WM_DELETE_WINDOW,
    }
}

/// Ask the window of this title to close.
pub(crate) fn ask_to_close(display: &str, title: &str) {
    let screen = Screen::connect(display);
    let words = Words::new(&screen.connection).unwrap().reply().unwrap();
    let window = screen.window(title);
    let data = [words.WM_DELETE_WINDOW, 0, 0, 0, 0];
    let message = ClientMessageEvent::new(32, window, words.WM_PROTOCOLS, data);
    screen.connection.send_event(false, window, EventMask::NO_EVENT, message).unwrap();
    // The screen answers once it has passed the word on.
    screen.connection.get_input_focus().unwrap().reply().unwrap();
}
