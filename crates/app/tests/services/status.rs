//! Files and transactions as they are known.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use pileus_app::{Standing, TerritoryChange, TransactionReport, TransactionSearch};
use pileus_domain::{BlockNumber, Call, GenesisHash, Planck, TxHash};
use pileus_ports::{Chain, SearchHit, TransactionRecord, TransactionState, fake::FakeSigner};

use crate::world::{World, territory};

fn quiet(from: Option<BlockNumber>) -> TransactionSearch {
    TransactionSearch { from, progress: Arc::new(|_| {}) }
}

/// A transaction of somebody else, in a final block.
async fn foreign(world: &World) -> (TxHash, BlockNumber) {
    let signer = FakeSigner::of(9);
    world.chain.fund(signer.0, Planck(100 * Planck::TOKEN.0));
    let call = Call::Transfer { to: FakeSigner::of(8).0, amount: Planck(2 * Planck::TOKEN.0) };
    let signed = world.chain.sign(&call, &signer).await.unwrap();
    drop(world.chain.submit(&signed).await.unwrap());
    let included = world.chain.best().number;
    world.chain.make_blocks(6);
    (signed.hash, included)
}

#[tokio::test]
async fn our_own_transaction_is_told_from_the_journal() {
    let (world, account) = World::furnished().await;
    let service = &world.services.territories;
    let renew = TerritoryChange::Renew { name: territory(), days: 1 };
    let quote = service.quote(&account, &renew).await.unwrap();
    service.carry_out(&quote).await.unwrap();
    let hash = world.chain.submissions()[0].hash;
    world.chain.set_offline(true);
    let report = world.services.status.transaction(&hash, quiet(None)).await.unwrap();
    let TransactionReport::Own(record) = report else { panic!("{report:?}") };
    assert!(matches!(record.state, TransactionState::Final { failure: None, .. }));
    assert_eq!(record.summary, "renew territory default for 1 days");
    assert!(world.services.status.outcome(&record).await.is_err(), "its block cannot be asked");

    world.chain.set_offline(false);
    let hit = world.services.status.outcome(&record).await.unwrap();
    let Some(SearchHit::Outcome(outcome)) = hit else { panic!("{hit:?}") };
    let TransactionState::Final { block, .. } = record.state else { panic!("{:?}", record.state) };
    assert_eq!((outcome.block, outcome.result), (block, Ok(())));
    assert!(outcome.fee.is_some_and(|fee| fee > Planck(0)));
}

#[tokio::test]
async fn a_transaction_of_another_network_or_in_no_final_block_has_no_outcome() {
    let (world, account) = World::furnished().await;
    let service = &world.services.territories;
    let quote = service.quote(&account, &TerritoryChange::Renew { name: territory(), days: 1 }).await.unwrap();
    service.carry_out(&quote).await.unwrap();
    let hash = world.chain.submissions()[0].hash;
    let record = world.services.status.own_transaction(&hash).await.unwrap().unwrap();
    let signed = TransactionRecord { state: TransactionState::Signed, ..record.clone() };
    assert_eq!(world.services.status.outcome(&signed).await.unwrap(), None);
    let elsewhere = TransactionRecord { genesis: GenesisHash([0xee; 32]), ..record };
    assert_eq!(world.services.status.outcome(&elsewhere).await.unwrap(), None);
}

#[tokio::test]
async fn a_foreign_transaction_is_searched_backwards_with_progress() {
    let (world, _) = World::furnished().await;
    let (hash, _) = foreign(&world).await;
    let steps = Arc::new(AtomicU32::new(0));
    let seen = Arc::clone(&steps);
    let progress = Arc::new(move |_| {
        seen.fetch_add(1, Ordering::SeqCst);
    });
    let search = TransactionSearch { from: None, progress };
    let report = world.services.status.transaction(&hash, search).await.unwrap();
    assert!(matches!(report, TransactionReport::Found(outcome) if outcome.result.is_ok()));
    assert!(steps.load(Ordering::SeqCst) > 0);
}

#[tokio::test]
async fn pruned_events_are_said_and_not_guessed() {
    let (world, _) = World::furnished().await;
    let (hash, _) = foreign(&world).await;
    world.chain.prune_events_below(BlockNumber(world.chain.best().number.0 + 1_000));
    let report = world.services.status.transaction(&hash, quiet(None)).await.unwrap();
    assert!(matches!(report, TransactionReport::EventsGone(_)), "{report:?}");
}

#[tokio::test]
async fn a_search_that_begins_too_early_names_the_blocks_it_saw() {
    let (world, _) = World::furnished().await;
    world.chain.make_blocks(5);
    let (hash, included) = foreign(&world).await;
    let before = BlockNumber(included.0.saturating_sub(3));
    let missing = world.services.status.transaction(&hash, quiet(Some(before))).await.unwrap_err();
    assert_eq!(missing.code, "transaction_missing");
    assert_eq!(missing.context["to"], before.to_string());
    assert!(missing.message.contains(&format!("0 to {before}")), "{}", missing.message);
}

#[tokio::test]
async fn an_unknown_file_is_settled_at_once() {
    let (world, _) = World::furnished().await;
    let report = world.services.status.file(&"ab".repeat(32).parse().unwrap()).await.unwrap();
    assert_eq!(report.standing, Standing::Unknown);
    assert!(report.is_settled());
}
