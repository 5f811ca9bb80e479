//! Closing the window while something runs.

use std::time::Duration;

use super::{FINISHED, TITLE, half_way};
use crate::{close::ask_to_close, driver::Window};

/// How long the program may take to end, in milliseconds: two seconds, and a moment to look.
const END: Duration = Duration::from_millis(2_500);

#[tokio::test]
async fn closing_while_a_transfer_runs_asks_once_and_the_next_start_goes_on() {
    let window = half_way().await;
    ask_to_close(window.desktop().display(), TITLE);
    window.find("quit-question").await;
    window.keep_picture("quit-question").await;
    window.click_at_last("quit-leave").await;
    let (desktop, took) = window.wait_for_program();
    assert!(took < END, "{took:?} until the program had ended");

    let window = Window::open_on(desktop).await;
    window.find("row").await;
    window.find_by(FINISHED).await;
    ask_to_close(window.desktop().display(), TITLE);
    let (_desktop, took) = window.wait_for_program();
    assert!(took < END, "{took:?} until the program had ended");
}
