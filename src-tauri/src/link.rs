//! Links of other programs into this one: kept for the page, shown, never acted on.

use std::sync::{Mutex, PoisonError};

use pileus_contract::window::Link;
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::{AppHandle, Manager};
use tauri_specta::Event;

use crate::app::MAIN;

/// A link was opened while the main window is there.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub(crate) struct LinkOpened(pub(crate) Link);

/// The newest link that no page has taken yet.
#[derive(Debug, Default)]
pub(crate) struct PendingLink(Mutex<Option<Link>>);

impl PendingLink {
    /// Take the link; a second call gives none.
    pub(crate) fn take(&self) -> Option<Link> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn put(&self, link: Link) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(link);
    }
}

/// The first link among the arguments of a program start.
///
/// Systems that open links start the program with the link as an argument.
pub(crate) fn among(arguments: impl IntoIterator<Item = String>) -> Option<Link> {
    // The first argument is the program itself.
    let found = arguments.into_iter().skip(1).find(|argument| Link::is_ours(argument));
    found.map(|text| Link::read(&text))
}

/// Keep a link for the page, and tell the page if it is there already.
pub(crate) fn open(app: &AppHandle, link: Link) {
    app.state::<PendingLink>().put(link.clone());
    // A page that is not there yet asks for the pending link when it comes.
    let _ = LinkOpened(link).emit_to(app, MAIN);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(arguments: &[&str]) -> Option<Link> {
        among(arguments.iter().map(|&argument| argument.to_owned()))
    }

    #[test]
    fn a_start_with_a_link_is_told_from_one_without() {
        let link = format!("pileus://file/{}", "ab".repeat(32));
        assert!(matches!(start(&["pileus-desktop", &link]), Some(Link::File { .. })));
        assert!(matches!(start(&["pileus-desktop", "pileus://nonsense"]), Some(Link::Unreadable { .. })));
        assert_eq!(start(&["pileus-desktop"]), None);
        assert_eq!(start(&["pileus-desktop", "--help", "file:///etc/passwd"]), None);
        assert_eq!(start(&[&link]), None);
    }

    #[test]
    fn a_link_is_given_once_and_the_newest_counts() {
        let pending = PendingLink::default();
        let links = ["pileus://a", "pileus://b"].map(Link::read);
        for link in &links {
            pending.put(link.clone());
        }
        assert_eq!(pending.take().as_ref(), Some(&links[1]));
        assert_eq!(pending.take(), None);
    }
}
