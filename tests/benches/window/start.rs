//! How long it takes from the start of the process until the window can be used.

use std::{sync::Arc, time::Duration};

use fantoccini::Locator;

use crate::{PROGRAM, desktop::Desktop, driver::Window, processes::Program};

/// How long a page may take to be there, in minutes.
const PATIENCE: Duration = Duration::from_mins(3);
/// How often it is looked at, in milliseconds.
const LOOK_AGAIN: Duration = Duration::from_millis(10);
/// How often each start is measured; the median counts.
const STARTS: usize = 3;

/// Seconds until the first run, and until the transfers of a program that was used before.
pub(crate) async fn times() -> (f64, f64) {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let desktop = Arc::new(Desktop::start());
        let window = Window::open_on(Arc::clone(&desktop)).await;
        first.push(until(&window, "try-local").await);
        click(&window, "try-local").await;
        until(&window, "drop-zone").await;
        let desktop = window.kill();
        let window = Window::open_on(desktop).await;
        second.push(until(&window, "drop-zone").await);
        window.close().await;
    }
    (median(first), median(second))
}

/// Wait for an element by its test id; gives the age of the program when it is found.
pub(crate) async fn until(window: &Window, id: &str) -> f64 {
    let program = Program::find(PROGRAM, window.desktop().home());
    let selector = format!("[data-testid='{id}']");
    let wait = window.page().wait().at_most(PATIENCE).every(LOOK_AGAIN);
    wait.for_element(Locator::Css(&selector)).await.expect("the page shows it");
    program.age()
}

/// Click an element by its test id.
pub(crate) async fn click(window: &Window, id: &str) {
    let selector = format!("[data-testid='{id}']");
    let found = window.page().find(Locator::Css(&selector)).await.expect("the page shows it");
    found.click().await.expect("it can be clicked");
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
