//! Drags files onto a window as a file manager does: XDND, spoken from the test's own process.
//!
//! Invariant: the window under test is told real paths by its window system, not by its page.
//! Deliberately absent: a pointer. The protocol needs none.

use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt as _, CreateWindowAux, EventMask, PropMode,
    SELECTION_NOTIFY_EVENT, SelectionNotifyEvent, SelectionRequestEvent, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use crate::screen::Screen;

/// How long the other side may take, in seconds.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often the pointer is said to have moved, in milliseconds.
const MOVE_EVERY: Duration = Duration::from_millis(50);
/// How long to sleep while nothing has happened, in milliseconds.
const LOOK_AGAIN: Duration = Duration::from_millis(5);
/// Moves before the files are let go: the first makes the page look at them, later ones make it accept.
const LEAST_MOVES: u32 = 4;
/// The version of XDND that is spoken, in the upper byte of a word.
const VERSION: u32 = 5 << 24;
/// Where over the window the files are let go, in pixels.
const PLACE: (i16, i16) = (300, 300);
/// Characters that stand for themselves in a file's address.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_').remove(b'~');

x11rb::atom_manager! {
    /// The words of the protocol.
    Words: WordsCookie {
        XdndSelection,
        XdndEnter,
        XdndPosition,
        XdndStatus,
        XdndDrop,
        XdndFinished,
        XdndTypeList,
        XdndActionCopy,
        TARGETS,
        UriList: b"text/uri-list",
    }
}

/// Drop `paths` onto the window of this title on the given display.
pub(crate) fn drop_files(display: &str, title: &str, paths: &[PathBuf]) {
    let mut drag = Drag::begin(display, title, paths);
    let started = Instant::now();
    while drag.hold != Hold::Taken {
        let Drag { hold, accepted, moves, .. } = &drag;
        assert!(started.elapsed() < PATIENCE, "{hold:?} after {moves} moves, accepted: {accepted}");
        match drag.connection.poll_for_event().unwrap() {
            Some(event) => drag.hear(&event),
            None => drag.go_on(),
        }
    }
}

/// One drag from its begin to its end.
struct Drag {
    connection: RustConnection,
    words: Words,
    source: Window,
    target: Window,
    addresses: Vec<u8>,
    time: u32,
    place: u32,
    moved: Instant,
    moves: u32,
    /// Does the window take what is over it?
    accepted: bool,
    hold: Hold,
}

/// Where the files are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hold {
    /// Held, and the window has not looked at them.
    Unseen,
    /// Held, and the window knows which they are.
    Seen,
    /// Let go over the window.
    LetGo,
    /// Taken by the window.
    Taken,
}

impl Drag {
    fn begin(display: &str, title: &str, paths: &[PathBuf]) -> Self {
        let screen = Screen::connect(display);
        let target = screen.window(title);
        let Screen { connection, root, .. } = screen;
        let words = Words::new(&connection).unwrap().reply().unwrap();
        let source = connection.generate_id().unwrap();
        let events = CreateWindowAux::new().event_mask(EventMask::PROPERTY_CHANGE);
        let class = WindowClass::INPUT_ONLY;
        connection.create_window(0, source, root, 0, 0, 1, 1, 0, class, 0, &events).unwrap();
        let time = time_of_server(&connection, &words, source);
        connection.set_selection_owner(source, words.XdndSelection, time).unwrap();
        let at = connection.translate_coordinates(target, root, PLACE.0, PLACE.1).unwrap().reply().unwrap();
        let place = u32::from(at.dst_x.cast_unsigned()) << 16 | u32::from(at.dst_y.cast_unsigned());
        let addresses = paths.iter().flat_map(|path| address(path)).collect();
        let drag = Self {
            connection,
            words,
            source,
            target,
            addresses,
            time,
            place,
            moved: Instant::now(),
            moves: 0,
            accepted: false,
            hold: Hold::Unseen,
        };
        drag.say(words.XdndEnter, [source, VERSION, words.UriList, 0, 0]);
        drag
    }

    /// Move on, or let go once the window has seen the files and accepts them.
    fn go_on(&mut self) {
        if self.hold == Hold::LetGo || self.moved.elapsed() < MOVE_EVERY {
            return std::thread::sleep(LOOK_AGAIN);
        }
        self.moved = Instant::now();
        if self.accepted && self.hold == Hold::Seen && self.moves >= LEAST_MOVES {
            self.say(self.words.XdndDrop, [self.source, 0, self.time, 0, 0]);
            self.hold = Hold::LetGo;
        } else {
            let copy = self.words.XdndActionCopy;
            self.say(self.words.XdndPosition, [self.source, 0, self.place, self.time, copy]);
            self.moves += 1;
        }
    }

    fn hear(&mut self, event: &Event) {
        match event {
            Event::SelectionRequest(request) => self.hand_over(request),
            Event::ClientMessage(message) if message.type_ == self.words.XdndStatus => {
                self.accepted = message.data.as_data32()[1] & 1 == 1;
            }
            Event::ClientMessage(message) if message.type_ == self.words.XdndFinished => self.hold = Hold::Taken,
            _ => {}
        }
    }

    /// Answer what the window asks about the files.
    fn hand_over(&mut self, request: &SelectionRequestEvent) {
        let property = if request.property == 0 { request.target } else { request.property };
        let (window, replace) = (request.requestor, PropMode::REPLACE);
        let known = if request.target == self.words.UriList {
            if self.hold == Hold::Unseen {
                self.hold = Hold::Seen;
            }
            self.connection.change_property8(replace, window, property, request.target, &self.addresses).unwrap();
            true
        } else if request.target == self.words.TARGETS {
            let kinds = [self.words.TARGETS, self.words.UriList];
            self.connection.change_property32(replace, window, property, AtomEnum::ATOM, &kinds).unwrap();
            true
        } else {
            false
        };
        let answer = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: request.time,
            requestor: window,
            selection: request.selection,
            target: request.target,
            property: if known { property } else { 0 },
        };
        self.connection.send_event(false, window, EventMask::NO_EVENT, answer).unwrap();
        self.connection.flush().unwrap();
    }

    fn say(&self, word: Atom, data: [u32; 5]) {
        let message = ClientMessageEvent::new(32, self.target, word, data);
        self.connection.send_event(false, self.target, EventMask::NO_EVENT, message).unwrap();
        self.connection.flush().unwrap();
    }
}

/// What time it is for the window system: it says so with each change of a property.
fn time_of_server(connection: &RustConnection, words: &Words, window: Window) -> u32 {
    let kinds = [words.UriList];
    let change = connection.change_property32(PropMode::REPLACE, window, words.XdndTypeList, AtomEnum::ATOM, &kinds);
    change.unwrap();
    connection.flush().unwrap();
    loop {
        if let Event::PropertyNotify(change) = connection.wait_for_event().unwrap() {
            return change.time;
        }
    }
}

/// The address of a file, with the line's end that the list of them wants.
fn address(path: &Path) -> Vec<u8> {
    format!("file://{}\r\n", percent_encode(path.as_os_str().as_bytes(), PLAIN)).into_bytes()
}
