//! Looking into stored files without saving them: text, a document, a sound.

use fantoccini::Locator;

use super::{FINISHED, drop_onto, try_local};
use crate::{
    driver::Window,
    samples::{SOUND_LENGTH, write_document, write_sound},
};

const LETTER: &str = "Dear both,\nthe larches are yellow already.\n";

#[tokio::test]
async fn text_documents_and_sounds_are_shown_as_they_are_decrypted() {
    let window = Window::open().await;
    try_local(&window).await;
    let folder = window.desktop().home().join("files");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("letter.txt"), LETTER).unwrap();
    write_document(&folder.join("invoice.pdf"));
    write_sound(&folder.join("hum.wav"));
    drop_onto(&window, folder).await;
    window.click("sheet-store").await;
    window.wait_for_count(FINISHED, 3).await;
    window.click("open-buckets").await;
    window.turn_to("buckets.html").await;

    open(&window, "letter.txt").await;
    let text = window.find("preview-text").await.text().await.unwrap();
    assert_eq!(text.trim(), LETTER.trim());

    open(&window, "invoice.pdf").await;
    window.find_by("[data-testid='preview-pdf'][data-pages='1'][data-drawn='1'] canvas").await;
    let (left, right) = colours(&window).await;
    assert!(left[0] > 150 && left[2] < 100, "the left half of the page is not red: {left:?}");
    assert!(right[2] > 150 && right[0] < 100, "the right half of the page is not blue: {right:?}");
    window.keep_picture("buckets-document").await;

    open(&window, "hum.wav").await;
    window.find("preview-audio").await;
    let whole = async || (length(&window).await - f64::from(SOUND_LENGTH)).abs() < 0.01;
    window.wait_until(whole, "the sound has no length").await;
    window.close().await;
}

/// Open the details of the file with this name; names lead to the folder that was dropped.
async fn open(window: &Window, name: &str) {
    window.click_by(&format!("[data-testid='file-row'][data-name$='{name}']")).await;
    window.find("details").await;
}

/// Red, green and blue in the middle of the left and of the right half of the page that is drawn.
async fn colours(window: &Window) -> ([u8; 3], [u8; 3]) {
    const COLOURS: &str = "const canvas = document.querySelector(\"[data-testid='preview-pdf'] canvas\");
        const at = (share) => [...canvas.getContext('2d')
            .getImageData(canvas.width * share, canvas.height / 2, 1, 1).data.slice(0, 3)];
        return [at(0.25), at(0.75)];";
    serde_json::from_value(window.page().execute(COLOURS, vec![]).await.unwrap()).unwrap()
}

/// Length of the sound in the preview, in seconds, as far as the player knows it.
async fn length(window: &Window) -> f64 {
    const LENGTH: &str = "const player = document.querySelector(\"[data-testid='preview-audio']\");
        return Number.isFinite(player?.duration) ? player.duration : 0;";
    let found = window.page().find(Locator::Css("[data-testid='preview-audio']")).await;
    if found.is_err() {
        return 0.0;
    }
    window.page().execute(LENGTH, vec![]).await.unwrap().as_f64().unwrap_or_default()
}
