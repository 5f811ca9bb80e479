//! Orders that one account makes and any account pays.

use pileus_localnet_runtime::pallets::storage_handler::{
    Call, Error, Event, FROZEN_SPAN, OrderId, OrderType, PayOrder, TerritoryState,
};
use pileus_localnet_runtime::primitives::ONE_DAY;
use pileus_localnet_runtime::{Balances, Runtime, RuntimeEvent};
use sp_runtime::DispatchError;

use crate::support::chain::{Chain, FORTUNE, UNIT_PRICE};
use crate::support::files::{GIB, name};
use crate::support::people::{alice, bob, charlie};

fn create(order_type: OrderType, gib_count: u32, days: u32, expired: u32) -> Call<Runtime> {
    Call::create_order { target_acc: alice(), territory_name: name("one"), order_type, gib_count, days, expired }
}

/// Make an order in Bob's name.
fn order(chain: &mut Chain, order_type: OrderType, gib: u32, days: u32) -> OrderId {
    chain.call(&bob(), create(order_type, gib, days, 99)).unwrap();
    let RuntimeEvent::StorageHandler(Event::CreatePayOrder { order_hash }) = chain.last_event() else {
        panic!("no order was announced")
    };
    order_hash
}

fn pay(chain: &mut Chain, order_id: &OrderId) -> Result<(), DispatchError> {
    chain.call(&charlie(), Call::exec_order { order_id: order_id.clone() })
}

#[test]
fn a_paid_order_mints_for_its_target_at_the_payers_cost() {
    let mut chain = Chain::new();
    let order_hash = order(&mut chain, OrderType::Buy, 2, 1);
    pay(&mut chain, &order_hash).unwrap();
    assert_eq!(chain.last_event(), RuntimeEvent::StorageHandler(Event::PaidOrder { order_hash }));
    let territory = chain.territory(&alice(), "one");
    assert_eq!((territory.total_space, territory.deadline), (2 * GIB, 1 + ONE_DAY), "no thirty days asked");
    chain.state(|| {
        assert_eq!(Balances::free_balance(charlie()), FORTUNE - 2 * UNIT_PRICE);
        assert_eq!(Balances::free_balance(alice()), FORTUNE);
    });
}

#[test]
fn an_order_lives_six_blocks_a_unit_and_less_than_an_hour() {
    let mut chain = Chain::new();
    let refused = chain.call(&bob(), create(OrderType::Buy, 1, 30, 100));
    assert_eq!(refused, Err(Error::<Runtime>::ParamError.into()));
    let order_id = order(&mut chain, OrderType::Buy, 1, 30);
    assert_eq!(chain.state(|| PayOrder::<Runtime>::get(&order_id)).unwrap().expired, 1 + 99 * 6);
    chain.go_to(1 + 99 * 6);
    assert_eq!(pay(&mut chain, &order_id), Err(Error::<Runtime>::OrderExpired.into()));
}

#[test]
fn an_unknown_order_cannot_be_paid() {
    let nothing = OrderId::truncate_from(vec![0; 32]);
    assert_eq!(pay(&mut Chain::new(), &nothing), Err(Error::<Runtime>::NoOrder.into()));
}

#[test]
fn a_paid_expansion_costs_the_rest_of_the_term() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    let order_id = order(&mut chain, OrderType::Expansion, 3, 0);
    pay(&mut chain, &order_id).unwrap();
    assert_eq!(chain.territory(&alice(), "one").total_space, 4 * GIB);
    assert_eq!(chain.state(|| Balances::free_balance(charlie())), FORTUNE - 3 * 30 * UNIT_PRICE);
}

#[test]
fn an_expansion_or_renewal_is_void_when_its_price_changed() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    let orders = [order(&mut chain, OrderType::Expansion, 3, 0)];
    chain.next_block();
    let renewal = order(&mut chain, OrderType::Renewal, 0, 5);
    chain.root_call(Call::define_update_price { price: 1 }).unwrap();
    for order_id in orders.into_iter().chain([renewal]) {
        assert_eq!(pay(&mut chain, &order_id), Err(Error::<Runtime>::InvalidOrder.into()));
    }
}

#[test]
fn a_paid_renewal_asks_for_no_state() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    let deadline = chain.territory(&alice(), "one").deadline;
    chain.go_to(deadline + FROZEN_SPAN);
    let order_id = order(&mut chain, OrderType::Renewal, 0, 5);
    pay(&mut chain, &order_id).unwrap();
    let territory = chain.territory(&alice(), "one");
    assert_eq!(territory.state, TerritoryState::Active);
    assert_eq!(territory.deadline, deadline + FROZEN_SPAN + 5 * ONE_DAY);
}

#[test]
fn an_order_for_what_is_there_already_or_not_at_all_is_refused() {
    let mut chain = Chain::new();
    for kind in [OrderType::Expansion, OrderType::Renewal] {
        let refused = chain.call(&bob(), create(kind, 1, 1, 1));
        assert_eq!(refused, Err(Error::<Runtime>::NotHaveTerritory.into()));
    }
    let order_id = order(&mut chain, OrderType::Buy, 1, 30);
    pay(&mut chain, &order_id).unwrap();
    assert_eq!(pay(&mut chain, &order_id), Err(Error::<Runtime>::PurchasedSpace.into()));
    let refused = chain.call(&bob(), create(OrderType::Buy, 1, 1, 1));
    assert_eq!(refused, Err(Error::<Runtime>::PurchasedSpace.into()));
}
