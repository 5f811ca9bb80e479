//! Work on many files: what a window hears of it.

use std::sync::{Arc, Mutex};

use super::*;
use crate::session::CheckWindow;

#[test]
fn a_removal_tells_its_window_how_far_it_is_and_names_every_file() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    assert_eq!(try_local(&program).phase, Phase::Ready);
    let (_, told) = follow(&program);
    upload(&program, &file(home.path(), "letter.txt", 5), "files");
    let (stored, _) = wait_for(&told, is_stored);
    let (fid, unknown) = (stored.fid.unwrap(), "cd".repeat(32));

    let progress: Arc<Mutex<Vec<(u32, u32)>>> = Arc::default();
    let keep = Arc::clone(&progress);
    let window = CheckWindow::new("buckets-1", || true, move |told| keep.lock().unwrap().push((told.done, told.total)));
    let fids = vec![fid.clone(), unknown.clone()];
    let removed = program.0.runtime.block_on(program.on_session(|session| session.remove_files(fids, window))).unwrap();
    assert_eq!((removed.removed.len(), &removed.removed[0].fid, removed.left.len()), (1, &fid, 0));
    assert_eq!((removed.refused.len(), &removed.refused[0].fid), (1, &unknown));
    assert_eq!(progress.lock().unwrap().last(), Some(&(2, 2)), "the end is told");
    assert!(end(&program) < END);
}
