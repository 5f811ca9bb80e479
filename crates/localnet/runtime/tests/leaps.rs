//! Block numbers that leap: what falls due on the way happens as if every block had been made.

use pileus_localnet_runtime::pallets::storage_handler::{Call, FROZEN_SPAN, LOCKING_SPAN, TerritoryState};
use pileus_localnet_runtime::primitives::{ONE_DAY, TOKEN};
use pileus_localnet_runtime::{Executive, Runtime, System};
use sp_core::H256;
use sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError};

use crate::support::chain::Chain;
use crate::support::files::{declaration, name};
use crate::support::people::{alice, bob};

#[test]
fn a_leap_over_deadline_and_expiry_freezes_and_expires() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    chain.store(&alice(), "one", "file", 1);
    let deadline = chain.territory(&alice(), "one").deadline;
    chain.go_to(deadline + FROZEN_SPAN + 1_000_000);
    assert_eq!(chain.territory(&alice(), "one").state, TerritoryState::Expired);
    assert_eq!(chain.file("file"), None);
}

#[test]
fn a_leap_sells_before_it_freezes_when_that_was_the_order() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    let token = chain.territory(&alice(), "one").token;
    chain.call(&alice(), Call::territory_consignment { territory_name: name("one"), price: TOKEN }).unwrap();
    chain.call(&bob(), Call::buy_consignment { token, rename: name("mine") }).unwrap();
    let deadline = chain.territory(&alice(), "one").deadline;
    chain.go_to(deadline + 5);
    assert_eq!(chain.find_territory(&alice(), "one"), None);
    assert_eq!(chain.territory(&bob(), "mine").state, TerritoryState::Frozen);
}

#[test]
fn a_leap_and_single_steps_end_in_the_same_state() {
    let prepared = || {
        let mut chain = Chain::new().with_territory(&alice(), "one").with_territory(&alice(), "two");
        chain.store(&alice(), "one", "file", 1);
        chain.call(&alice(), declaration(&alice(), "two", "file", 1)).unwrap();
        let token = chain.territory(&alice(), "one").token;
        let life = Call::update_user_territory_life { user: alice(), terr_name: name("one"), deadline: 10 };
        chain.root_call(life).unwrap();
        chain.go_to(10);
        let expiry = Call::update_expired_exec { old_block: 10 + FROZEN_SPAN, new_block: 20, token };
        chain.root_call(expiry).unwrap();
        chain.mint(&bob(), "his", 1, 30).unwrap();
        let token = chain.territory(&bob(), "his").token;
        chain.call(&bob(), Call::territory_consignment { territory_name: name("his"), price: TOKEN }).unwrap();
        chain.call(&alice(), Call::buy_consignment { token, rename: name("bought") }).unwrap();
        chain
    };
    let until = 10 + LOCKING_SPAN + 10;
    let (mut stepped, mut leapt) = (prepared(), prepared());
    while stepped.number() < until {
        stepped.next_block();
    }
    leapt.go_to(until);
    for chain in [&mut stepped, &mut leapt] {
        assert_eq!(chain.territory(&alice(), "one").state, TerritoryState::Expired);
        assert_eq!(chain.find_territory(&bob(), "his"), None);
    }
    for territory in ["one", "two", "bought"] {
        assert_eq!(stepped.territory(&alice(), territory), leapt.territory(&alice(), territory));
    }
    assert_eq!(stepped.file("file"), leapt.file("file"));
}

#[test]
fn a_leap_keeps_the_parents_hash_under_the_parents_number() {
    let mut chain = Chain::new();
    chain.go_to(2995);
    chain.go_to(3000);
    chain.state(|| {
        assert_eq!(System::block_hash(2995), System::parent_hash());
        assert_eq!(System::block_hash(2999), H256::zero(), "there is no block 2999");
        assert_eq!(System::block_hash(1), H256::zero(), "older than 2400 blocks");
        assert_ne!(System::block_hash(0), H256::zero(), "signatures need the first block for ever");
    });
}

#[test]
fn a_mortal_transaction_survives_a_short_leap_and_dies_in_a_long_one() {
    let transfer = || pallet_balances::Call::<Runtime>::transfer_keep_alive { dest: bob().into(), value: TOKEN };
    let mut chain = Chain::new();
    chain.go_to(20);
    chain.next_block();
    let transaction = chain.signed("Alice", transfer());
    chain.go_to(60);
    chain.state(|| Executive::apply_extrinsic(transaction)).unwrap().unwrap();
    let transaction = chain.signed("Alice", transfer());
    chain.go_to(60 + 64);
    let refused = chain.state(|| Executive::apply_extrinsic(transaction));
    assert_eq!(refused, Err(TransactionValidityError::Invalid(InvalidTransaction::AncientBirthBlock)));
}

#[test]
fn a_leap_of_a_year_is_quick() {
    let mut chain = Chain::new();
    for number in 0..50 {
        chain.mint(&alice(), &format!("t{number}"), 0, 30 + number).unwrap();
    }
    chain.go_to(365 * ONE_DAY);
    for number in 0..50 {
        assert_eq!(chain.territory(&alice(), &format!("t{number}")).state, TerritoryState::Expired);
    }
}
