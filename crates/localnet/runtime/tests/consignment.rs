//! Selling territories from account to account, traps included.

use pileus_localnet_runtime::pallets::storage_handler::{
    Call, Consignment, Error, Event, LOCKING_SPAN, TerritoryState,
};
use pileus_localnet_runtime::primitives::{Balance, ONE_DAY, TOKEN, TokenId};
use pileus_localnet_runtime::{Balances, Runtime, RuntimeEvent};
use sp_runtime::DispatchError;

use crate::support::chain::{Chain, FORTUNE};
use crate::support::files::{declaration, name};
use crate::support::people::{alice, bob, charlie};

fn offer(chain: &mut Chain, price: Balance) -> Result<(), DispatchError> {
    chain.call(&alice(), Call::territory_consignment { territory_name: name("one"), price })
}

fn buy(chain: &mut Chain, token: TokenId, rename: &str) -> Result<(), DispatchError> {
    chain.call(&bob(), Call::buy_consignment { token, rename: name(rename) })
}

/// A chain where Alice offers a territory.
fn offered(price: Balance) -> (Chain, TokenId) {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    offer(&mut chain, price).unwrap();
    let token = chain.territory(&alice(), "one").token;
    (chain, token)
}

#[test]
fn a_bought_territory_changes_hands_fifty_blocks_later() {
    let price = 1000 * TOKEN;
    let (mut chain, token) = offered(price);
    assert_eq!(chain.territory(&alice(), "one").state, TerritoryState::OnConsignment);
    let sellers = chain.state(|| Balances::free_balance(alice()));
    buy(&mut chain, token, "mine").unwrap();
    let announced = Event::BuyConsignment { name: name("mine"), token, price };
    assert_eq!(chain.last_event(), RuntimeEvent::StorageHandler(announced));
    assert_eq!(chain.state(|| Balances::reserved_balance(bob())), price);

    chain.go_to(LOCKING_SPAN);
    assert!(chain.find_territory(&bob(), "mine").is_none());
    chain.next_block();
    assert_eq!(chain.territory(&bob(), "mine").state, TerritoryState::Active);
    assert_eq!(chain.territory(&bob(), "mine").token, token);
    assert_eq!(chain.find_territory(&alice(), "one"), None);
    chain.state(|| {
        assert_eq!(Balances::free_balance(alice()), sellers + price);
        assert_eq!(Balances::free_balance(bob()), FORTUNE - price);
        assert_eq!(Balances::reserved_balance(bob()), 0);
        assert_eq!(Consignment::<Runtime>::get(token), None);
    });
    let announced = Event::ExecConsignment { buyer: bob(), seller: alice(), token };
    assert!(chain.events().contains(&RuntimeEvent::StorageHandler(announced)));
}

#[test]
fn a_territory_offered_for_sale_takes_no_orders() {
    let (mut chain, _) = offered(TOKEN);
    let refused = chain.call(&alice(), declaration(&alice(), "one", "file", 1));
    assert_eq!(refused, Err(Error::<Runtime>::NotActive.into()));
}

#[test]
fn only_an_empty_active_territory_with_more_than_a_day_left_can_be_offered() {
    let mut chain = Chain::new().with_territory(&alice(), "one");
    let deadline = chain.territory(&alice(), "one").deadline;
    chain.go_to(deadline - ONE_DAY);
    assert_eq!(offer(&mut chain, 1), Err(Error::<Runtime>::InsufficientLease.into()));
    chain.call(&alice(), Call::renewal_territory { territory_name: name("one"), days: 1 }).unwrap();
    chain.call(&alice(), declaration(&alice(), "one", "file", 1)).unwrap();
    assert_eq!(offer(&mut chain, 1), Err(Error::<Runtime>::ObjectNotZero.into()));
    let (mut chain, _) = offered(1);
    assert_eq!(offer(&mut chain, 1), Err(Error::<Runtime>::NotActive.into()));
}

#[test]
fn an_offer_can_be_taken_back_until_it_has_a_buyer() {
    let (mut chain, token) = offered(TOKEN);
    let withdraw = || Call::<Runtime>::cancel_consignment { territory_name: name("one") };
    chain.call(&alice(), withdraw()).unwrap();
    assert_eq!(chain.last_event(), RuntimeEvent::StorageHandler(Event::CancleConsignment { token }));
    assert_eq!(chain.territory(&alice(), "one").state, TerritoryState::Active);
    assert_eq!(chain.call(&alice(), withdraw()), Err(Error::<Runtime>::NotOnConsignment.into()));
    offer(&mut chain, TOKEN).unwrap();
    buy(&mut chain, token, "mine").unwrap();
    assert_eq!(chain.call(&alice(), withdraw()), Err(Error::<Runtime>::ConsignmentLocked.into()));
}

#[test]
fn a_buyer_can_step_back_before_the_territory_changes_hands() {
    let (mut chain, token) = offered(TOKEN);
    buy(&mut chain, token, "mine").unwrap();
    let step_back = || Call::<Runtime>::cancel_purchase_action { token };
    assert_eq!(chain.call(&charlie(), step_back()), Err(Error::<Runtime>::NotBuyer.into()));
    chain.call(&bob(), step_back()).unwrap();
    assert_eq!(chain.last_event(), RuntimeEvent::StorageHandler(Event::CancelPurchaseAction { token }));
    assert_eq!(chain.state(|| Balances::reserved_balance(bob())), 0);
    chain.go_to(LOCKING_SPAN + 1);
    assert!(chain.find_territory(&bob(), "mine").is_none());
    buy(&mut chain, token, "again").unwrap();
}

#[test]
fn an_offer_has_one_buyer_who_is_not_the_seller() {
    let (mut chain, token) = offered(TOKEN);
    let own = chain.call(&alice(), Call::buy_consignment { token, rename: name("x") });
    assert_eq!(own, Err(Error::<Runtime>::OwnConsignment.into()));
    buy(&mut chain, token, "mine").unwrap();
    let second = chain.call(&charlie(), Call::buy_consignment { token, rename: name("x") });
    assert_eq!(second, Err(Error::<Runtime>::ConsignmentLocked.into()));
    let nothing = buy(&mut chain, TokenId::zero(), "x");
    assert_eq!(nothing, Err(Error::<Runtime>::NonExistentConsignment.into()));
}

#[test]
fn trap_a_buyer_with_the_price_only_once_is_stuck_for_ever() {
    let price = FORTUNE * 6 / 10;
    let (mut chain, token) = offered(price);
    buy(&mut chain, token, "mine").unwrap();
    chain.go_to(LOCKING_SPAN + 1);
    assert!(chain.find_territory(&bob(), "mine").is_none());
    assert_eq!(chain.territory(&alice(), "one").state, TerritoryState::OnConsignment);
    assert!(chain.state(|| Consignment::<Runtime>::get(token)).unwrap().locked);
    assert!(chain.call(&bob(), Call::cancel_purchase_action { token }).is_err());
    assert_eq!(chain.state(|| Balances::reserved_balance(bob())), price);
}

#[test]
fn trap_a_bought_territory_overwrites_one_of_the_same_name() {
    let (mut chain, token) = offered(TOKEN);
    chain.mint(&bob(), "mine", 5, 30).unwrap();
    buy(&mut chain, token, "mine").unwrap();
    chain.go_to(LOCKING_SPAN + 1);
    assert_eq!(chain.territory(&bob(), "mine").token, token);
}

#[test]
fn trap_an_offer_that_ends_with_the_term_keeps_the_buyers_reserve() {
    let (mut chain, token) = offered(FORTUNE * 6 / 10);
    buy(&mut chain, token, "mine").unwrap();
    let deadline = chain.territory(&alice(), "one").deadline;
    chain.go_to(deadline);
    assert_eq!(chain.territory(&alice(), "one").state, TerritoryState::Frozen);
    assert_eq!(chain.state(|| Consignment::<Runtime>::get(token)), None);
    assert_eq!(chain.state(|| Balances::reserved_balance(bob())), FORTUNE * 6 / 10);
}

#[test]
fn nobody_but_the_chain_hands_a_territory_over() {
    let (mut chain, token) = offered(TOKEN);
    let refused = chain.call(&bob(), Call::exec_consignment { token, territory_name: name("mine") });
    assert_eq!(refused, Err(DispatchError::BadOrigin));
}
