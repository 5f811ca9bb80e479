//! What every Chain adapter must do.
//!
//! Each case is one promise of the port and stands alone; [`all`] runs them one after the other. Blocks must come by
//! themselves while a case runs.

mod trade;

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use futures::StreamExt;
use pileus_domain::{
    AccountId, BlockHash, ByteCount, Call, ChainFileName, ContentHash, Fid, FilePlan, FileState, Geometry, Planck,
    SegmentPlan, Territory, TerritoryName, TerritoryState, TxHash,
};

use crate::{
    At, Chain, ChainError, ErrorKind, Rejection, SearchHit, SignedTransaction, Signer, TransactionOutcome,
    TransactionStream, TransactionUpdate,
};

pub use trade::{
    a_granted_territory_goes_by_its_token, an_offered_territory_is_bought_and_both_sides_step_back,
    an_ordered_territory_is_paid_by_somebody_else,
};

/// What a suite needs from the world around the chain.
#[async_trait]
pub trait ChainFixture: Send + Sync {
    /// An account that was never given before, with at least [`NEEDED`] to spend.
    async fn funded(&self) -> Arc<dyn Signer>;
    /// An account that was never given before and owns nothing.
    async fn penniless(&self) -> Arc<dyn Signer>;
    /// Let twelve storage nodes report all columns of this order.
    async fn report_all(&self, plan: &FilePlan);
    /// Longest wait for anything that needs blocks.
    fn patience(&self) -> Duration;
}

/// What a funded account can spend at least.
pub const NEEDED: Planck = Planck(5_000 * Planck::TOKEN.0);
/// Heads that a follower must see.
const HEADS: usize = 3;
/// Term of the territories that cases rent, the least that the chain takes.
///
/// # Units
/// days.
const TERM: u32 = 30;

/// Run every case.
pub async fn all(chain: &dyn Chain, world: &dyn ChainFixture) {
    identity_stays_the_same(chain).await;
    an_endpoint_is_in_use(chain).await;
    final_heads_grow(chain, world).await;
    storage_nodes_are_listed_and_found(chain).await;
    an_unknown_block_is_not_found(chain).await;
    an_unknown_file_has_no_status(chain).await;
    a_transfer_moves_money_and_costs_the_fee(chain, world).await;
    an_account_without_money_is_refused(chain, world).await;
    a_territory_is_rented_expanded_and_renamed(chain, world).await;
    dispatch_errors_come_by_name(chain, world).await;
    an_order_becomes_a_file_and_goes(chain, world).await;
    the_same_bytes_are_taken_once(chain, world).await;
    a_transaction_is_found_by_hash(chain, world).await;
    two_signings_at_once_get_two_nonces(chain, world).await;
    a_gateway_is_authorised_once_and_revoked(chain, world).await;
    gateways_are_listed_each_once(chain).await;
    a_granted_territory_goes_by_its_token(chain, world).await;
    an_offered_territory_is_bought_and_both_sides_step_back(chain, world).await;
    an_ordered_territory_is_paid_by_somebody_else(chain, world).await;
}

/// The chain does not change while it is used.
pub async fn identity_stays_the_same(chain: &dyn Chain) {
    let first = chain.identity().await.expect("the identity can be read");
    assert_eq!(chain.identity().await.expect("and again"), first);
    assert!(!first.token_symbol.is_empty(), "money has a name");
    assert!(first.existential_deposit.0 > 0, "an account must keep something");
}

/// A connected adapter uses one of its endpoints.
pub async fn an_endpoint_is_in_use(chain: &dyn Chain) {
    chain.head(At::Best).await.expect("the chain answers");
    let in_use = chain.health().await.iter().filter(|e| e.in_use).count();
    assert_eq!(in_use, 1, "exactly one endpoint is in use");
}

/// Followed final heads have growing numbers, and the state of each can be read.
pub async fn final_heads_grow(chain: &dyn Chain, world: &dyn ChainFixture) {
    let stream = chain.follow(At::Final).await.expect("heads can be followed");
    let heads = tokio::time::timeout(world.patience(), stream.take(HEADS).collect::<Vec<_>>()).await;
    let heads = heads.expect("final heads come in time").into_iter().map(|h| h.expect("no connection is lost"));
    let heads: Vec<_> = heads.collect();
    assert_eq!(heads.len(), HEADS);
    assert!(heads.windows(2).all(|w| w[0].number < w[1].number), "final numbers grow: {heads:?}");
    let best = chain.head(At::Best).await.expect("the best head can be read");
    assert!(best.number >= heads[0].number, "the best head is not behind an earlier final one");
    let last = heads[HEADS - 1];
    assert_eq!(chain.head(At::Block(last.hash)).await.expect("a head is found by hash"), last);
}

/// Every listed node is found alone with the same words.
pub async fn storage_nodes_are_listed_and_found(chain: &dyn Chain) {
    let nodes = chain.nodes().await.expect("nodes can be read");
    assert!(nodes.len() >= Geometry::CESS.total(), "there are at least twelve nodes");
    let distinct: BTreeSet<_> = nodes.iter().map(|n| n.node).collect();
    assert_eq!(distinct.len(), nodes.len(), "no node is listed twice");
    let alone = chain.node(&nodes[0].node).await.expect("a node can be read").expect("it is there");
    assert_eq!(alone.endpoint, nodes[0].endpoint);
    let stranger = pileus_domain::NodeId(AccountId([0xee; 32]));
    assert_eq!(chain.node(&stranger).await.expect("a stranger can be asked for"), None);
}

/// Reading at a block that does not exist is `NotFound`, not an empty answer.
pub async fn an_unknown_block_is_not_found(chain: &dyn Chain) {
    let nowhere = At::Block(BlockHash([0xab; 32]));
    match chain.file_status(&fid(0xab), nowhere).await {
        Err(ChainError::Port(e)) => assert_eq!(e.kind, ErrorKind::NotFound, "{e}"),
        other => panic!("an unknown block was read as {other:?}"),
    }
}

/// A file that nobody declared has neither order nor record nor allocation.
pub async fn an_unknown_file_has_no_status(chain: &dyn Chain) {
    let status = chain.file_status(&fid(0xcd), At::Final).await.expect("the status can be read");
    assert_eq!((status.deal, status.file, status.allocation), (None, None, None));
}

/// A transfer arrives, and the sender pays what the event says.
pub async fn a_transfer_moves_money_and_costs_the_fee(chain: &dyn Chain, world: &dyn ChainFixture) {
    let (sender, receiver) = (world.funded().await, world.penniless().await.account());
    let call = Call::Transfer { to: receiver, amount: Planck(2 * Planck::TOKEN.0) };
    let asked = chain.fee(&call, &*sender).await.expect("the fee can be asked");
    assert!(asked.0 > 0, "a transaction costs something");
    let before = chain.balance(&sender.account()).await.expect("a balance can be read");
    assert!(before.spendable < before.free, "the existential deposit cannot be spent");
    let outcome = done(chain, world, &call, &*sender).await;
    let paid = outcome.fee.expect("the fee is told");
    assert!(paid.0 <= asked.0.saturating_mul(2) && paid.0 * 2 >= asked.0, "asked {asked:?}, paid {paid:?}");
    let after = chain.balance(&sender.account()).await.expect("a balance can be read");
    assert_eq!(before.free.0 - after.free.0, 2 * Planck::TOKEN.0 + paid.0);
    assert_eq!(chain.balance(&receiver).await.expect("a balance can be read").free, Planck(2 * Planck::TOKEN.0));
}

/// Who cannot pay is refused at once, before any block.
pub async fn an_account_without_money_is_refused(chain: &dyn Chain, world: &dyn ChainFixture) {
    let poor = world.penniless().await;
    assert_eq!(chain.balance(&poor.account()).await.expect("an empty balance can be read").free, Planck(0));
    let call = Call::Transfer { to: AccountId([1; 32]), amount: Planck(1) };
    let signed = chain.sign(&call, &*poor).await.expect("signing needs no money");
    match chain.submit(&signed).await.map(drop) {
        Err(ChainError::Rejected { hash, reason: Rejection::Payment, .. }) => assert_eq!(hash, signed.hash),
        other => panic!("expected a refusal for payment, got {other:?}"),
    }
}

/// Rent, expand, rename: each shows in the territory.
pub async fn a_territory_is_rented_expanded_and_renamed(chain: &dyn Chain, world: &dyn ChainFixture) {
    let owner = world.funded().await;
    let (first, second) = (territory_name("conformance"), territory_name("renamed"));
    let market = chain.market().await.expect("the market can be read");
    let outcome = done(chain, world, &Call::MintTerritory { name: first.clone(), gib: 1, days: TERM }, &*owner).await;
    let spend = field(&outcome, "StorageHandler.MintTerritory", "spend");
    assert_eq!(spend, (market.unit_price.0 * u128::from(TERM)).to_string(), "the price is a GiB and day");
    let rented = read_territory(chain, &*owner, &first).await.expect("the territory is there");
    assert_eq!(
        (rented.total, rented.remaining, rented.state),
        (ByteCount::GIB, ByteCount::GIB, TerritoryState::Active)
    );
    done(chain, world, &Call::ExpandTerritory { name: first.clone(), gib: 1 }, &*owner).await;
    done(chain, world, &Call::RenewTerritory { name: first.clone(), days: 1 }, &*owner).await;
    done(chain, world, &Call::RenameTerritory { from: first.clone(), to: second.clone() }, &*owner).await;
    assert_eq!(read_territory(chain, &*owner, &first).await, None, "the old name is gone");
    let all = chain.territories(&owner.account(), At::Best).await.expect("territories can be read");
    assert_eq!(all.iter().map(|t| &t.name).collect::<Vec<_>>(), [&second]);
    assert_eq!(all[0].total, ByteCount(2 * ByteCount::GIB.0));
    assert!(all[0].deadline > rented.deadline, "renewing moves the deadline");
}

/// What the runtime refuses is told by pallet and name, and still costs a fee.
pub async fn dispatch_errors_come_by_name(chain: &dyn Chain, world: &dyn ChainFixture) {
    let owner = world.funded().await;
    let name = territory_name("errors");
    let mint = |days| Call::MintTerritory { name: name.clone(), gib: 1, days };
    refused(chain, world, &mint(TERM - 1), &*owner, "StorageHandler", "BoundariesNotMet").await;
    done(chain, world, &mint(TERM), &*owner).await;
    refused(chain, world, &mint(TERM), &*owner, "StorageHandler", "PurchasedSpace").await;
    let missing = Call::DeleteFile { owner: owner.account(), fid: fid(0xcd) };
    refused(chain, world, &missing, &*owner, "FileBank", "NonExistent").await;
    let crumb = Call::Transfer { to: world.penniless().await.account(), amount: Planck(1) };
    refused(chain, world, &crumb, &*owner, "Token", "BelowMinimum").await;
    let nowhere = declaration(&plan(0xce, 1), &*owner, &territory_name("nowhere"));
    refused(chain, world, &nowhere, &*owner, "StorageHandler", "NotHaveTerritory").await;
    let large = declaration(&plan(0xcf, 11), &*owner, &name);
    refused(chain, world, &large, &*owner, "FileBank", "InsufficientAvailableSpace").await;
}

/// Declared, seen, reported, stored, listed, deleted; the territory follows.
pub async fn an_order_becomes_a_file_and_goes(chain: &dyn Chain, world: &dyn ChainFixture) {
    let owner = world.funded().await;
    let (name, plan) = (territory_name("files"), plan(0x10, 2));
    done(chain, world, &Call::MintTerritory { name: name.clone(), gib: 1, days: TERM }, &*owner).await;
    done(chain, world, &declaration(&plan, &*owner, &name), &*owner).await;
    the_order_is_open(chain, &plan, &*owner).await;
    let locked = read_territory(chain, &*owner, &name).await.expect("the territory is there");
    assert_eq!((locked.locked, locked.used), (plan.territory_bytes(), ByteCount(0)));
    world.report_all(&plan).await;
    the_file_is_stored(chain, world, &plan, &*owner).await;
    let used = read_territory(chain, &*owner, &name).await.expect("the territory is there");
    assert_eq!((used.locked, used.used), (ByteCount(0), plan.territory_bytes()));
    done(chain, world, &Call::DeleteFile { owner: owner.account(), fid: plan.fid }, &*owner).await;
    let gone = chain.file_status(&plan.fid, At::Best).await.expect("the status can be read");
    assert_eq!(gone.file, None, "the last owner deleted it");
    let free = read_territory(chain, &*owner, &name).await.expect("the territory is there");
    assert_eq!(free.remaining, free.total);
}

async fn the_order_is_open(chain: &dyn Chain, plan: &FilePlan, owner: &dyn Signer) {
    let status = chain.file_status(&plan.fid, At::Final).await.expect("the status can be read");
    let deal = status.deal.expect("the order is open");
    assert!(deal.matches(plan), "the order says what was declared");
    assert_eq!((deal.owner.account, deal.owner.file_name.as_str()), (owner.account(), "conformance.bin"));
    let network = chain.identity().await.expect("the identity can be read").capabilities.network_allocation;
    let Some(allocation) = status.allocation else { return };
    assert!(network, "only a network that allocates has an allocation");
    let distinct: BTreeSet<_> = allocation.nodes.iter().collect();
    assert_eq!((distinct.len(), allocation.nodes.len()), (12, 12), "twelve distinct nodes");
}

async fn the_file_is_stored(chain: &dyn Chain, world: &dyn ChainFixture, plan: &FilePlan, owner: &dyn Signer) {
    let stored = async {
        let mut heads = chain.follow(At::Final).await.expect("heads can be followed");
        while heads.next().await.is_some() {
            let status = chain.file_status(&plan.fid, At::Final).await.expect("the status can be read");
            if let Some(file) = status.file {
                assert_eq!(status.deal, None, "order and file never stand side by side");
                return file;
            }
        }
        panic!("heads ended before the file was stored");
    };
    let file = tokio::time::timeout(world.patience(), stored).await.expect("the file is stored in time");
    assert!(file.matches(plan) && file.is_owned_by(&owner.account()));
    assert_eq!(file.state, FileState::Active);
    let holders: BTreeSet<_> = file.segments[0].fragments.iter().map(|f| f.node).collect();
    assert_eq!(holders.len(), 12, "twelve different nodes hold a segment");
    let listed = chain.listed_files(&owner.account()).await.expect("the list can be read");
    assert!(listed.contains(&plan.fid), "the chain lists it");
}

/// A second submission of the same bytes does nothing twice.
pub async fn the_same_bytes_are_taken_once(chain: &dyn Chain, world: &dyn ChainFixture) {
    let (sender, receiver) = (world.funded().await, world.penniless().await.account());
    let call = Call::Transfer { to: receiver, amount: Planck(3 * Planck::TOKEN.0) };
    let signed = chain.sign(&call, &*sender).await.expect("it can be signed");
    let first = chain.submit(&signed).await.expect("it is taken");
    known_or_followed(chain, &signed).await;
    let outcome = finish(world, first).await;
    known_or_followed(chain, &signed).await;
    assert_eq!(outcome.result, Ok(()));
    assert_eq!(chain.balance(&receiver).await.expect("a balance can be read").free, Planck(3 * Planck::TOKEN.0));
}

async fn known_or_followed(chain: &dyn Chain, signed: &SignedTransaction) {
    match chain.submit(signed).await.map(drop) {
        Ok(()) | Err(ChainError::Rejected { reason: Rejection::AlreadyKnown, .. }) => {}
        other => panic!("the same bytes again gave {other:?}"),
    }
}

/// A final transaction is found by hash with the same outcome; an unknown one is not, and the search tells how far it is.
pub async fn a_transaction_is_found_by_hash(chain: &dyn Chain, world: &dyn ChainFixture) {
    let sender = world.funded().await;
    let call = Call::AuthorizeGateway { gateway: AccountId([9; 32]) };
    let signed = chain.sign(&call, &*sender).await.expect("it can be signed");
    let outcome = finish(world, chain.submit(&signed).await.expect("it is taken")).await;
    let range = signed.birth.0..=signed.death.0;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let progress = {
        let seen = seen.clone();
        Arc::new(move |p| seen.lock().unwrap_or_else(PoisonError::into_inner).push(p))
    };
    let found = chain.find(&signed.hash, range.clone(), progress).await.expect("it can be looked for");
    assert_eq!(found, Some(SearchHit::Outcome(outcome)));
    let blocks: Vec<_> = seen.lock().unwrap_or_else(PoisonError::into_inner).iter().map(|p| p.block).collect();
    assert!(!blocks.is_empty() && blocks.windows(2).all(|w| w[0] > w[1]), "newest first: {blocks:?}");
    let unknown = chain.find(&TxHash([0x77; 32]), range, Arc::new(|_| ())).await.expect("it can be looked for");
    assert_eq!(unknown, None);
}

/// Two transactions signed at once have two nonces and both become final, whichever is submitted first.
pub async fn two_signings_at_once_get_two_nonces(chain: &dyn Chain, world: &dyn ChainFixture) {
    let sender = world.funded().await;
    let gateway = |byte| Call::AuthorizeGateway { gateway: AccountId([byte; 32]) };
    let (one, two) = (gateway(1), gateway(2));
    let (one, two) = tokio::join!(chain.sign(&one, &*sender), chain.sign(&two, &*sender));
    let (one, two) = (one.expect("it can be signed"), two.expect("it can be signed"));
    assert_eq!(one.nonce.abs_diff(two.nonce), 1, "neighbouring nonces");
    let (first, second) = if one.nonce < two.nonce { (two, one) } else { (one, two) };
    let first = chain.submit(&first).await.expect("a nonce ahead waits in the pool");
    let second = chain.submit(&second).await.expect("it is taken");
    let (first, second) = tokio::join!(finish(world, first), finish(world, second));
    let before = chain.nonce(&sender.account(), At::Block(first.block.hash)).await.expect("a nonce can be read");
    assert!(before > 0, "a block's own transactions count");
    let after = chain.nonce(&sender.account(), At::Block(second.block.hash)).await.expect("a nonce can be read");
    assert!(before.max(after) > 1, "both count at the later block");
    assert_eq!((first.result, second.result), (Ok(()), Ok(())));
}

/// An authorisation stands on the chain, once however often it is given, until it is taken back.
pub async fn a_gateway_is_authorised_once_and_revoked(chain: &dyn Chain, world: &dyn ChainFixture) {
    let owner = world.funded().await;
    let gateway = AccountId([0x67; 32]);
    let listed = async || chain.authorisations(&owner.account(), At::Best).await.expect("the list can be read");
    assert_eq!(listed().await, [], "nobody was authorised yet");
    for _ in 0..2 {
        done(chain, world, &Call::AuthorizeGateway { gateway }, &*owner).await;
        assert_eq!(listed().await, [gateway]);
    }
    done(chain, world, &Call::RevokeGateway { gateway }, &*owner).await;
    assert_eq!(listed().await, []);
}

/// No gateway is listed twice.
pub async fn gateways_are_listed_each_once(chain: &dyn Chain) {
    let all = chain.gateways().await.expect("gateways can be read");
    let accounts: BTreeSet<_> = all.iter().map(|gateway| gateway.account).collect();
    assert_eq!(accounts.len(), all.len());
}

async fn run(chain: &dyn Chain, world: &dyn ChainFixture, call: &Call, signer: &dyn Signer) -> TransactionOutcome {
    let signed = chain.sign(call, signer).await.expect("it can be signed");
    assert_eq!(signed.signer, signer.account());
    assert!(signed.birth < signed.death, "transactions are mortal");
    finish(world, chain.submit(&signed).await.expect("it is taken")).await
}

async fn done(chain: &dyn Chain, world: &dyn ChainFixture, call: &Call, signer: &dyn Signer) -> TransactionOutcome {
    let outcome = run(chain, world, call, signer).await;
    assert_eq!(outcome.result, Ok(()), "{call:?}");
    outcome
}

async fn refused(
    chain: &dyn Chain,
    world: &dyn ChainFixture,
    call: &Call,
    signer: &dyn Signer,
    pallet: &str,
    name: &str,
) {
    let outcome = run(chain, world, call, signer).await;
    let failure = outcome.result.expect_err("the runtime refuses it");
    assert_eq!((failure.pallet.as_str(), failure.name.as_str()), (pallet, name));
    assert!(outcome.fee.is_some(), "a refused call is paid for");
}

/// Follow a transaction to its final block; it is in a block before it is final.
async fn finish(world: &dyn ChainFixture, mut updates: TransactionStream) -> TransactionOutcome {
    let mut in_block = false;
    let follow = async {
        while let Some(update) = updates.next().await {
            match update.expect("the transaction can be followed") {
                TransactionUpdate::Ready | TransactionUpdate::Retracted => {}
                TransactionUpdate::InBlock(_) => in_block = true,
                TransactionUpdate::Final(outcome) => return outcome,
                TransactionUpdate::Lost(why) => panic!("the transaction was lost: {why}"),
            }
        }
        panic!("the updates ended before the transaction was final");
    };
    let outcome = tokio::time::timeout(world.patience(), follow).await.expect("it becomes final in time");
    assert!(in_block, "a block is told before the final block");
    outcome
}

async fn read_territory(chain: &dyn Chain, owner: &dyn Signer, name: &TerritoryName) -> Option<Territory> {
    chain.territory(&owner.account(), name, At::Best).await.expect("a territory can be read")
}

fn field(outcome: &TransactionOutcome, event: &str, field: &str) -> String {
    let fields = outcome.events.iter().find(|(name, _)| name == event).map(|(_, fields)| fields);
    let value =
        fields.and_then(|f| f.get(field)).unwrap_or_else(|| panic!("{event} with {field} in {:?}", outcome.events));
    value.clone()
}

fn declaration(plan: &FilePlan, owner: &dyn Signer, territory: &TerritoryName) -> Call {
    Call::DeclareUpload {
        plan: plan.clone(),
        owner: owner.account(),
        file_name: ChainFileName::new("conformance.bin").expect("a fitting name"),
        territory: territory.clone(),
        bucket: "bucket".to_owned(),
    }
}

fn territory_name(name: &str) -> TerritoryName {
    TerritoryName::new(name).expect("a fitting name")
}

fn fid(byte: u8) -> Fid {
    Fid(ContentHash([byte; 32]))
}

/// A plan of `segments` segments whose hashes all differ, and differ for each `byte`.
pub fn plan(byte: u8, segments: u32) -> FilePlan {
    let hash = |segment: u32, place: u8| {
        let mut bytes = [byte; 32];
        bytes[0] = place;
        bytes[1..5].copy_from_slice(&segment.to_le_bytes());
        ContentHash(bytes)
    };
    let segment = |s| SegmentPlan { hash: hash(s, 0), fragments: (1..=12).map(|p| hash(s, p)).collect() };
    let file_size = ByteCount(Geometry::CESS.segment() as u64 * u64::from(segments));
    FilePlan { fid: fid(byte), file_size, segments: (0..segments).map(segment).collect() }
}
