//! A tray of the test's own: the program gives it its icon, and entries of the icon's menu are clicked as a desktop
//! does it, over the session bus.
//!
//! Deliberately absent: the icon's picture. Which one is shown is a desktop's business.

use std::collections::HashMap;
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use zbus::{
    Connection, OwnedVariant, Proxy, connection, interface,
    message::Header,
    wire::{Dict, OwnedObjectPath, Structure, Variant},
};

use crate::desktop::Desktop;

/// How long the program may take to give its icon, and its menu to say an entry, in minutes.
const PATIENCE: Duration = Duration::from_mins(1);
/// How often the menu is looked at, in milliseconds.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Where trays are found on the session bus.
const WATCHER: (&str, &str) = ("org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher");
/// What an icon and its menu speak.
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";
/// All entries below the menu itself, however deep.
const WHOLE_MENU: (i32, i32, &[&str]) = (0, -1, &[]);

/// A tray on the session bus of a desktop, until it is dropped.
pub(crate) struct Tray {
    bus: Connection,
    given: UnboundedReceiver<Icon>,
}

/// Where a program has its icon.
struct Icon {
    program: String,
    path: String,
}

impl Tray {
    /// Put up a tray; programs that start afterwards find it.
    pub(crate) async fn put_up(desktop: &Desktop) -> Self {
        let (give, given) = unbounded_channel();
        let bus = connection::Builder::address(desktop.bus().as_str())
            .serve_at(WATCHER.1, Watcher(give))
            .name(WATCHER.0)
            .build();
        Self { bus: bus.await.unwrap(), given }
    }

    /// The menu of the icon that a program gives.
    pub(crate) async fn menu(&mut self) -> Menu {
        let given = tokio::time::timeout(PATIENCE, self.given.recv()).await.expect("the program gives no icon");
        let Icon { program, path } = given.unwrap();
        let item = Proxy::new(&self.bus, program.clone(), path, ITEM).await.unwrap();
        let menu: OwnedObjectPath = item.get_property("Menu").await.unwrap();
        Menu(Proxy::new(&self.bus, program, menu, MENU).await.unwrap())
    }
}

/// The menu of an icon.
pub(crate) struct Menu(Proxy<'static>);

impl Menu {
    /// Click the entry with these words, once there is one.
    pub(crate) async fn click(&self, words: &str) {
        let entry = tokio::time::timeout(PATIENCE, self.entry(words)).await;
        let entry = entry.unwrap_or_else(|_| panic!("the menu never says {words}"));
        let moment = 0_u32;
        let () = self.0.call("Event", &(entry, "clicked", Variant::from(0_i32), moment)).await.unwrap();
    }

    async fn entry(&self, words: &str) -> i32 {
        loop {
            if let Some((number, _)) = self.entries().await.into_iter().find(|(_, label)| label == words) {
                return number;
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Numbers and words of the entries.
    async fn entries(&self) -> Vec<(i32, String)> {
        type Top = (i32, HashMap<String, OwnedVariant>, Vec<OwnedVariant>);
        let (_, (_, _, entries)): (u32, Top) = self.0.call("GetLayout", &WHOLE_MENU).await.unwrap();
        entries.iter().filter_map(|entry| described(entry.downcast_ref().ok()?)).collect()
    }
}

/// Number and words of an entry; lines between entries have none.
fn described(entry: &Structure<'_>) -> Option<(i32, String)> {
    let [number, properties, ..] = entry.fields() else { return None };
    let properties: &Dict<'_, '_> = properties.downcast_ref().ok()?;
    let label: &str = properties.get(&"label").ok()??;
    Some((number.downcast_ref().ok()?, label.to_owned()))
}

/// What programs ask a tray.
struct Watcher(UnboundedSender<Icon>);

#[allow(clippy::unused_self, clippy::needless_pass_by_value)] // the shapes that an interface has
#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    /// A program gives its icon: by the path of it, or by a name under which it is at the usual path.
    fn register_status_notifier_item(&self, place: &str, #[zbus(header)] header: Header<'_>) {
        let program = header.sender().expect("whoever asks has a name on the bus").to_string();
        let icon = if place.starts_with('/') {
            Icon { program, path: place.to_owned() }
        } else {
            Icon { program: place.to_owned(), path: "/StatusNotifierItem".to_owned() }
        };
        // A test that is over needs no icon.
        let _ = self.0.send(icon);
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        Vec::new()
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }
}
