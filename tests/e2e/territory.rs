//! Space that is full, frozen or expired, and money that is short.

use pileus_app::{SealChoice, TerritoryChange};
use pileus_domain::{
    BlockNumber, ByteCount, Call, ChainFileName, ContentHash, Fid, FilePlan, Planck, SegmentPlan, TerritoryName,
};
use pileus_pipeline::RunEnd;
use pileus_ports::At as Place;

use crate::support::{CHARGE, Desk, Moment, Town, code, space};

/// Blocks from the end of a term to the end of the space.
const FROZEN: u32 = 7 * BlockNumber::DAY;

/// Go to just after a block.
async fn jump_past(town: &Town, block: u32) {
    let best = town.network.chain().best().number;
    town.network.jump(block.saturating_sub(best) + 2).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn frozen_space_takes_the_upload_once_it_is_renewed_and_expired_space_is_named() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let job = alice.job(&town.file("upload.bin", 2_000_000), SealChoice::None).await;
    alice.run_until(job, Moment::Planned).await;
    jump_past(&town, alice.space().await.deadline.0).await;
    assert_eq!(code(&alice.run(job).await.end), "territory_frozen");
    assert_eq!(town.chronicle.all_declarations().await, 0);

    let change = TerritoryChange::Renew { name: space(), days: 30 };
    let quote = alice.services.territories.quote(&alice.account, &change).await.unwrap();
    alice.services.territories.carry_out(&quote).await.unwrap();
    assert_eq!(alice.run(job).await.end, RunEnd::Finished);
    assert_eq!(alice.used_and_locked().await, (CHARGE, 0));

    jump_past(&town, alice.space().await.deadline.0).await;
    jump_past(&town, alice.space().await.deadline.0 + FROZEN).await;
    let late = alice.job(&town.file("late.bin", 2_000_000), SealChoice::None).await;
    assert_eq!(code(&alice.run(late).await.end), "territory_expired");
    assert_eq!(town.chronicle.all_declarations().await, 1);
}

/// An order of so many segments, by hashes that no file has.
fn order_of(segments: u8, desk: &Desk, territory: TerritoryName) -> Call {
    let segment = |n| SegmentPlan { hash: ContentHash([n; 32]), fragments: vec![ContentHash([n + 100; 32]); 12] };
    let plan = FilePlan {
        fid: Fid(ContentHash([0xfe; 32])),
        file_size: ByteCount(1),
        segments: (1..=segments).map(segment).collect(),
    };
    let file_name = ChainFileName::new("placeholder").unwrap();
    Call::DeclareUpload { plan, owner: desk.account, file_name, territory, bucket: "files".into() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_exact_fit_is_refused_before_anything_is_signed() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let tight = TerritoryName::new("tight").unwrap();
    // 3 GiB are 32 segments to the byte.
    alice.rent(&tight, 3).await;
    alice.call(order_of(31, &alice, tight.clone())).await.unwrap();
    let left = alice.chain().territory(&alice.account, &tight, Place::Best).await.unwrap().unwrap().remaining;
    assert_eq!(left, ByteCount(CHARGE), "an exact fit");
    let before = town.chronicle.all_declarations().await;

    let source = town.file("upload.bin", 2_000_000);
    let request = pileus_app::UploadRequest { territory: tight.clone(), ..alice.request(&source, SealChoice::None) };
    let job = alice.services.transfers.create_upload(request).await.unwrap().job.id;
    assert_eq!(code(&alice.run(job).await.end), "territory_full");
    assert_eq!(town.chronicle.all_declarations().await, before);

    let change = TerritoryChange::Expand { name: tight, gib: 1 };
    let quote = alice.services.territories.quote(&alice.account, &change).await.unwrap();
    alice.services.territories.carry_out(&quote).await.unwrap();
    assert_eq!(alice.run(job).await.end, RunEnd::Finished);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_balance_below_the_fee_is_named_and_enough_once_it_is_filled() {
    let town = Town::new().await;
    let (alice, bob) = (town.desk("Alice").await, town.desk("Bob").await);
    let spendable = alice.chain().balance(&alice.account).await.unwrap().spendable;
    let signer = alice.services.ports().keystore.signer(&alice.account).unwrap();
    let send = |amount| Call::Transfer { to: bob.account, amount };
    let fee = alice.chain().fee(&send(spendable), &*signer).await.unwrap();
    // One planck for a fee that is far more.
    alice.call(send(spendable.saturating_sub(fee).saturating_sub(Planck(1)))).await.unwrap();

    let job = alice.job(&town.file("upload.bin", 2_000_000), SealChoice::None).await;
    assert_eq!(code(&alice.run(job).await.end), "balance_too_low");
    assert_eq!(town.chronicle.all_declarations().await, 0);
    bob.call(Call::Transfer { to: alice.account, amount: Planck::TOKEN }).await.unwrap();
    assert_eq!(alice.run(job).await.end, RunEnd::Finished);
    assert_eq!(alice.used_and_locked().await, (CHARGE, 0));
}
