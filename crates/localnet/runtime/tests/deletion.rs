//! Deleting files.

use pileus_localnet_runtime::pallets::file_bank::{Call, Error, Event, UserHoldFileList};
use pileus_localnet_runtime::pallets::oss;
use pileus_localnet_runtime::pallets::storage_handler::{self, TotalIdleSpace, TotalServiceSpace};
use pileus_localnet_runtime::{Runtime, RuntimeEvent};

use crate::support::chain::{Chain, NODES};
use crate::support::files::{GIB, SEGMENT_CHARGE, declaration, deletion, hash, name};
use crate::support::people::{NODE_SPACE, alice, bob, charlie};

fn stored() -> Chain {
    let mut chain = Chain::new().with_territory(&alice(), "one").with_territory(&bob(), "his");
    chain.store(&alice(), "one", "file", 2);
    chain
}

#[test]
fn deleting_the_last_ownership_removes_the_file_and_frees_all_books() {
    let mut chain = stored();
    chain.call(&alice(), deletion(&alice(), "file")).unwrap();
    assert_eq!(chain.file("file"), None);
    assert_eq!(chain.space(&alice(), "one"), (0, 0, GIB));
    assert_eq!(chain.node(1).lock_space, 0);
    chain.state(|| {
        assert_eq!(TotalServiceSpace::<Runtime>::get(), 0);
        let all = NODES as u128 * NODE_SPACE;
        assert_eq!(TotalIdleSpace::<Runtime>::get(), all - 2 * SEGMENT_CHARGE, "idle space must be certified anew");
        assert!(UserHoldFileList::<Runtime>::get(alice()).is_empty());
    });
    let announced = Event::DeleteFile { operator: alice(), owner: alice(), file_hash: hash("file") };
    assert_eq!(chain.last_event(), RuntimeEvent::FileBank(announced));
}

#[test]
fn deleting_one_of_several_ownerships_leaves_the_file() {
    let mut chain = stored();
    chain.call(&bob(), declaration(&bob(), "his", "file", 2)).unwrap();
    chain.call(&alice(), deletion(&alice(), "file")).unwrap();
    let owners: Vec<_> = chain.file("file").unwrap().owner.into_iter().map(|owner| owner.user).collect();
    assert_eq!(owners, [bob()]);
    assert_eq!(chain.space(&alice(), "one").0, 0);
    assert_eq!(chain.space(&bob(), "his").0, 2 * SEGMENT_CHARGE);
    assert_eq!(chain.state(TotalServiceSpace::<Runtime>::get), 2 * SEGMENT_CHARGE);
}

#[test]
fn a_missing_file_cannot_be_deleted() {
    let refused = Chain::new().call(&alice(), deletion(&alice(), "file"));
    assert_eq!(refused, Err(Error::<Runtime>::NonExistent.into()));
}

#[test]
fn deleting_for_an_owner_needs_authority() {
    let mut chain = stored();
    let refused = chain.call(&bob(), deletion(&alice(), "file"));
    assert_eq!(refused, Err(Error::<Runtime>::NoPermission.into()));
    chain.call(&alice(), oss::Call::authorize { operator: bob() }).unwrap();
    chain.call(&bob(), deletion(&alice(), "file")).unwrap();
    assert_eq!(chain.file("file"), None);
}

#[test]
fn deleting_what_one_does_not_own_is_announced_and_does_nothing() {
    let mut chain = stored();
    let before = chain.file("file");
    chain.call(&charlie(), deletion(&charlie(), "file")).unwrap();
    assert_eq!(chain.file("file"), before);
    let announced = Event::DeleteFile { operator: charlie(), owner: charlie(), file_hash: hash("file") };
    assert_eq!(chain.last_event(), RuntimeEvent::FileBank(announced));
}

#[test]
fn deleting_a_file_owned_twice_by_one_account_leaves_it_without_owners() {
    let mut chain = Chain::new().with_territory(&alice(), "one").with_territory(&alice(), "two");
    chain.store(&alice(), "one", "file", 1);
    chain.call(&alice(), declaration(&alice(), "two", "file", 1)).unwrap();
    chain.call(&alice(), deletion(&alice(), "file")).unwrap();
    assert!(chain.file("file").unwrap().owner.is_empty());
    assert_eq!((chain.space(&alice(), "one").0, chain.space(&alice(), "two").0), (0, 0));
}

#[test]
fn a_file_that_outlived_a_reactivation_cannot_be_deleted() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    chain.store(&alice(), "one", "file", 1);
    chain.state(|| UserHoldFileList::<Runtime>::remove(alice()));
    let deadline = chain.territory(&alice(), "one").deadline;
    chain.go_to(deadline + storage_handler::FROZEN_SPAN);
    let call = storage_handler::Call::reactivate_territory { territory_name: name("one"), days: 30 };
    chain.call(&alice(), call).unwrap();
    let refused = chain.call(&alice(), deletion(&alice(), "file"));
    assert_eq!(refused, Err(storage_handler::Error::<Runtime>::Overflow.into()));
}

#[test]
fn only_root_deletes_without_asking() {
    let mut chain = stored();
    let clear = || Call::<Runtime>::root_clear_file { owner: alice(), file_hash: hash("file") };
    assert_eq!(chain.call(&alice(), clear()), Err(sp_runtime::DispatchError::BadOrigin));
    chain.root_call(clear()).unwrap();
    assert_eq!(chain.file("file"), None);
}
