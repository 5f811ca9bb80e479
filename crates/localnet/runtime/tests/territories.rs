//! Buying, expanding, renaming and giving away territories.

use pileus_localnet_runtime::pallets::storage_handler::{
    Call, Error, Event, PurchasedSpace, TerritoryKey, TerritoryState,
};
use pileus_localnet_runtime::primitives::ONE_DAY;
use pileus_localnet_runtime::{Balances, Runtime, RuntimeEvent};
use sp_core::crypto::Ss58Codec;

use crate::support::chain::{Chain, FORTUNE, NODES, UNIT_PRICE};
use crate::support::files::{GIB, declaration, name};
use crate::support::people::{NODE_SPACE, alice, bob};

/// The account that territories are paid to, published in the protocol reference.
const SPACE_POT: &str = "cXhT9Xh3EJV3YexuBNa8gVvYj9dRYGcRQkdavRFMHoyrBmBkt";

#[test]
fn minting_costs_gib_times_days_times_unit_price() {
    let mut chain = Chain::new();
    chain.mint(&alice(), "one", 2, 45).unwrap();
    let spend = 2 * 45 * UNIT_PRICE;
    let territory = chain.territory(&alice(), "one");
    assert_eq!(territory.total_space, 2 * GIB);
    assert_eq!((territory.start, territory.deadline), (1, 1 + 45 * ONE_DAY));
    assert_eq!(territory.state, TerritoryState::Active);
    assert_eq!(chain.space(&alice(), "one"), (0, 0, 2 * GIB));
    let announced =
        Event::MintTerritory { token: territory.token, name: name("one"), storage_capacity: 2 * GIB, spend };
    assert_eq!(chain.last_event(), RuntimeEvent::StorageHandler(announced));
    let pot = pileus_localnet_runtime::primitives::AccountId::from_ss58check(SPACE_POT).unwrap();
    chain.state(|| {
        assert_eq!(Balances::free_balance(alice()), FORTUNE - spend);
        assert_eq!(Balances::free_balance(pot), spend);
        assert_eq!(PurchasedSpace::<Runtime>::get(), 2 * GIB);
        assert_eq!(TerritoryKey::<Runtime>::get(territory.token), Some((alice(), name("one"))));
    });
}

#[test]
fn minting_under_a_name_in_use_is_refused_to_the_same_account_only() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    assert_eq!(chain.mint(&alice(), "one", 1, 30), Err(Error::<Runtime>::PurchasedSpace.into()));
    chain.mint(&alice(), "two", 1, 30).unwrap();
    chain.mint(&bob(), "one", 1, 30).unwrap();
    assert_ne!(chain.territory(&alice(), "one").token, chain.territory(&bob(), "one").token);
}

#[test]
fn minting_for_less_than_thirty_days_is_refused() {
    let mut chain = Chain::new();
    assert_eq!(chain.mint(&alice(), "one", 1, 29), Err(Error::<Runtime>::BoundariesNotMet.into()));
    chain.mint(&alice(), "one", 1, 30).unwrap();
}

#[test]
fn minting_more_than_the_network_has_unsold_is_refused() {
    let mut chain = Chain::new();
    let all = u32::try_from(NODES as u128 * NODE_SPACE / GIB).unwrap();
    let refused = chain.mint(&alice(), "one", all + 1, 30);
    assert_eq!(refused, Err(Error::<Runtime>::InsufficientAvailableSpace.into()));
    chain.mint(&alice(), "one", all, 30).unwrap();
    let refused = chain.mint(&alice(), "two", 1, 30);
    assert_eq!(refused, Err(Error::<Runtime>::InsufficientAvailableSpace.into()));
}

#[test]
fn minting_nothing_or_without_a_name_is_accepted() {
    let mut chain = Chain::new();
    chain.mint(&alice(), "nothing", 0, 30).unwrap();
    chain.mint(&alice(), "", 1, 30).unwrap();
    assert_eq!(chain.space(&alice(), "nothing"), (0, 0, 0));
    assert_eq!(chain.space(&alice(), ""), (0, 0, GIB));
}

#[test]
fn minting_beyond_ones_means_is_refused_and_leaves_nothing() {
    let mut chain = Chain::new();
    let refused = chain.mint(&alice(), "one", 100, 4000);
    assert_eq!(refused, Err(Error::<Runtime>::InsufficientBalance.into()));
    assert_eq!(chain.find_territory(&alice(), "one"), None);
    chain.state(|| assert_eq!(PurchasedSpace::<Runtime>::get(), 0));
}

#[test]
fn expanding_charges_a_begun_day_whole() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    chain.next_block();
    let before = chain.state(|| Balances::free_balance(alice()));
    chain.call(&alice(), Call::expanding_territory { territory_name: name("one"), gib_count: 2 }).unwrap();
    let spend = 2 * 30 * UNIT_PRICE;
    let announced = Event::ExpansionTerritory { name: name("one"), expansion_space: 2 * GIB, spend };
    assert_eq!(chain.last_event(), RuntimeEvent::StorageHandler(announced));
    assert_eq!(chain.state(|| Balances::free_balance(alice())), before - spend);
    assert_eq!(chain.space(&alice(), "one"), (0, 0, 3 * GIB));

    let deadline = chain.territory(&alice(), "one").deadline;
    chain.go_to(deadline - ONE_DAY);
    chain.call(&alice(), Call::expanding_territory { territory_name: name("one"), gib_count: 1 }).unwrap();
    let announced = Event::ExpansionTerritory { name: name("one"), expansion_space: GIB, spend: UNIT_PRICE };
    assert_eq!(chain.last_event(), RuntimeEvent::StorageHandler(announced));
}

#[test]
fn expanding_needs_an_active_territory_and_unsold_space() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    let expand = |territory: &str, gib_count| Call::<Runtime>::expanding_territory {
        territory_name: name(territory),
        gib_count,
    };
    assert_eq!(chain.call(&alice(), expand("two", 1)), Err(Error::<Runtime>::NotHaveTerritory.into()));
    let refused = chain.call(&alice(), expand("one", 128));
    assert_eq!(refused, Err(Error::<Runtime>::InsufficientAvailableSpace.into()));
    let deadline = chain.territory(&alice(), "one").deadline;
    chain.go_to(deadline);
    assert_eq!(chain.call(&alice(), expand("one", 1)), Err(Error::<Runtime>::NotActive.into()));
}

#[test]
fn renaming_keeps_the_token_and_announces_nothing() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    let before = chain.territory(&alice(), "one");
    let announced = chain.events().len();
    chain.call(&alice(), Call::territory_rename { old_name: name("one"), new_name: name("new") }).unwrap();
    assert_eq!(chain.find_territory(&alice(), "one"), None);
    assert_eq!(chain.territory(&alice(), "new"), before);
    assert_eq!(chain.events().len(), announced);
    let key = chain.state(|| TerritoryKey::<Runtime>::get(before.token));
    assert_eq!(key, Some((alice(), name("new"))));
}

#[test]
fn renaming_needs_an_unused_name_and_an_empty_active_territory() {
    let mut chain = Chain::new().with_territory(&alice(), "one").with_territory(&alice(), "two");
    let rename = |old: &str, new: &str| Call::<Runtime>::territory_rename { old_name: name(old), new_name: name(new) };
    assert_eq!(chain.call(&alice(), rename("none", "new")), Err(Error::<Runtime>::NotHaveTerritory.into()));
    assert_eq!(chain.call(&alice(), rename("one", "two")), Err(Error::<Runtime>::DuplicateName.into()));
    chain.call(&alice(), declaration(&alice(), "one", "file", 1)).unwrap();
    assert_eq!(chain.call(&alice(), rename("one", "new")), Err(Error::<Runtime>::ObjectNotZero.into()));
    let deadline = chain.territory(&alice(), "two").deadline;
    chain.go_to(deadline);
    assert_eq!(chain.call(&alice(), rename("two", "new")), Err(Error::<Runtime>::NotActive.into()));
}

#[test]
fn a_granted_territory_is_called_by_the_bytes_of_its_token() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    let before = chain.territory(&alice(), "one");
    let announced = chain.events().len();
    let grant = || Call::<Runtime>::territory_grants { territory_name: name("one"), receiver: bob() };
    chain.call(&alice(), grant()).unwrap();
    assert_eq!(chain.call(&alice(), grant()), Err(Error::<Runtime>::NotHaveTerritory.into()));
    assert_eq!(chain.events().len(), announced);
    let new_name = frame_support::BoundedVec::truncate_from(before.token.as_bytes().to_vec());
    chain.state(|| {
        use pileus_localnet_runtime::pallets::storage_handler::Territory;
        assert_eq!(Territory::<Runtime>::get(bob(), &new_name), Some(before.clone()));
        assert_eq!(TerritoryKey::<Runtime>::get(before.token), Some((bob(), new_name)));
    });
}

#[test]
fn at_most_1999_territories_end_at_one_block() {
    let mut chain = Chain::new();
    for number in 1..2000 {
        chain.mint(&alice(), &format!("t{number}"), 0, 30).unwrap();
    }
    assert_eq!(chain.mint(&alice(), "t2000", 0, 30), Err(Error::<Runtime>::Overflow.into()));
    chain.mint(&alice(), "t2000", 0, 31).unwrap();
}

#[test]
fn only_root_sets_the_price() {
    use pileus_localnet_runtime::pallets::storage_handler::UnitPrice;
    let mut chain = Chain::new();
    let refused = chain.call(&alice(), Call::define_update_price { price: 1 });
    assert_eq!(refused, Err(sp_runtime::DispatchError::BadOrigin));
    chain.root_call(Call::define_update_price { price: 5 }).unwrap();
    assert_eq!(chain.state(UnitPrice::<Runtime>::get), Some(5));
    chain.root_call(Call::update_price {}).unwrap();
    assert_eq!(chain.state(UnitPrice::<Runtime>::get), Some(30_000_000_000_000_000_000));
}
