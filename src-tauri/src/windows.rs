//! The windows of the program: which there are, and how one opens or comes forward.
//!
//! Invariant: a label has one window at most; the capability of a label says what its page may ask.
//!
//! Absent on purpose: positions and sizes that a person chose. The window-state plugin keeps those.

use pileus_contract::window::WindowKind;
use pileus_domain::Problem;
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

use crate::{
    app::{KEYS, MAIN},
    problem,
};

/// Buckets windows that may be open at the same time.
const MOST_BUCKETS: usize = 8;

/// What a window is before a person changes its size.
///
/// # Units
/// Logical pixels, width and height.
struct Look {
    page: &'static str,
    title: &'static str,
    size: (f64, f64),
    least: (f64, f64),
}

impl Look {
    fn of(kind: WindowKind) -> Self {
        let least = (360.0, 480.0);
        match kind {
            WindowKind::Transfers => Self { page: "index.html", title: "Pileus", size: (1180.0, 760.0), least },
            WindowKind::Buckets => {
                Self { page: "buckets.html", title: "Pileus — Buckets", size: (1180.0, 760.0), least }
            }
            WindowKind::Keys => Self { page: "keys.html", title: "Pileus — Keys", size: (760.0, 640.0), least },
            WindowKind::Space => Self { page: "space.html", title: "Pileus — Space", size: (900.0, 680.0), least },
            WindowKind::Settings => {
                Self { page: "settings.html", title: "Pileus — Settings", size: (760.0, 640.0), least }
            }
        }
    }
}

/// Open a window; one that may be there once only comes forward when it is.
///
/// # Errors
/// `too_many_windows`, or `window_not_opened` when the window system refuses.
pub(crate) fn open(app: &AppHandle, kind: WindowKind) -> Result<(), Problem> {
    let label = label(kind, |label| app.get_webview_window(label).is_some());
    let label = label.ok_or_else(|| problem::too_many_windows(MOST_BUCKETS))?;
    match app.get_webview_window(&label) {
        Some(window) => come_forward(&window),
        None => build(app, &label, &Look::of(kind)),
    }
    .map_err(|e| problem::window_not_opened(&e))
}

/// The label that a window of a kind has or gets; none when there are as many as may be.
fn label(kind: WindowKind, is_open: impl Fn(&str) -> bool) -> Option<String> {
    let single = match kind {
        WindowKind::Transfers => MAIN,
        WindowKind::Keys => KEYS,
        WindowKind::Space => "space",
        WindowKind::Settings => "settings",
        WindowKind::Buckets => return (1..=MOST_BUCKETS).map(buckets_label).find(|label| !is_open(label)),
    };
    Some(single.to_owned())
}

fn buckets_label(number: usize) -> String {
    format!("buckets-{number}")
}

fn build(app: &AppHandle, label: &str, look: &Look) -> tauri::Result<()> {
    let builder = WebviewWindowBuilder::new(app, label, WebviewUrl::App(look.page.into()));
    let builder = builder.title(look.title).inner_size(look.size.0, look.size.1);
    builder.min_inner_size(look.least.0, look.least.1).build().map(drop)
}

/// Bring a window in front of the others.
///
/// # Errors
/// What the window system says.
pub(crate) fn come_forward(window: &WebviewWindow) -> tauri::Result<()> {
    window.show()?;
    window.unminimize()?;
    window.set_focus()
}

/// The main window is gone: the others go with it.
pub(crate) fn close_all(app: &AppHandle) {
    for (_, window) in app.webview_windows() {
        // A window that is gone already needs no closing.
        let _ = window.destroy();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buckets_window_takes_the_first_free_label() {
        let open = |open: &'static [&'static str]| move |label: &str| open.contains(&label);
        assert_eq!(label(WindowKind::Buckets, open(&[])).as_deref(), Some("buckets-1"));
        assert_eq!(label(WindowKind::Buckets, open(&["buckets-1", "buckets-3"])).as_deref(), Some("buckets-2"));
    }

    #[test]
    fn a_ninth_buckets_window_is_refused() {
        let mut open = Vec::new();
        while let Some(next) = label(WindowKind::Buckets, |label| open.iter().any(|taken| taken == label)) {
            open.push(next);
        }
        assert_eq!(open.len(), MOST_BUCKETS);
    }

    #[test]
    fn other_windows_are_there_once() {
        for (kind, wanted) in [
            (WindowKind::Transfers, "main"),
            (WindowKind::Keys, "keys"),
            (WindowKind::Space, "space"),
            (WindowKind::Settings, "settings"),
        ] {
            assert_eq!(label(kind, |_| true).as_deref(), Some(wanted));
        }
    }

    #[test]
    fn the_main_window_looks_as_the_configuration_says() {
        let config: serde_json::Value = serde_json::from_str(include_str!("../../tauri.conf.json")).unwrap();
        let main = &config["app"]["windows"][0];
        let look = Look::of(WindowKind::Transfers);
        assert_eq!((main["label"].as_str(), main["title"].as_str()), (Some(MAIN), Some(look.title)));
        assert_eq!((main["width"].as_f64(), main["height"].as_f64()), (Some(look.size.0), Some(look.size.1)));
        assert_eq!((main["minWidth"].as_f64(), main["minHeight"].as_f64()), (Some(look.least.0), Some(look.least.1)));
    }
}
