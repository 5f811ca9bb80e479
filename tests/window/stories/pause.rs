//! Pausing and going on.

use super::{FINISHED, half_way};

#[tokio::test]
async fn pause_holds_an_upload_until_resume() {
    let window = half_way().await;
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
