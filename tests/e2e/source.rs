//! The file on disk changes while it is stored.

use std::{collections::BTreeSet, fs::File, os::unix::fs::FileExt, path::Path, sync::Arc};

use pileus_app::SealChoice;
use pileus_domain::{Fid, SegmentPlan};
use pileus_pipeline::{RunEnd, control};
use pileus_ports::At as Place;

use crate::support::{At, CHARGE, Desk, MIB, Moment, Town, assert_same, code};

/// The hashes that may leave for a file, in text.
async fn allowed(desk: &Desk, fid: &Fid) -> BTreeSet<String> {
    let status = desk.chain().file_status(fid, Place::Best).await.unwrap();
    let declared: Vec<SegmentPlan> = match (status.deal, status.file) {
        (Some(deal), _) => deal.segments,
        (None, Some(file)) => {
            let hashes = |s: &pileus_domain::SegmentRecord| s.fragments.iter().map(|f| f.hash).collect();
            file.segments.iter().map(|s| SegmentPlan { hash: s.hash, fragments: hashes(s) }).collect()
        }
        (None, None) => panic!("{fid} was never ordered"),
    };
    declared.iter().flat_map(|segment| segment.fragments.iter().map(ToString::to_string)).collect()
}

/// Flip a bit in every 64 KiB, and give the file back the time that it had.
fn change_in_secret(path: &Path) {
    let file = File::options().read(true).write(true).open(path).unwrap();
    let facts = file.metadata().unwrap();
    for at in (0..facts.len()).step_by(64 * 1024) {
        let mut byte = [0];
        file.read_exact_at(&mut byte, at).unwrap();
        file.write_all_at(&[byte[0] ^ 1], at).unwrap();
    }
    file.set_modified(facts.modified().unwrap()).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_node_receives_a_changed_byte() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    for (number, seal) in (1u64..).zip([SealChoice::data_key("default"), SealChoice::None]) {
        let source = town.file(&format!("upload-{number}.bin"), 30 * MIB);
        let job = alice.job(&source, seal).await;
        let path = source.clone();
        let (_handle, control) = control();
        let change = Arc::new(At::new(Moment::Placed(2), move || change_in_secret(&path)));
        assert_eq!(code(&alice.run_watched(job, change, control).await), "source_changed");
        let planned = alice.events(job).await;
        let first = planned.iter().find_map(|event| match event {
            pileus_ports::JobEvent::Planned { fid, .. } => Some(*fid),
            _ => None,
        });
        let first = first.expect("the first plan");
        assert_eq!(alice.record(job).await.fid, None, "the first plan and its key are given up");

        let outcome = alice.run(job).await;
        assert_eq!(outcome.end, RunEnd::Finished);
        let second = outcome.job.fid.unwrap();
        assert_ne!(first, second);
        for fid in [first, second] {
            let allowed = allowed(&alice, &fid).await;
            let text = fid.to_string();
            let arrived: Vec<_> = town.received().await.into_iter().filter(|one| one.fid == text).collect();
            assert!(arrived.len() >= 2, "something was sent before the change");
            for one in arrived {
                assert!(one.complete && allowed.contains(&one.sha256), "a node received bytes of no plan: {one:?}");
            }
        }
        assert_eq!(alice.used_and_locked().await, (number * CHARGE, number * CHARGE), "the first order stays open");
        assert_same(&source, &alice.fetch(second, &format!("back-{number}.bin")).await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_disappears_half_way_is_named_and_goes_on_when_it_is_back() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let (source, aside) = (town.file("upload.bin", 20 * MIB), town.path("aside.bin"));
    let job = alice.job(&source, SealChoice::data_key("default")).await;
    let (from, to) = (source.clone(), aside.clone());
    let (_handle, control) = control();
    let take = Arc::new(At::new(Moment::Placed(1), move || std::fs::rename(from, to).unwrap()));
    assert_eq!(code(&alice.run_watched(job, take, control).await), "source_missing");
    let first = alice.events(job).await.iter().find_map(|event| match event {
        pileus_ports::JobEvent::Planned { fid, .. } => Some(*fid),
        _ => None,
    });
    std::fs::rename(&aside, &source).unwrap();
    let outcome = alice.run(job).await;
    assert_eq!(outcome.end, RunEnd::Finished);
    assert_eq!(outcome.job.fid, first, "the same file is the same file");
    assert_eq!(town.chronicle.declarations(&first.unwrap()).await, 1);
    assert_eq!(alice.used_and_locked().await, (CHARGE, 0));
}
