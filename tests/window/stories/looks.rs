//! Language and appearance, in all windows at once.

use super::try_local;
use crate::driver::Window;

#[tokio::test]
async fn language_and_theme_change_in_every_open_window() {
    let window = Window::open().await;
    try_local(&window).await;
    let drop_zone = async || window.find("drop-zone").await.text().await.unwrap();
    let english = drop_zone().await;

    window.click("open-settings").await;
    let main = window.turn_to("settings.html").await;
    window.keep_picture("settings-light").await;
    window.click("setting-language-zh").await;
    window.find_by("html[lang='zh-Hans']").await;
    window.click("setting-theme-dark").await;
    window.find_by("html[data-theme='dark']").await;
    window.keep_picture("settings-dark").await;

    window.turn_back(main).await;
    window.find_by("html[lang='zh-Hans'][data-theme='dark']").await;
    window.wait_until(async || drop_zone().await != english, "the main window speaks English").await;
    window.keep_picture("transfers-chinese-dark").await;
    window.close().await;
}

#[tokio::test]
async fn every_window_opens_in_both_themes() {
    let window = Window::open().await;
    try_local(&window).await;
    for (buttons, page, sign) in [
        (vec!["open-buckets"], "buckets.html", "bucket-row"),
        (vec!["open-keys"], "keys.html", "account"),
        (vec!["bar-space", "open-space"], "space.html", "territory"),
        (vec!["open-settings"], "settings.html", "setting-theme-dark"),
    ] {
        for button in buttons {
            window.click(button).await;
        }
        let main = window.turn_to(page).await;
        window.find(sign).await;
        window.turn_back(main).await;
    }
    let main = window.page().window().await.unwrap();
    for theme in ["light", "dark"] {
        window.turn_back(main.clone()).await;
        window.wear(theme).await;
        for name in ["Buckets", "Keys", "Space", "Settings"] {
            let name_of_page = name.to_lowercase();
            window.turn_to(&format!("{name_of_page}.html")).await;
            window.find_by(&format!("html[data-theme='{theme}']")).await;
            window.raise(&format!("Pileus — {name}"));
            window.keep_picture(&format!("{name_of_page}-{theme}")).await;
        }
    }
    window.close().await;
}
