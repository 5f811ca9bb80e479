//! A place of the test's own where programs show their notifications, over the session bus.
//!
//! Deliberately absent: pictures and buttons of notifications. What is said is looked at, and how often.

// What an interface has to take and nobody looks at; the code around it passes it on.
#![allow(clippy::used_underscore_binding)]

use std::collections::HashMap;
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use zbus::{Connection, OwnedVariant, connection, interface};

use crate::desktop::Desktop;

/// How long a program may take to notify, in minutes, on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

/// Where notifications are shown on the session bus.
const SERVICE: (&str, &str) = ("org.freedesktop.Notifications", "/org/freedesktop/Notifications");

/// What a program notifies of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) title: String,
    pub(crate) text: String,
}

/// What shows notifications on the session bus of a desktop, until it is dropped.
pub(crate) struct Notices {
    _bus: Connection,
    shown: UnboundedReceiver<Notice>,
}

impl Notices {
    /// Be there for programs that start afterwards.
    pub(crate) async fn put_up(desktop: &Desktop) -> Self {
        let (show, shown) = unbounded_channel();
        let bus = connection::Builder::address(desktop.bus().as_str())
            .serve_at(SERVICE.1, Service { show, last: 0 })
            .name(SERVICE.0)
            .build();
        Self { _bus: bus.await.unwrap(), shown }
    }

    /// The next one that was not looked at yet, once it is there.
    pub(crate) async fn next(&mut self) -> Notice {
        let next = tokio::time::timeout(PATIENCE, self.shown.recv()).await;
        next.expect("the program notifies of nothing").expect("the service is there")
    }

    /// All that were not looked at yet.
    pub(crate) fn others(&mut self) -> Vec<Notice> {
        std::iter::from_fn(|| self.shown.try_recv().ok()).collect()
    }
}

/// What programs ask a place for notifications.
struct Service {
    show: UnboundedSender<Notice>,
    last: u32,
}

#[allow(clippy::unused_self, clippy::too_many_arguments)] // the shapes that an interface has
#[interface(name = "org.freedesktop.Notifications")]
impl Service {
    fn notify(
        &mut self,
        _program: &str,
        _replaces: u32,
        _icon: &str,
        title: String,
        text: String,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedVariant>,
        _lasts: i32,
    ) -> u32 {
        // A test that is over looks at none.
        let _ = self.show.send(Notice { title, text });
        self.last += 1;
        self.last
    }

    fn close_notification(&self, _number: u32) {}

    fn get_capabilities(&self) -> Vec<String> {
        vec!["body".to_owned()]
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        let [name, maker, version, level] = ["notices", "pileus", "1", "1.2"].map(str::to_owned);
        (name, maker, version, level)
    }
}
