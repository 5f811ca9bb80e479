//! The term of a territory: its end, renewing it, beginning a new one.

use pileus_localnet_runtime::pallets::file_bank::{ClearUserList, UserHoldFileList};
use pileus_localnet_runtime::pallets::storage_handler::{
    Call, Error, Event, FROZEN_SPAN, PurchasedSpace, TerritoryState, TotalServiceSpace,
};
use pileus_localnet_runtime::primitives::ONE_DAY;
use pileus_localnet_runtime::{Balances, Runtime, RuntimeEvent};

use crate::support::chain::{Chain, UNIT_PRICE};
use crate::support::files::{GIB, SEGMENT_CHARGE, declaration, deletion, name};
use crate::support::people::{alice, bob};

fn renew(territory: &str, days: u32) -> Call<Runtime> {
    Call::renewal_territory { territory_name: name(territory), days }
}

fn reactivate(territory: &str, days: u32) -> Call<Runtime> {
    Call::reactivate_territory { territory_name: name(territory), days }
}

#[test]
fn a_territory_freezes_at_its_deadline_and_expires_seven_days_later() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    let deadline = chain.territory(&alice(), "one").deadline;
    chain.go_to(deadline - 1);
    assert_eq!(chain.territory(&alice(), "one").state, TerritoryState::Active);
    chain.next_block();
    assert_eq!(chain.territory(&alice(), "one").state, TerritoryState::Frozen);
    chain.go_to(deadline + FROZEN_SPAN - 1);
    assert_eq!(chain.territory(&alice(), "one").state, TerritoryState::Frozen);
    assert_eq!(chain.state(PurchasedSpace::<Runtime>::get), GIB);
    chain.next_block();
    assert_eq!(chain.territory(&alice(), "one").state, TerritoryState::Expired);
    assert_eq!(chain.state(PurchasedSpace::<Runtime>::get), 0);
}

#[test]
fn renewing_an_active_territory_moves_its_deadline() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    let before = chain.territory(&alice(), "one");
    chain.call(&alice(), renew("one", 1)).unwrap();
    let after = chain.territory(&alice(), "one");
    assert_eq!((after.start, after.deadline), (before.start, before.deadline + ONE_DAY));
    let announced = Event::RenewalTerritory { name: name("one"), days: 1, spend: UNIT_PRICE };
    assert_eq!(chain.last_event(), RuntimeEvent::StorageHandler(announced));
    chain.go_to(before.deadline);
    assert_eq!(chain.territory(&alice(), "one").state, TerritoryState::Active);
    chain.go_to(after.deadline);
    assert_eq!(chain.territory(&alice(), "one").state, TerritoryState::Frozen);
}

#[test]
fn renewing_a_frozen_territory_begins_today() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    let deadline = chain.territory(&alice(), "one").deadline;
    chain.go_to(deadline + 100);
    chain.call(&alice(), renew("one", 2)).unwrap();
    let after = chain.territory(&alice(), "one");
    assert_eq!((after.start, after.deadline), (deadline + 100, deadline + 100 + 2 * ONE_DAY));
    assert_eq!(after.state, TerritoryState::Active);
    chain.go_to(deadline + FROZEN_SPAN);
    assert_eq!(chain.territory(&alice(), "one").state, TerritoryState::Frozen, "the old expiry is forgotten");
}

#[test]
fn renewing_needs_an_active_or_frozen_territory() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    assert_eq!(chain.call(&alice(), renew("two", 1)), Err(Error::<Runtime>::NotHaveTerritory.into()));
    let deadline = chain.territory(&alice(), "one").deadline;
    chain.go_to(deadline + FROZEN_SPAN);
    assert_eq!(chain.call(&alice(), renew("one", 1)), Err(Error::<Runtime>::StateError.into()));
}

#[test]
fn reactivating_costs_a_thirtieth_and_begins_empty() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    assert_eq!(chain.call(&alice(), reactivate("one", 30)), Err(Error::<Runtime>::NotExpire.into()));
    chain.call(&alice(), declaration(&alice(), "one", "open", 1)).unwrap();
    let deadline = chain.territory(&alice(), "one").deadline;
    chain.go_to(deadline + FROZEN_SPAN);
    assert_eq!(chain.space(&alice(), "one").1, SEGMENT_CHARGE);
    let before = chain.state(|| Balances::free_balance(alice()));
    chain.call(&alice(), reactivate("one", 30)).unwrap();
    let spend = 30 * (UNIT_PRICE / 30);
    let announced = Event::ReactivateTerritory { name: name("one"), days: 30, spend };
    assert_eq!(chain.last_event(), RuntimeEvent::StorageHandler(announced));
    assert_eq!(chain.state(|| Balances::free_balance(alice())), before - spend);
    assert_eq!(chain.space(&alice(), "one"), (0, 0, GIB));
    let (now, territory) = (chain.number(), chain.territory(&alice(), "one"));
    assert_eq!((territory.start, territory.deadline), (now, now + 30 * ONE_DAY));
    assert_eq!(territory.state, TerritoryState::Active);
    assert_eq!(chain.state(PurchasedSpace::<Runtime>::get), GIB);
}

#[test]
fn anybody_can_pay_for_the_new_term_of_anothers_territory() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    let deadline = chain.territory(&alice(), "one").deadline;
    chain.go_to(deadline + FROZEN_SPAN);
    let (alices, bobs) = chain.state(|| (Balances::free_balance(alice()), Balances::free_balance(bob())));
    let call = Call::other_reactivate_territory { target_acc: alice(), territory_name: name("one"), days: 3 };
    chain.call(&bob(), call).unwrap();
    assert_eq!(chain.territory(&alice(), "one").state, TerritoryState::Active);
    chain.state(|| {
        assert_eq!(Balances::free_balance(alice()), alices);
        assert_eq!(Balances::free_balance(bob()), bobs - 3 * (UNIT_PRICE / 30));
    });
}

#[test]
fn a_frozen_territory_takes_no_orders_and_lets_go_of_files() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    chain.store(&alice(), "one", "file", 1);
    let deadline = chain.territory(&alice(), "one").deadline;
    chain.go_to(deadline);
    let refused = chain.call(&alice(), declaration(&alice(), "one", "other", 1));
    assert_eq!(refused, Err(Error::<Runtime>::NotActive.into()));
    chain.call(&alice(), deletion(&alice(), "file")).unwrap();
    assert_eq!(chain.file("file"), None);
    assert_eq!(chain.space(&alice(), "one"), (0, 0, GIB));
}

#[test]
fn files_of_an_expired_territory_are_removed() {
    let mut chain = Chain::new().with_territory(&alice(), "one").with_territory(&bob(), "his");
    chain.store(&alice(), "one", "alone", 1);
    chain.store(&alice(), "one", "shared", 1);
    chain.call(&bob(), renew("his", 300)).unwrap();
    chain.call(&bob(), declaration(&bob(), "his", "shared", 1)).unwrap();
    let deadline = chain.territory(&alice(), "one").deadline;
    chain.go_to(deadline + FROZEN_SPAN);
    assert_eq!(chain.file("alone"), None);
    let owners: Vec<_> = chain.file("shared").unwrap().owner.into_iter().map(|owner| owner.user).collect();
    assert_eq!(owners, [bob()]);
    assert_eq!(chain.state(TotalServiceSpace::<Runtime>::get), SEGMENT_CHARGE);
    assert_eq!(chain.node(1).lock_space, 8 << 20);
    chain.state(|| {
        assert!(UserHoldFileList::<Runtime>::get(alice()).is_empty());
        assert!(ClearUserList::<Runtime>::get().is_empty());
    });
}

#[test]
fn an_expiry_empties_the_list_of_files_in_other_territories_too() {
    let mut chain = Chain::new().with_territory(&alice(), "one").with_territory(&alice(), "other");
    chain.call(&alice(), renew("other", 300)).unwrap();
    chain.store(&alice(), "one", "gone", 1);
    chain.store(&alice(), "other", "kept", 1);
    let deadline = chain.territory(&alice(), "one").deadline;
    chain.go_to(deadline + FROZEN_SPAN);
    assert_eq!(chain.file("gone"), None);
    assert!(chain.file("kept").is_some());
    assert!(chain.state(|| UserHoldFileList::<Runtime>::get(alice())).is_empty());
}

#[test]
fn an_expiry_removes_299_files_and_leaves_the_rest_as_orphans() {
    let mut chain = Chain::new();
    chain.mint(&alice(), "one", 30, 30).unwrap();
    for number in 0..302 {
        chain.store(&alice(), "one", &format!("file {number}"), 1);
    }
    let deadline = chain.territory(&alice(), "one").deadline;
    chain.go_to(deadline + FROZEN_SPAN);
    let left = (0..302).filter(|number| chain.file(&format!("file {number}")).is_some()).count();
    assert_eq!(left, 3);
    assert_eq!(chain.state(|| UserHoldFileList::<Runtime>::get(alice()).len()), 2);
    chain.next_block();
    assert!(chain.file("file 0").is_some());
}
