//! The fake passes the suite of its port, and its disturbances do what they say.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use futures::StreamExt;
use pileus_domain::{
    BlockNumber, ByteCount, Call, ChainFileName, ColumnIndex, FilePlan, Planck, TerritoryName, TerritoryState,
};

use super::{FakeChain, FakeChainSettings, FakeLoss, FakeSigner};
use crate::{
    At, Chain, ChainError, ErrorKind, Rejection, SearchHit, Signer, TransactionUpdate,
    conformance::chain::{self as suite, ChainFixture},
};

struct World {
    chain: FakeChain,
    accounts: AtomicU8,
}

#[async_trait]
impl ChainFixture for World {
    async fn funded(&self) -> Arc<dyn Signer> {
        let signer = self.penniless().await;
        self.chain.fund(signer.account(), suite::NEEDED);
        signer
    }
    async fn penniless(&self) -> Arc<dyn Signer> {
        Arc::new(FakeSigner::of(self.accounts.fetch_add(1, Ordering::Relaxed)))
    }
    async fn report_all(&self, plan: &FilePlan) {
        for column in ColumnIndex::all() {
            self.chain.report(&plan.fid, column, FakeChain::node_id(column.number()));
        }
    }
    fn patience(&self) -> Duration {
        Duration::from_secs(20)
    }
}

async fn conforms(network_allocation: bool) {
    let chain = FakeChain::new(FakeChainSettings { network_allocation, ..FakeChainSettings::default() });
    let _blocks = chain.run_every(Duration::from_millis(2));
    suite::all(&chain, &World { chain: chain.clone(), accounts: AtomicU8::new(1) }).await;
}

#[tokio::test]
async fn the_fake_passes_the_suite_with_network_allocation() {
    conforms(true).await;
}

#[tokio::test]
async fn the_fake_passes_the_suite_with_client_allocation() {
    conforms(false).await;
}

fn owner() -> FakeSigner {
    FakeSigner::of(0x42)
}

fn home() -> TerritoryName {
    TerritoryName::new("home").unwrap()
}

fn rich() -> FakeChain {
    let chain = FakeChain::default();
    chain.fund(owner().0, suite::NEEDED);
    chain.grant_territory(owner().0, &home(), 10, 30);
    chain
}

fn declare(plan: &FilePlan) -> Call {
    Call::DeclareUpload {
        plan: plan.clone(),
        owner: owner().0,
        file_name: ChainFileName::new("abc").unwrap(),
        territory: home(),
        bucket: String::new(),
    }
}

async fn declared(chain: &FakeChain, plan: &FilePlan) {
    let signed = chain.sign(&declare(plan), &owner()).await.unwrap();
    drop(chain.submit(&signed).await.unwrap());
    chain.make_block();
    assert!(chain.deal(&plan.fid).is_some());
}

#[tokio::test]
async fn nodes_report_by_themselves_once_they_keep_a_column() {
    let (chain, plan) = (rich(), suite::plan(1, 2));
    declared(&chain, &plan).await;
    for column in ColumnIndex::all() {
        let node = FakeChain::node_id(column.number() + 2);
        let hashes: Vec<_> = plan.column(column).collect();
        chain.node_keeps(node, &plan.fid, hashes[0]);
        chain.make_block();
        let reported = chain.deal(&plan.fid).unwrap().reported;
        assert!(reported.iter().all(|r| r.column != column), "half a column is not reported");
        chain.node_keeps(node, &plan.fid, hashes[1]);
        chain.make_block();
    }
    let file = chain.file(&plan.fid).expect("twelve reports make the file");
    assert!(file.matches(&plan));
    assert_eq!(file.segments[0].fragments[0].node, FakeChain::node_id(3));
    assert_eq!(chain.report_failures(), []);
}

#[tokio::test]
async fn a_node_reports_one_column_of_a_file() {
    let (chain, plan) = (rich(), suite::plan(1, 1));
    declared(&chain, &plan).await;
    let node = FakeChain::node_id(1);
    for column in [1, 2] {
        chain.report(&plan.fid, ColumnIndex::new(column).unwrap(), node);
    }
    chain.make_block();
    assert_eq!(chain.deal(&plan.fid).unwrap().reported.len(), 1);
    assert_eq!(chain.report_failures()[0].3.name, "Existed");
}

#[tokio::test]
async fn a_second_declaration_overwrites_the_order_and_locks_twice() {
    let (chain, plan) = (rich(), suite::plan(1, 1));
    declared(&chain, &plan).await;
    chain.report(&plan.fid, ColumnIndex::new(1).unwrap(), FakeChain::node_id(1));
    chain.make_block();
    declared(&chain, &plan).await;
    assert_eq!(chain.deal(&plan.fid).unwrap().reported, []);
    let locked = chain.territory_now(owner().0, &home()).unwrap().locked;
    assert_eq!(locked, ByteCount(2 * plan.territory_bytes().0));
}

#[tokio::test]
async fn a_silent_slot_is_drawn_again_after_fifty_blocks() {
    let (chain, plan) = (rich(), suite::plan(1, 1));
    declared(&chain, &plan).await;
    let first = chain.allocation(&plan.fid).unwrap();
    chain.make_blocks(49);
    assert_eq!(chain.allocation(&plan.fid).unwrap(), first);
    chain.make_block();
    let second = chain.allocation(&plan.fid).unwrap();
    assert_ne!(second.nodes, first.nodes);
    assert_eq!(second.nodes.iter().collect::<std::collections::BTreeSet<_>>().len(), 12);
}

#[tokio::test]
async fn a_territory_freezes_and_expires_with_its_files() {
    let (chain, plan) = (rich(), suite::plan(1, 1));
    declared(&chain, &plan).await;
    for column in ColumnIndex::all() {
        chain.report(&plan.fid, column, FakeChain::node_id(column.number()));
    }
    chain.make_block();
    assert!(chain.file(&plan.fid).is_some());
    chain.jump_to(BlockNumber(30 * BlockNumber::DAY));
    assert_eq!(chain.territory_now(owner().0, &home()).unwrap().state, TerritoryState::Frozen);
    chain.jump_to(BlockNumber(37 * BlockNumber::DAY));
    assert_eq!(chain.territory_now(owner().0, &home()).unwrap().state, TerritoryState::Expired);
    assert!(chain.file(&plan.fid).is_none());
}

#[tokio::test]
async fn a_dropped_transaction_can_be_submitted_again() {
    let (chain, plan) = (rich(), suite::plan(1, 1));
    let signed = chain.sign(&declare(&plan), &owner()).await.unwrap();
    chain.lose_next(FakeLoss::Dropped);
    let updates: Vec<_> = chain.submit(&signed).await.unwrap().map(Result::unwrap).collect().await;
    assert!(matches!(updates[..], [TransactionUpdate::Ready, TransactionUpdate::Lost(_)]));
    drop(chain.submit(&signed).await.unwrap());
    chain.make_block();
    assert!(chain.deal(&plan.fid).is_some());
}

#[tokio::test]
async fn an_unanswered_submission_is_found_by_hash() {
    let (chain, plan) = (rich(), suite::plan(1, 1));
    let signed = chain.sign(&declare(&plan), &owner()).await.unwrap();
    chain.lose_next(FakeLoss::Unanswered);
    assert!(chain.submit(&signed).await.map(drop).is_err_and(|e| e.may_pass()));
    chain.make_blocks(3);
    let found = chain.find(&signed.hash, 0..=10, Arc::new(|_| ())).await.unwrap();
    assert!(matches!(found, Some(SearchHit::Outcome(o)) if o.result.is_ok()));
    chain.prune_events_below(BlockNumber(3));
    let found = chain.find(&signed.hash, 0..=10, Arc::new(|_| ())).await.unwrap();
    assert!(matches!(found, Some(SearchHit::EventsGone(_))));
}

#[tokio::test]
async fn a_retracted_block_returns_its_transactions_to_the_pool() {
    let (chain, plan) = (rich(), suite::plan(1, 1));
    let signed = chain.sign(&declare(&plan), &owner()).await.unwrap();
    let mut updates = chain.submit(&signed).await.unwrap();
    assert_eq!(updates.next().await.unwrap().unwrap(), TransactionUpdate::Ready);
    chain.make_block();
    assert!(matches!(updates.next().await.unwrap().unwrap(), TransactionUpdate::InBlock(_)));
    assert!(chain.retract_block());
    assert_eq!(updates.next().await.unwrap().unwrap(), TransactionUpdate::Retracted);
    chain.make_blocks(3);
    assert!(matches!(updates.next().await.unwrap().unwrap(), TransactionUpdate::InBlock(_)));
    assert!(matches!(updates.next().await.unwrap().unwrap(), TransactionUpdate::Final(_)));
    assert!(updates.next().await.is_none());
}

#[tokio::test]
async fn a_dead_transaction_is_refused_and_frees_its_nonce() {
    let chain = rich();
    let old = chain.sign(&declare(&suite::plan(1, 1)), &owner()).await.unwrap();
    chain.make_blocks(70);
    let refusal = chain.submit(&old).await.map(drop).unwrap_err();
    assert!(matches!(refusal, ChainError::Rejected { reason: Rejection::Expired, .. }));
    let new = chain.sign(&declare(&suite::plan(1, 1)), &owner()).await.unwrap();
    assert_eq!((old.nonce, new.nonce), (0, 0));
}

#[tokio::test]
async fn failures_are_as_many_and_of_the_kind_asked_for() {
    let chain = rich();
    chain.fail_next(2, ErrorKind::TimedOut);
    for _ in 0..2 {
        assert!(matches!(chain.head(At::Best).await, Err(ChainError::Port(e)) if e.kind == ErrorKind::TimedOut));
    }
    assert!(chain.head(At::Best).await.is_ok());
    chain.reject_next(Rejection::Payment);
    let signed = chain.sign(&declare(&suite::plan(1, 1)), &owner()).await.unwrap();
    let refusal = chain.submit(&signed).await.map(drop).unwrap_err();
    assert!(matches!(refusal, ChainError::Rejected { reason: Rejection::Payment, .. }));
    assert!(chain.submit(&signed).await.is_ok());
    assert_eq!(chain.submissions().len(), 2);
}

#[tokio::test]
async fn a_follower_hears_once_that_the_chain_is_gone_and_then_goes_on() {
    let chain = rich();
    let mut heads = chain.follow(At::Best).await.unwrap();
    assert_eq!(heads.next().await.unwrap().unwrap().number, BlockNumber(0));
    chain.set_offline(true);
    assert!(heads.next().await.unwrap().is_err());
    chain.make_block();
    chain.set_offline(false);
    assert_eq!(heads.next().await.unwrap().unwrap().number, BlockNumber(1));
    assert_eq!(chain.balance(&owner().0).await.unwrap().free, Planck(suite::NEEDED.0));
}
