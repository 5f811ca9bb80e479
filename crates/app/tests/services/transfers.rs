//! Jobs: made, joined, run, paused, cancelled, taken over.

use std::time::Duration;

use pileus_app::{DownloadRequest, SealChoice, UploadRequest, Wish, post_wish};
use pileus_domain::{CancelChoice, Condition, Route, Stage};
use pileus_pipeline::RunEnd;
use pileus_ports::{Chain, Journal, Keystore, Opening, SecretText};

use crate::world::{World, plain, sealed};

#[tokio::test]
async fn a_file_goes_to_the_network_and_comes_back() {
    let (world, account) = World::furnished().await;
    let path = world.file("letter.txt", b"Dear network");
    let transfers = &world.services.transfers;
    let created = transfers.create_upload(plain(&path, account)).await.unwrap();
    assert!(!created.joined);
    transfers.start(created.job.id, None).await.unwrap();
    let outcome = transfers.wait(created.job.id).await.unwrap();
    assert_eq!((&outcome.end, outcome.job.stage), (&RunEnd::Finished, Stage::Done));
    assert!(outcome.block.is_some(), "an upload ends with the block that proves it");

    let target = world.folder.path().join("back.txt");
    let fid = outcome.job.fid.unwrap();
    let request = DownloadRequest {
        fid,
        account: Some(account),
        target: target.clone(),
        opening: Opening::Told,
        route: Route::Direct,
    };
    let download = transfers.create_download(request).await.unwrap().job.id;
    transfers.start(download, None).await.unwrap();
    assert_eq!(transfers.wait(download).await.unwrap().end, RunEnd::Finished);
    assert_eq!(std::fs::read(&target).unwrap(), b"Dear network");
}

#[tokio::test]
async fn a_second_wish_for_the_same_file_joins_the_first() {
    let (world, account) = World::furnished().await;
    let path = world.file("a.txt", b"once");
    let transfers = &world.services.transfers;
    let first = transfers.create_upload(sealed(&path, account)).await.unwrap();
    let second = transfers.create_upload(sealed(&path, account)).await.unwrap();
    assert!(second.joined);
    assert_eq!(first.job.id, second.job.id);
    assert_eq!(world.journal.jobs().await.unwrap().len(), 1);
}

#[tokio::test]
async fn two_files_with_the_same_content_end_as_one_job_and_one_order() {
    let (world, account) = World::furnished().await;
    let (one, two) = (world.file("one.txt", b"same"), world.file("two.txt", b"same"));
    let transfers = &world.services.transfers;
    let one = transfers.create_upload(plain(&one, account)).await.unwrap().job.id;
    let two = transfers.create_upload(plain(&two, account)).await.unwrap().job.id;
    transfers.start(one, None).await.unwrap();
    transfers.start(two, None).await.unwrap();
    let (first, second) = (transfers.wait(one).await.unwrap(), transfers.wait(two).await.unwrap());
    assert_eq!((&first.end, &second.end), (&RunEnd::Finished, &RunEnd::Finished));
    assert_eq!(first.job.fid, second.job.fid);
    assert_eq!(world.chain.submissions().len(), 1, "one order");
}

#[tokio::test]
async fn what_cannot_be_stored_is_refused_before_a_job_exists() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let (world, account) = World::furnished().await;
    let transfers = &world.services.transfers;
    let empty = world.file("empty", b"");
    let odd = world.folder.path().join(OsStr::from_bytes(b"\xff"));
    std::fs::write(&odd, b"x").unwrap();
    let unknown_key = UploadRequest { seal: SealChoice::data_key("other"), ..plain(&odd, account) };
    for (request, code) in [
        (plain(&empty, account), "source_empty"),
        (plain(world.folder.path(), account), "source_is_folder"),
        (plain(&odd, account), "source_name_not_text"),
        (UploadRequest { name: Some("x".into()), ..unknown_key }, "key_unknown"),
    ] {
        assert_eq!(transfers.check_upload(&request).unwrap_err().code, code);
        assert_eq!(transfers.create_upload(request).await.unwrap_err().code, code);
    }
    assert!(transfers.check_upload(&UploadRequest { name: Some("x".into()), ..plain(&odd, account) }).is_ok());
    assert!(transfers.check_upload(&sealed(&empty, account)).is_ok(), "a sealed file may be empty");
    assert!(world.journal.jobs().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_download_never_replaces_a_file() {
    let (world, account) = World::furnished().await;
    let taken = world.file("taken", b"mine");
    let fid = "ab".repeat(32).parse().unwrap();
    let transfers = &world.services.transfers;
    let request =
        |target| DownloadRequest { fid, account: Some(account), target, opening: Opening::Told, route: Route::Direct };
    let refused = transfers.create_download(request(taken.clone())).await.unwrap_err();
    assert_eq!(refused.code, "target_exists");
    let nowhere = world.folder.path().join("no").join("where");
    assert_eq!(transfers.create_download(request(nowhere)).await.unwrap_err().code, "target_folder_missing");
    assert_eq!(std::fs::read(taken).unwrap(), b"mine");
}

#[tokio::test]
async fn a_passphrase_job_waits_for_its_passphrase() {
    let (world, account) = World::furnished().await;
    let path = world.file("secret.txt", b"hush");
    let transfers = &world.services.transfers;
    let request = UploadRequest { seal: SealChoice::Passphrase, ..plain(&path, account) };
    let job = transfers.create_upload(request).await.unwrap().job.id;
    transfers.start(job, None).await.unwrap();
    assert_eq!(transfers.wait(job).await.unwrap().end, RunEnd::NeedsKey);
    assert!(world.chain.submissions().is_empty());
    transfers.start(job, Some(SecretText::new("sesame".into()))).await.unwrap();
    assert_eq!(transfers.wait(job).await.unwrap().end, RunEnd::Finished);
}

#[tokio::test]
async fn a_locked_vault_makes_a_job_wait_and_not_fail() {
    let (world, account) = World::furnished().await;
    let path = world.file("a.txt", b"x");
    let words = SecretText::new("sesame".into());
    world.keystore.set_passphrase(Some(&words)).unwrap();
    let transfers = &world.services.transfers;
    let job = transfers.create_upload(sealed(&path, account)).await.unwrap().job.id;
    world.keystore.lock();
    transfers.start(job, None).await.unwrap();
    let outcome = transfers.wait(job).await.unwrap();
    assert_eq!((outcome.end, outcome.job.condition), (RunEnd::NeedsKey, Condition::NeedsKey));
    world.keystore.unlock(&words).unwrap();
    transfers.start(job, None).await.unwrap();
    assert_eq!(transfers.wait(job).await.unwrap().end, RunEnd::Finished);
}

#[tokio::test]
async fn a_cancelled_job_without_an_order_leaves_nothing() {
    let (world, account) = World::furnished().await;
    let path = world.file("a.txt", b"x");
    let transfers = &world.services.transfers;
    let job = transfers.create_upload(plain(&path, account)).await.unwrap().job.id;
    assert!(!transfers.cancel_consequence(job).await.unwrap().signed);
    transfers.cancel(job, None).await.unwrap();
    assert_eq!(transfers.job(job).await.unwrap().condition, Condition::Cancelled);
    assert!(world.chain.submissions().is_empty());
}

#[tokio::test]
async fn after_the_order_a_cancel_stores_and_then_deletes() {
    let (world, account) = World::furnished().await;
    let path = world.file("a.txt", b"x");
    let transfers = &world.services.transfers;
    for node in world.chain.nodes().await.unwrap() {
        world.chain.set_node_state(node.node, "frozen");
    }
    let job = transfers.create_upload(plain(&path, account)).await.unwrap().job.id;
    transfers.start(job, None).await.unwrap();
    while !transfers.cancel_consequence(job).await.unwrap().signed {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let consequence = transfers.cancel_consequence(job).await.unwrap();
    assert!(consequence.locked.0 > 0 && consequence.until.is_some());
    transfers.cancel(job, Some(CancelChoice::FinishThenDelete)).await.unwrap();
    for node in world.chain.nodes().await.unwrap() {
        world.chain.set_node_state(node.node, "positive");
    }
    let outcome = transfers.wait(job).await.unwrap();
    assert_eq!(outcome.end, RunEnd::Cancelled);
    assert!(world.chain.file(&outcome.job.fid.unwrap()).is_none(), "its space is back");
    assert!(transfers.start(job, None).await.is_err(), "nothing is left to resume");
}

#[tokio::test]
async fn a_job_left_by_a_killed_process_is_adopted() {
    let (world, account) = World::furnished().await;
    let path = world.file("a.txt", b"x");
    let job = world.services.transfers.create_upload(sealed(&path, account)).await.unwrap().job;
    let killed = pileus_ports::JobRecord { condition: Condition::Running, ..job.clone() };
    world.journal.update_job(&killed).await.unwrap();
    let next = world.another_process().await;
    assert_eq!(next.transfers.adopt().await.unwrap(), vec![job.id]);
    assert_eq!(next.transfers.wait(job.id).await.unwrap().end, RunEnd::Finished);
}

#[tokio::test]
async fn a_job_of_another_process_is_waited_for_and_steered_through_the_journal() {
    let (world, account) = World::furnished().await;
    let path = world.file("a.txt", b"x");
    let first = &world.services.transfers;
    let job = first.create_upload(plain(&path, account)).await.unwrap().job.id;
    let other = world.another_process().await;
    let claim = world.journal.claim(job).await.unwrap().unwrap();
    other.transfers.start(job, None).await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(world.chain.submissions().is_empty(), "it belongs to another process");
    drop(claim);
    assert_eq!(other.transfers.wait(job).await.unwrap().end, RunEnd::Finished, "taken over once it is free");
}

#[tokio::test]
async fn a_wish_in_the_journal_reaches_the_process_that_runs_the_job() {
    let (world, account) = World::furnished().await;
    let path = world.file("a.txt", b"x");
    for node in world.chain.nodes().await.unwrap() {
        world.chain.set_node_state(node.node, "frozen");
    }
    let transfers = &world.services.transfers;
    let job = transfers.create_upload(plain(&path, account)).await.unwrap().job.id;
    transfers.start(job, None).await.unwrap();
    while !transfers.cancel_consequence(job).await.unwrap().signed {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let other = world.another_process().await;
    other.transfers.pause(job).await.unwrap();
    assert_eq!(transfers.wait(job).await.unwrap().end, RunEnd::Paused);
    post_wish(&world.journal, job, Wish::Pause).await.unwrap();
    for node in world.chain.nodes().await.unwrap() {
        world.chain.set_node_state(node.node, "positive");
    }
    transfers.start(job, None).await.unwrap();
    assert_eq!(transfers.wait(job).await.unwrap().end, RunEnd::Finished, "an old wish does not stop a new run");
}

#[tokio::test]
async fn a_finished_job_cannot_be_started_or_cancelled() {
    let (world, account) = World::furnished().await;
    let path = world.file("a.txt", b"x");
    let transfers = &world.services.transfers;
    let job = transfers.create_upload(plain(&path, account)).await.unwrap().job.id;
    transfers.start(job, None).await.unwrap();
    transfers.wait(job).await.unwrap();
    assert_eq!(transfers.start(job, None).await.unwrap_err().code, "job_finished");
    assert_eq!(transfers.cancel(job, None).await.unwrap_err().code, "job_finished");
}
