//! The icon in the tray: bringing the window forward, and quitting.

use std::sync::Arc;

use super::{FINISHED, TITLE, send_half, try_local};
use crate::{desktop::Desktop, driver::Window, screen::Screen, tray::Tray};

/// What the menu says.
const SHOW: &str = "Show Pileus";
const QUIT: &str = "Quit Pileus";
/// Another window of the program.
const SETTINGS: &str = "Pileus — Settings";

#[tokio::test]
async fn the_menu_of_the_tray_brings_the_window_forward_and_quits_once_nothing_runs() {
    let desktop = Arc::new(Desktop::start());
    let mut tray = Tray::put_up(&desktop).await;
    let window = Window::open_on(desktop).await;
    let menu = tray.menu().await;
    try_local(&window).await;
    window.click("open-settings").await;
    let main = window.turn_to("settings.html").await;
    window.find("setting-theme-dark").await;
    window.raise(SETTINGS);
    window.turn_back(main).await;
    let screen = Screen::connect(window.desktop().display());
    assert!(!screen.is_above(TITLE, SETTINGS));
    menu.click(SHOW).await;
    window.wait_until(async || screen.is_above(TITLE, SETTINGS), "the window stays behind").await;

    send_half(&window).await;
    menu.click(QUIT).await;
    window.find("quit-question").await;
    window.click("quit-stay").await;
    window.find_by(FINISHED).await;
    menu.click(QUIT).await;
    window.wait_for_program();
}
