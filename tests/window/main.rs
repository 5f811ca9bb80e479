//! The real window, driven through WebKitWebDriver on a desktop of the test's own.
//!
//! Each test starts its own virtual screen, session bus and home folder, so tests run side by side
//! and touch nothing of the person who runs them. Pictures are left in `tests/window/screenshots`.
//!
//! Deliberately absent: what pages do without a program behind them. That is tested in `ui/`.

mod chooser;
mod close;
mod desktop;
mod drag;
mod driver;
mod listener;
mod network;
mod notices;
mod page;
mod picture;
mod policy;
mod samples;
mod screen;
mod stories;
mod tray;
