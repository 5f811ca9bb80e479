//! The screen that windows are on: a connection to it, and windows by what a person calls them.

use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{AtomEnum, ConfigureWindowAux, ConnectionExt as _, InputFocus, StackMode, Window};
use x11rb::rust_connection::RustConnection;

/// How long a window may take to have its title, in seconds.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often it is looked for, in milliseconds.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

x11rb::atom_manager! {
    /// The words by which a window of a person is known.
    Words: WordsCookie {
        _NET_WM_NAME,
        XdndAware,
    }
}

/// A connection to a screen.
pub(crate) struct Screen {
    pub(crate) connection: RustConnection,
    pub(crate) root: Window,
    words: Words,
}

impl Screen {
    /// Connect to the screen of a display.
    pub(crate) fn connect(display: &str) -> Self {
        let (connection, screen) = x11rb::connect(Some(display)).unwrap();
        let words = Words::new(&connection).unwrap().reply().unwrap();
        let root = connection.setup().roots[screen].root;
        Self { connection, root, words }
    }

    /// The window of this title that a person sees, once it is there.
    pub(crate) fn window(&self, title: &str) -> Window {
        let started = Instant::now();
        loop {
            if let Some(window) = self.titled(self.root, title) {
                return window;
            }
            assert!(started.elapsed() < PATIENCE, "no window is called {title}");
            std::thread::sleep(LOOK_AGAIN);
        }
    }

    /// Is the window of one title above that of another?
    pub(crate) fn is_above(&self, upper: &str, lower: &str) -> bool {
        let (upper, lower) = (self.window(upper), self.window(lower));
        // Without a window manager all windows lie side by side on the screen, the lowest first.
        let pile = self.connection.query_tree(self.root).unwrap().reply().unwrap().children;
        let height = |window| pile.iter().position(|lying| *lying == window);
        height(upper) > height(lower)
    }

    /// Put a window above all others.
    pub(crate) fn raise(&self, title: &str) {
        let above = ConfigureWindowAux::new().stack_mode(StackMode::ABOVE);
        self.connection.configure_window(self.window(title), &above).unwrap();
        // The screen answers once it has done so.
        self.connection.get_input_focus().unwrap().reply().unwrap();
    }

    /// Take the keyboard away from all windows, as when the person looks at something else.
    pub(crate) fn look_away(&self) {
        self.connection.set_input_focus(InputFocus::NONE, x11rb::NONE, x11rb::CURRENT_TIME).unwrap();
        // The screen answers once it has done so.
        self.connection.get_input_focus().unwrap().reply().unwrap();
    }

    /// The window of this title below `window`: others of its program take no drops.
    fn titled(&self, window: Window, title: &str) -> Option<Window> {
        let property = |name| {
            let asked = self.connection.get_property(false, window, name, AtomEnum::ANY, 0, 1_024).ok()?;
            asked.reply().ok().filter(|property| property.type_ != 0)
        };
        let called = property(self.words._NET_WM_NAME).is_some_and(|name| name.value == title.as_bytes());
        if called && property(self.words.XdndAware).is_some() {
            return Some(window);
        }
        // A window may be gone by the time it is asked.
        let children = self.connection.query_tree(window).ok()?.reply().ok()?.children;
        children.into_iter().find_map(|child| self.titled(child, title))
    }
}
