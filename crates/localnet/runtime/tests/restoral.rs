//! Lost fragments: reporting, claiming and restoring them.

use pileus_localnet_runtime::pallets::file_bank::{Call, Error, Event, FragmentInfo, RESTORAL_LIFE, RestoralOrder};
use pileus_localnet_runtime::pallets::sminer::{self, STAKING_LOCK};
use pileus_localnet_runtime::primitives::ONE_DAY;
use pileus_localnet_runtime::{Runtime, RuntimeEvent};

use crate::support::chain::Chain;
use crate::support::files::{FRAGMENT, deletion, hash};
use crate::support::people::{NODE_SPACE, alice, node};

fn stored() -> Chain {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    chain.store(&alice(), "one", "file", 1);
    chain
}

fn lose() -> Call<Runtime> {
    Call::generate_restoral_order { file_hash: hash("file"), restoral_fragment: hash("file/0/1") }
}

fn claim() -> Call<Runtime> {
    Call::claim_restoral_order { restoral_fragment: hash("file/0/1") }
}

fn complete() -> Call<Runtime> {
    Call::restoral_order_complete { fragment_hash: hash("file/0/1") }
}

fn first_fragment(chain: &mut Chain) -> FragmentInfo {
    chain.file("file").unwrap().segment_list[0].fragment_list[0].clone()
}

#[test]
fn a_lost_fragment_is_restored_by_another_node() {
    let mut chain = stored();
    chain.call(&node(1), lose()).unwrap();
    assert!(!first_fragment(&mut chain).avail);
    let announced = Event::GenerateRestoralOrder { miner: node(1), fragment_hash: hash("file/0/1") };
    assert_eq!(chain.last_event(), RuntimeEvent::FileBank(announced));
    chain.call(&node(14), claim()).unwrap();
    chain.next_block();
    chain.call(&node(14), complete()).unwrap();
    let fragment = first_fragment(&mut chain);
    assert_eq!((fragment.avail, fragment.tag, fragment.miner), (true, Some(2), node(14)));
    assert_eq!((chain.node(1).lock_space, chain.node(1).idle_space), (0, NODE_SPACE - FRAGMENT));
    let info = chain.node(14);
    assert_eq!((info.service_space, info.idle_space), (FRAGMENT, NODE_SPACE - FRAGMENT));
    let announced = Event::RecoveryCompleted { miner: node(14), order_id: hash("file/0/1") };
    assert_eq!(chain.last_event(), RuntimeEvent::FileBank(announced));
    assert!(!chain.state(|| RestoralOrder::<Runtime>::contains_key(hash("file/0/1"))));
}

#[test]
fn only_the_holder_reports_a_fragment_lost_and_only_once() {
    let mut chain = stored();
    assert_eq!(chain.call(&node(2), lose()), Err(Error::<Runtime>::SpecError.into()));
    chain.call(&node(1), lose()).unwrap();
    assert_eq!(chain.call(&node(1), lose()), Err(Error::<Runtime>::Existed.into()));
}

#[test]
fn a_claim_holds_for_250_blocks() {
    let mut chain = stored();
    assert_eq!(chain.call(&node(14), claim()), Err(Error::<Runtime>::NonExistent.into()));
    chain.call(&node(1), lose()).unwrap();
    chain.call(&node(14), claim()).unwrap();
    assert_eq!(chain.call(&node(15), claim()), Err(Error::<Runtime>::SpecError.into()));
    assert_eq!(chain.call(&node(15), complete()), Err(Error::<Runtime>::SpecError.into()));
    chain.go_to(1 + RESTORAL_LIFE);
    assert_eq!(chain.call(&node(14), complete()), Err(Error::<Runtime>::Expired.into()));
    chain.next_block();
    chain.call(&node(15), claim()).unwrap();
    assert_eq!(chain.state(|| RestoralOrder::<Runtime>::get(hash("file/0/1"))).unwrap().count, 2);
}

#[test]
fn the_loser_cannot_restore_its_own_fragment() {
    let mut chain = stored();
    chain.call(&node(1), lose()).unwrap();
    chain.call(&node(1), claim()).unwrap();
    assert_eq!(chain.call(&node(1), complete()), Err(Error::<Runtime>::RulesNotAllowed.into()));
}

#[test]
fn restoring_a_fragment_of_a_deleted_file_ends_the_order() {
    let mut chain = stored();
    chain.call(&node(1), lose()).unwrap();
    chain.call(&node(14), claim()).unwrap();
    chain.call(&alice(), deletion(&alice(), "file")).unwrap();
    let announced = chain.events().len();
    chain.call(&node(14), complete()).unwrap();
    assert_eq!(chain.events().len(), announced);
    assert!(!chain.state(|| RestoralOrder::<Runtime>::contains_key(hash("file/0/1"))));
}

#[test]
fn fragments_of_a_node_that_left_are_claimed_by_others() {
    let mut chain = Chain::new();
    chain.mint(&alice(), "one", 1, 400).unwrap();
    chain.store(&alice(), "one", "file", 1);
    chain.tag(1, "file", &[hash("file/0/1")]).unwrap();
    let take_over = || Call::<Runtime>::claim_restoral_noexist_order {
        miner: node(1),
        file_hash: hash("file"),
        restoral_fragment: hash("file/0/1"),
    };
    assert_eq!(chain.call(&node(14), take_over()), Err(Error::<Runtime>::NonExistent.into()));
    chain.go_to(STAKING_LOCK + 1);
    chain.call(&node(1), sminer::Call::miner_exit_prep { miner: node(1) }).unwrap();
    chain.go_to(STAKING_LOCK + 1 + 15 * ONE_DAY);
    chain.call(&node(14), take_over()).unwrap();
    chain.next_block();
    chain.call(&node(14), complete()).unwrap();
    assert_eq!(first_fragment(&mut chain).miner, node(14));
    let target = chain.state(|| sminer::RestoralTarget::<Runtime>::get(node(1))).unwrap();
    assert_eq!((target.service_space, target.restored_space), (FRAGMENT, FRAGMENT));
}
