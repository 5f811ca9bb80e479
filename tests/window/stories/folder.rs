//! A folder of many files: what they take together, the queue, and three of them stored.

use std::sync::Arc;

use fantoccini::Locator;
use pileus_localnet::{Membership, Settings, host::DiskShare};
use serde_json::json;

use super::{drop_onto, enlarge, try_local, write_file};
use crate::{desktop::Desktop, driver::Window, page::PATIENCE};

/// Files in the folder.
const FILES: usize = 300;
/// Those that are stored.
const STORED: usize = 3;
/// What those take of the territory, in bytes: 96 MiB each.
const CHARGE: u64 = STORED as u64 * (96 << 20);
/// What the territory of 10 GiB needs more for them, in GiB: they take 96 MiB each.
const SPACE: u32 = 20;
/// What storage nodes declare together, in bytes: 64 GiB.
const FOR_SALE: u64 = 64 << 30;

#[tokio::test]
async fn a_folder_of_300_files_is_summed_up_queued_and_cancelled_but_for_three() {
    let desktop = Arc::new(Desktop::start());
    let network = spacious_network(&desktop).await;
    let window = Window::open_on(desktop).await;
    try_local(&window).await;
    enlarge(&window, SPACE).await;
    one_at_a_time(&window).await;
    for number in 0..FILES {
        write_file(window.desktop(), &format!("letters/{number:03}.txt"), 100 + number);
    }
    drop_onto(&window, window.desktop().home().join("files/letters")).await;
    window.find("sheet").await;
    window.find_by(&format!("[data-testid='sheet'][data-files='{FILES}']")).await;
    let space = window.find("sheet-space").await.text().await.unwrap();
    assert!(space.contains("28.1 GiB"), "{FILES} files take {space}");
    window.keep_picture("folder-sheet").await;
    window.click("sheet-store").await;

    window.find_by(&format!("[data-testid='filter-all'][data-count='{FILES}']")).await;
    window.keep_picture("folder-queue").await;
    window.click("pause-all").await;
    window.wait_for_count("[data-testid='row'][data-condition='running']", 0).await;
    cancel_before_ordering(&window, FILES - STORED).await;
    // Those whose order was out already may have become stored meanwhile.
    if window.page().find(Locator::Css("[data-testid='resume-all']")).await.is_ok() {
        window.click("resume-all").await;
    }
    window.find_by(&format!("[data-testid='filter-done'][data-count='{FILES}']")).await;
    let bar = window.bar().await;
    assert_eq!((bar["usedBytes"].as_u64(), bar["lockedBytes"].as_u64()), (Some(CHARGE), Some(0)), "{bar}");
    window.keep_picture("folder-three-stored").await;
    window.close().await;
    network.leave().await;
}

/// A local network that has much to sell, however full the disk is; the window joins it.
async fn spacious_network(desktop: &Desktop) -> Membership {
    let folder = desktop.home().join("data/pileus/localnet");
    std::fs::create_dir_all(&folder).unwrap();
    let disk = DiskShare { at_most: FOR_SALE, keep_free: 0 };
    let network = Membership::host_or_join(Settings { disk, ..Settings::new(folder) }).await.unwrap();
    assert!(network.hosted().is_some(), "somebody hosts it already");
    network
}

/// Let one transfer run at a time, so that at most one is ordered before the others are paused.
async fn one_at_a_time(window: &Window) {
    window.click("open-settings").await;
    let main = window.turn_to("settings.html").await;
    let mut settings = window.ask("program_settings", json!({})).await["answer"].clone();
    settings["parallel"] = json!(1);
    let kept = window.ask("set_program_settings", json!({ "settings": settings })).await;
    assert_eq!(kept["answer"]["parallel"], json!(1), "{kept}");
    window.turn_back(main).await;
}

/// Cancel so many files that were not ordered yet, row after row from the top, as fast as the list follows.
async fn cancel_before_ordering(window: &Window, wanted: usize) {
    const CANCEL: &str = r#"
        const [wanted, done] = arguments;
        const queued = "[data-testid='row'][data-stage='planning']:is([data-condition='paused'], [data-condition='queued'])";
        let cancelled = 0;
        const next = () => {
            if (cancelled === wanted) return done();
            const row = document.querySelector(queued);
            if (!row) return setTimeout(next, 5);
            const one = `[data-testid='row'][data-job='${row.dataset.job}']`;
            row.querySelector("[data-testid='cancel']").click();
            cancelled += 1;
            const look = () => (document.querySelector(one) ? setTimeout(look, 5) : next());
            look();
        };
        next();
    "#;
    window.click("filter-waiting").await;
    let answer = window.page().execute_async(CANCEL, vec![json!(wanted)]);
    tokio::time::timeout(PATIENCE, answer).await.unwrap().unwrap();
    window.click("filter-all").await;
}
