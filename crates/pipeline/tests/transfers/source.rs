//! The source file changes, shrinks, vanishes.

use pileus_domain::{ByteCount, Stage};
use pileus_pipeline::RunEnd;
use pileus_ports::{JobEvent, Journal, Seal};

use crate::world::{World, code, data_key, sealed};

#[tokio::test(start_paused = true)]
async fn no_node_receives_a_changed_byte() {
    for (seal, key) in [(Seal::None, None), (sealed(), Some(data_key()))] {
        let world = World::new();
        let path = world.file("a.bin", 9_000_000);
        let job = world.upload_job(&path, seal).await;
        world.run_until(job, key.clone(), move |e| *e == JobEvent::StageEntered { stage: Stage::Allocating }).await;
        let old = world.journal.plan(job).await.unwrap().unwrap();
        let old_header = world.journal.header(job).await.unwrap();
        // Same length, same time of change: only the hash can tell.
        let changed_at = std::fs::metadata(&path).unwrap().modified().unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[4_000_000] ^= 1;
        std::fs::write(&path, &bytes).unwrap();
        std::fs::File::options().write(true).open(&path).unwrap().set_modified(changed_at).unwrap();
        let end = world.run(job, key.clone()).await;
        assert_eq!(code(&end), "source_changed");
        world.assert_only_planned_bytes_left(std::slice::from_ref(&old));
        assert_eq!(world.journal.plan(job).await.unwrap(), None, "the plan and its key are retired");

        assert_eq!(world.run(job, key).await, RunEnd::Finished, "a new plan under a new key");
        let new = world.journal.plan(job).await.unwrap().unwrap();
        assert_ne!(new.fid, old.fid);
        world.assert_only_planned_bytes_left(&[old, new]);
        if let Some(header) = old_header {
            assert_ne!(world.journal.header(job).await.unwrap(), Some(header));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_source_that_shrinks_or_vanishes_half_way_is_named() {
    for (change, wanted) in [("shrink", "source_shrunk"), ("delete", "source_missing"), ("touch", "source_changed")] {
        let world = World::new();
        let path = world.file("a.bin", 9_000_000);
        let job = world.upload_job(&path, Seal::None).await;
        world.run_until(job, None, move |e| *e == JobEvent::StageEntered { stage: Stage::Allocating }).await;
        match change {
            "shrink" => std::fs::File::options().write(true).open(&path).unwrap().set_len(1_000).unwrap(),
            "delete" => std::fs::remove_file(&path).unwrap(),
            _ => std::fs::write(&path, vec![1; 9_000_000]).unwrap(),
        }
        assert_eq!(code(&world.run(job, None).await), wanted);
        assert!(world.nodes.sent().is_empty(), "{change}: nothing left");
    }
}

#[tokio::test(start_paused = true)]
async fn a_source_that_goes_after_everything_was_sent_is_not_missed() {
    let world = World::new();
    let path = world.file("a.bin", 5_000);
    let job = world.upload_job(&path, Seal::None).await;
    world.run_until(job, None, move |e| *e == JobEvent::StageEntered { stage: Stage::Confirming }).await;
    tokio::time::sleep(crate::world::BLOCK * 6).await;
    std::fs::remove_file(&path).unwrap();
    assert_eq!(world.run(job, None).await, RunEnd::Finished);
    assert_eq!(world.locked(), ByteCount(0));
}

#[tokio::test(start_paused = true)]
async fn an_empty_file_is_refused_plain_and_stored_sealed() {
    let world = World::new();
    let path = world.file("empty.bin", 0);
    let plain = world.upload_job(&path, Seal::None).await;
    assert_eq!(code(&world.run(plain, None).await), "source_empty");
    let fid = world.stored(&path, sealed(), Some(data_key())).await;
    let (job, out) = world.download_job(fid, "back.bin").await;
    assert_eq!(world.fetch(job, vec![data_key()]).await, RunEnd::Finished);
    assert_eq!(std::fs::read(out).unwrap(), Vec::<u8>::new());
}
