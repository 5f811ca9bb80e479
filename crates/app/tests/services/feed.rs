//! The numbered stream of events.

use pileus_app::Update;
use pileus_ports::JobEvent;

use crate::world::{World, plain};

#[tokio::test]
async fn every_certain_event_comes_once_and_in_order_also_in_another_process() {
    let (world, account) = World::furnished().await;
    let path = world.file("a.txt", b"x");
    let transfers = &world.services.transfers;
    let other = world.another_process().await;
    let (mut near, mut far) = (transfers.follow(0), other.transfers.follow(0));
    let job = transfers.create_upload(plain(&path, account)).await.unwrap().job.id;
    transfers.start(job, None).await.unwrap();
    let mut lists = [Vec::new(), Vec::new()];
    for (feed, list) in [&mut near, &mut far].into_iter().zip(&mut lists) {
        loop {
            if let Update::Certain(record) = feed.next().await.unwrap() {
                let last = matches!(record.event, JobEvent::Completed { .. });
                list.push(record);
                if last {
                    break;
                }
            }
        }
    }
    assert_eq!(lists[0], lists[1]);
    assert!(lists[0].windows(2).all(|pair| pair[0].sequence < pair[1].sequence));
}

#[tokio::test]
async fn a_snapshot_says_up_to_which_event_it_is_true() {
    let (world, account) = World::furnished().await;
    let path = world.file("a.txt", b"x");
    let transfers = &world.services.transfers;
    let job = transfers.create_upload(plain(&path, account)).await.unwrap().job.id;
    transfers.start(job, None).await.unwrap();
    transfers.wait(job).await.unwrap();
    let snapshot = transfers.snapshot().await.unwrap();
    assert_eq!(snapshot.jobs.len(), 1);
    assert!(snapshot.sequence > 0);
    assert!(transfers.follow(snapshot.sequence).rest().await.unwrap().is_empty());
    assert_eq!(transfers.follow(0).rest().await.unwrap().last().unwrap().sequence, snapshot.sequence);
}
