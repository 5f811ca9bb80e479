//! The Buckets window: finding a file, looking into it, and getting it back.

use std::path::Path;

use fantoccini::Locator;
use serde_json::json;

use super::{FINISHED, choose, drop_onto, try_local, write_file};
use crate::{
    chooser::{OPEN_FILES, SAVE_FILE},
    driver::Window,
    samples::write_picture,
};

/// Sides of the picture that is stored, in pixels.
const SIDES: (u32, u32) = (320, 200);

#[tokio::test]
async fn a_stored_picture_is_found_looked_at_lost_here_and_brought_back() {
    let window = Window::open().await;
    try_local(&window).await;
    let file = window.desktop().home().join("files/Seceda at dawn.png");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    write_picture(&file, SIDES);
    let original = std::fs::read(&file).unwrap();
    let notes = write_file(window.desktop(), "notes.bin", 3_000);
    window.click("choose-files").await;
    choose(&window, OPEN_FILES, notes).await;
    window.click("sheet-store").await;
    drop_onto(&window, file.clone()).await;
    window.click("sheet-store").await;
    window.wait_for_count(FINISHED, 2).await;

    window.click("open-buckets").await;
    window.turn_to("buckets.html").await;
    window.wait_for_count("[data-testid='file-row']", 2).await;
    window.keep_picture("buckets-light").await;
    window.write("file-search", "seceda").await;
    window.wait_for_count("[data-testid='file-row']", 1).await;
    window.click_by("[data-testid='file-row'][data-name='Seceda at dawn.png']").await;
    window.find("details").await;
    let (width, height) = picture_in(&window).await;
    assert_eq!((width, height), SIDES, "the preview shows another picture");
    window.keep_picture("buckets-preview").await;
    window.keep_picture_for_readme("buckets").await;

    window.click("file-drill").await;
    window.find("drill-passed").await;
    window.keep_picture("buckets-drill").await;

    std::fs::remove_file(&file).unwrap();
    let target = window.desktop().home().join("back.png");
    window.click("file-download").await;
    choose(&window, SAVE_FILE, target.clone()).await;
    window.wait_until(async || is_whole(&target, &original), "the file never came back").await;
    window.close().await;
}

/// The sides of the picture in the preview, once it is drawn.
async fn picture_in(window: &Window) -> (u32, u32) {
    const SIZE: &str = "const image = document.querySelector(\"[data-testid='preview-picture']\");
        return image && image.complete ? [image.naturalWidth, image.naturalHeight] : [0, 0];";
    window.find("preview-picture").await;
    let drawn = async || window.page().execute(SIZE, vec![]).await.unwrap();
    window.wait_until(async || drawn().await != json!([0, 0]), "the picture is never drawn").await;
    serde_json::from_value(drawn().await).unwrap()
}

fn is_whole(target: &Path, original: &[u8]) -> bool {
    std::fs::read(target).is_ok_and(|bytes| bytes == original)
}

#[tokio::test]
async fn two_windows_show_the_same_files_as_they_arrive() {
    let window = Window::open().await;
    try_local(&window).await;
    window.click("open-buckets").await;
    window.click("open-buckets").await;
    window.wait_until(async || window.page().windows().await.unwrap().len() == 3, "two more windows").await;
    drop_onto(&window, write_file(window.desktop(), "both.txt", 2_000)).await;
    window.click("sheet-store").await;
    window.find_by(FINISHED).await;
    let main = window.page().window().await.unwrap();
    for other in window.page().windows().await.unwrap() {
        if other != main {
            window.turn_back(other).await;
            window.find_by("[data-testid='file-row'][data-name='both.txt']").await;
        }
    }
    window.turn_back(main).await;
    assert!(window.page().find(Locator::Css("[data-testid='row']")).await.is_ok());
    window.close().await;
}
