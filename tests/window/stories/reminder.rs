//! The end of rented space comes near: time is moved on the chain, and the window says so outside of itself.

use std::sync::Arc;

use pileus_domain::BlockNumber;
use pileus_localnet::{LocalNetwork, Settings};

use super::{TITLE, kit::settle};
use crate::{
    close::ask_to_close,
    desktop::Desktop,
    driver::Window,
    notices::{Notice, Notices},
    screen::Screen,
};

/// Blocks after which whatever a block brings about was told.
const SETTLED: u64 = 6;

#[tokio::test]
async fn the_end_of_a_term_is_told_once_for_each_mark_and_not_again_after_a_restart() {
    let desktop = Arc::new(Desktop::start());
    let mut notices = Notices::put_up(&desktop).await;
    let far = LocalNetwork::start(Settings::for_tests(desktop.home().join("far"))).await.unwrap();
    let window = Window::open_on(desktop).await;
    settle(&window, &far).await;
    look_away(&window);
    assert!(days_left(&window).await > 30);
    a_few_blocks(&window, &far).await;
    assert_eq!(notices.others(), [], "nothing is near its end");

    for mark in [30, 7] {
        go_to(&window, &far, mark).await;
        assert_eq!(notices.next().await, end_of_term(mark));
        window.keep_picture(&format!("reminder-{mark}")).await;
        a_few_blocks(&window, &far).await;
        assert_eq!(notices.others(), [], "{mark} days before the end was told already");
    }

    ask_to_close(window.desktop().display(), TITLE);
    let (desktop, _) = window.wait_for_program();
    let window = Window::open_on(desktop).await;
    window.find_by("[data-testid='drop-zone'][data-ready='true']").await;
    look_away(&window);
    a_few_blocks(&window, &far).await;
    assert_eq!(days_left(&window).await, 7);
    assert_eq!(notices.others(), [], "the restarted program tells it again");

    go_to(&window, &far, 1).await;
    assert_eq!(notices.next().await, end_of_term(1), "the restarted program tells what is new");
    a_few_blocks(&window, &far).await;
    assert_eq!(notices.others(), []);
    window.close().await;
    far.stop().await;
}

/// Only who does not look at the window is told outside of it.
fn look_away(window: &Window) {
    Screen::connect(window.desktop().display()).look_away();
}

/// What is told so many days before the end of the territory.
fn end_of_term(days: u64) -> Notice {
    let days = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
    Notice {
        title: format!("Space “larch” ends in {days}"),
        text: "Renew it in the Space window to keep its files. The day is an estimate from blocks.".to_owned(),
    }
}

/// Move time until the territory has so many days left.
async fn go_to(window: &Window, far: &LocalNetwork, days: u64) {
    let blocks = (days_left(window).await - days) * u64::from(BlockNumber::DAY);
    far.jump(u32::try_from(blocks).unwrap()).await.unwrap();
    window.wait_until(async || days_left(window).await == days, "the window does not see that time was moved").await;
}

async fn days_left(window: &Window) -> u64 {
    window.bar().await["daysLeft"].as_u64().unwrap()
}

/// Let the window see a few more blocks.
async fn a_few_blocks(window: &Window, far: &LocalNetwork) {
    let wanted = window.bar().await["best"].as_u64().unwrap() + SETTLED;
    far.produce(u32::try_from(SETTLED).unwrap()).await.unwrap();
    window
        .wait_until(async || window.bar().await["best"].as_u64().unwrap() >= wanted, "the window sees no blocks")
        .await;
}
