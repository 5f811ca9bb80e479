//! Moving files between territories of one account.

use pileus_localnet_runtime::pallets::file_bank::{Call, Error, Event, UserHoldFileList};
use pileus_localnet_runtime::pallets::{oss, storage_handler};
use pileus_localnet_runtime::{Runtime, RuntimeEvent};

use crate::support::chain::Chain;
use crate::support::files::{GIB, SEGMENT_CHARGE, declaration, deletion, hash, name};
use crate::support::people::{alice, bob};

fn stored() -> Chain {
    let mut chain = Chain::new().with_territory(&alice(), "one").with_territory(&alice(), "two");
    chain.store(&alice(), "one", "file", 2);
    chain
}

fn deliver(target: &str) -> Call<Runtime> {
    Call::territory_file_delivery { user: alice(), file_hash: hash("file"), target_territory: name(target) }
}

#[test]
fn delivering_moves_the_charge_and_is_announced() {
    let mut chain = stored();
    chain.call(&alice(), deliver("two")).unwrap();
    assert_eq!(chain.space(&alice(), "one"), (0, 0, GIB));
    assert_eq!(chain.space(&alice(), "two"), (2 * SEGMENT_CHARGE, 0, GIB - 2 * SEGMENT_CHARGE));
    let listed = chain.state(|| UserHoldFileList::<Runtime>::get(alice()));
    assert_eq!(listed[0].territory_name, name("two"));
    let announced = Event::TerritoryFileDelivery { file_hash: hash("file"), new_territory: name("two") };
    assert_eq!(chain.last_event(), RuntimeEvent::FileBank(announced));
}

#[test]
fn trap_a_delivered_file_goes_on_naming_its_old_territory() {
    let mut chain = stored();
    chain.call(&alice(), deliver("two")).unwrap();
    assert_eq!(chain.file("file").unwrap().owner[0].territory_name, name("one"));
    let refused = chain.call(&alice(), deletion(&alice(), "file"));
    assert_eq!(refused, Err(storage_handler::Error::<Runtime>::Overflow.into()));
}

#[test]
fn delivering_is_for_owners_and_those_they_authorised() {
    let mut chain = stored();
    assert_eq!(chain.call(&bob(), deliver("two")), Err(Error::<Runtime>::NoPermission.into()));
    chain.call(&alice(), oss::Call::authorize { operator: bob() }).unwrap();
    chain.call(&bob(), deliver("two")).unwrap();
    let not_his = Call::territory_file_delivery { user: bob(), file_hash: hash("file"), target_territory: name("x") };
    assert_eq!(chain.call(&bob(), not_his), Err(Error::<Runtime>::NotOwner.into()));
}

#[test]
fn delivering_needs_an_active_target_with_room() {
    let mut chain = stored();
    let missing = chain.call(&alice(), deliver("three"));
    assert_eq!(missing, Err(storage_handler::Error::<Runtime>::NotHaveTerritory.into()));
    chain.call(&alice(), declaration(&alice(), "two", "filler", 9)).unwrap();
    let full = chain.call(&alice(), deliver("two"));
    assert_eq!(full, Err(storage_handler::Error::<Runtime>::InsufficientStorage.into()));
    let deadline = chain.territory(&alice(), "two").deadline;
    chain.go_to(deadline);
    let frozen = chain.call(&alice(), deliver("two"));
    assert_eq!(frozen, Err(storage_handler::Error::<Runtime>::NotActive.into()));
}
