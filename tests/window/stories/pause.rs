//! Pausing and going on.

use super::{FINISHED, LONG, half_way, store, try_local, write_file};
use crate::driver::Window;

#[tokio::test]
async fn pause_holds_an_upload_until_resume() {
    let window = Window::open().await;
    try_local(&window).await;
    let file = write_file(window.desktop(), "film.bin", LONG);
    store(&window, file).await;
    half_way(&window).await;
    window.click("pause").await;
    window.find_by("[data-testid='row'][data-condition='paused']").await;
    window.click("made-close").await;
    window.click("row-open").await;
    window.find("board").await;
    window.keep_picture("paused").await;
    window.keep_picture_for_readme("transfers").await;

    window.click("resume").await;
    window.find_by("[data-testid='row']:not([data-condition='paused'])").await;
    window.find_by(FINISHED).await;
    window.close().await;
}
