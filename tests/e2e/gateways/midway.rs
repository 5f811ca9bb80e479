//! What happens while a gateway has one half of a file and waits for the other.

use std::{os::unix::process::ExitStatusExt, sync::Arc};

use pileus_app::{GatewayChange, TerritoryChange};
use pileus_domain::{ByteCount, JobId};
use pileus_pipeline::{RunEnd, control};
use pileus_ports::JobEvent;
use tokio::sync::oneshot;

use crate::support::{At, CHARGE, Desk, MIB, Moment, Role, Town, assert_same, code, space};

/// The number of the signal that cannot be caught.
const KILL: i32 = 9;
/// Bytes a second at which a file leaves until half of it has.
const SLOW: u64 = 16 * MIB;

/// Run an upload; when half of the file has left, the rest waits until this is done.
async fn with_half_sent(desk: &Desk, job: JobId, meanwhile: impl Future<Output = ()>) -> RunEnd {
    desk.paces.upload.set(Some(ByteCount(SLOW)));
    let (paces, (half, halfway)) = (desk.paces.clone(), oneshot::channel());
    let observer = At::new(Moment::HalfSent, move || {
        paces.upload.set(Some(ByteCount(1)));
        half.send(()).unwrap();
    });
    let (_handle, control) = control();
    let interlude = async {
        halfway.await.unwrap();
        meanwhile.await;
        desk.paces.upload.set(None);
    };
    tokio::join!(Box::pin(desk.run_watched(job, Arc::new(observer), control)), interlude).0
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_that_is_revoked_in_mid_upload_is_named_and_the_direct_route_takes_over() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let route = alice.authorise(&town, 0).await;
    let source = town.file("letter.bin", 12 * MIB);
    let job = alice.job_by(&source, &route).await;
    let revoked = async { alice.change_gateway(&town, 0, GatewayChange::Revoke).await };
    assert_eq!(with_half_sent(&alice, job, revoked).await, RunEnd::Finished);
    assert_eq!(alice.given_up(job).await, ["gateway_not_authorised"]);
    let fid = alice.record(job).await.fid.unwrap();
    assert_eq!(town.chronicle.declarations(&fid).await, 1, "the gateway could no longer order");
    assert_same(&source, &alice.fetch(fid, "back.bin").await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_territory_that_freezes_in_mid_upload_is_named_and_the_upload_goes_on_once_it_is_renewed() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let route = alice.authorise(&town, 0).await;
    let source = town.file("letter.bin", 12 * MIB);
    let job = alice.job_by(&source, &route).await;
    let deadline = alice.space().await.deadline.0;
    let frozen = async {
        let best = town.network.chain().best().number;
        town.network.jump(deadline + 1 - best).await.unwrap();
    };
    let end = with_half_sent(&alice, job, frozen).await;
    assert_eq!(code(&end), "territory_frozen");
    assert_eq!(town.chronicle.all_declarations().await, 0, "the chain refuses an order in frozen space");
    assert!(source.exists());

    let renew = TerritoryChange::Renew { name: space(), days: 30 };
    let quote = alice.services.territories.quote(&alice.account, &renew).await.unwrap();
    alice.services.territories.carry_out(&quote).await.unwrap();
    let outcome = alice.run(job).await;
    assert_eq!(outcome.end, RunEnd::Finished);
    let fid = outcome.job.fid.unwrap();
    assert_eq!(town.chronicle.declarations(&fid).await, 1);
    assert_eq!(alice.used_and_locked().await, (CHARGE, 0));
    assert_same(&source, &alice.fetch(fid, "back.bin").await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_that_is_killed_while_a_gateway_has_half_of_it_is_stored_once() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let route = alice.authorise(&town, 0).await;
    let source = town.file("letter.bin", 12 * MIB);
    let job = alice.job_by(&source, &route).await;
    let (folder, url) = (alice.folder.clone(), town.url().to_owned());
    drop(alice);
    let role = Role::upload(&folder, &url, job).at_pace(8 * MIB).killed_at(Moment::HalfSent);
    assert_eq!(role.play().await.status.signal(), Some(KILL));
    assert_eq!(town.chronicle.all_declarations().await, 0, "half a file is no order");

    let alice = Desk::open(&folder, &url).await;
    let outcome = alice.run(job).await;
    assert_eq!(outcome.end, RunEnd::Finished);
    let fid = outcome.job.fid.unwrap();
    let handed =
        alice.events(job).await.into_iter().filter(|event| matches!(event, JobEvent::HandedOver { .. })).count();
    assert_eq!((handed, town.chronicle.declarations(&fid).await), (1, 1));
    assert_eq!((alice.given_up(job).await, alice.used_and_locked().await), (Vec::new(), (CHARGE, 0)));
    assert_same(&source, &alice.fetch(fid, "back.bin").await);
}
