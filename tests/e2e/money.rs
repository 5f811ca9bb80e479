//! Every way to spend money on space: what was shown is what leaves the account, to the planck.

use pileus_app::{Receipt, SpaceWanted, TerritoryChange};
use pileus_domain::{AccountId, BlockNumber, Planck, SpaceOrderKind, TerritoryName, TerritoryState, TerritoryToken};
use pileus_ports::At as Place;

use crate::support::{Desk, Town, space};

/// Blocks from a purchase until the territory changes hands, and one more.
const LOCKED: u32 = 51;
/// Blocks from the end of a term to the end of the space.
const FROZEN: u32 = 7 * BlockNumber::DAY;

fn named(name: &str) -> TerritoryName {
    TerritoryName::new(name).unwrap()
}

/// All of an account's money, reserved or not.
pub(crate) async fn wealth(desk: &Desk) -> u128 {
    let balance = desk.chain().balance(&desk.account).await.unwrap();
    balance.free.0 + balance.reserved.0
}

/// Sign a change; what it takes from the account is what was shown.
async fn pay(desk: &Desk, change: TerritoryChange) -> Receipt {
    let (receipt, taken, price) = take(desk, &change).await;
    assert_eq!(taken, price, "the price of {change:?}");
    receipt
}

/// Sign a change; gives what it took beside the fee, and the price that was shown. The fee is the one that was shown,
/// and so is the balance afterwards.
async fn take(desk: &Desk, change: &TerritoryChange) -> (Receipt, u128, u128) {
    let quote = desk.services.territories.quote(&desk.account, change).await.unwrap();
    let before = wealth(desk).await;
    assert_eq!(quote.balance, desk.chain().balance(&desk.account).await.unwrap().free);
    let receipt = desk.services.territories.carry_out(&quote).await.unwrap();
    assert_eq!(receipt.fee, Some(quote.fee), "the fee of {change:?}");
    let free = desk.chain().balance(&desk.account).await.unwrap().free;
    assert_eq!(free, quote.resulting, "the balance after {change:?}");
    (receipt, before - wealth(desk).await - quote.fee.0, quote.price.0)
}

async fn token(desk: &Desk, name: &TerritoryName) -> TerritoryToken {
    desk.chain().territory(&desk.account, name, Place::Best).await.unwrap().unwrap().token
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn terms_cost_what_was_shown() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let (one, two) = (named("one"), named("two"));
    pay(&alice, TerritoryChange::Rent { name: one.clone(), gib: 3, days: 31 }).await;
    pay(&alice, TerritoryChange::Expand { name: one.clone(), gib: 2 }).await;
    pay(&alice, TerritoryChange::Renew { name: one.clone(), days: 7 }).await;
    pay(&alice, TerritoryChange::Rename { from: one, to: two.clone() }).await;
    let territory = alice.chain().territory(&alice.account, &two, Place::Best).await.unwrap().unwrap();
    let best = town.network.chain().best().number;
    town.network.jump(territory.deadline.0 + 1 - best).await.unwrap();
    town.network.jump(FROZEN + 1).await.unwrap();
    let receipt = pay(&alice, TerritoryChange::Revive { name: two.clone(), days: 1 }).await;
    assert!(receipt.spent.is_some_and(|spent| spent.0 > 0));
    let back = alice.chain().territory(&alice.account, &two, Place::Best).await.unwrap().unwrap();
    assert_eq!((back.state, back.remaining), (TerritoryState::Active, back.total));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn gifts_and_orders_cost_what_was_shown() {
    let town = Town::new().await;
    let (alice, bob) = (town.desk("Alice").await, town.desk("Bob").await);
    pay(&alice, TerritoryChange::Grant { name: space(), to: bob.account }).await;
    let theirs = bob.services.territories.list(&bob.account).await.unwrap();
    let gift = theirs.iter().find(|territory| territory.name != space()).expect("the gift has arrived");
    pay(&bob, TerritoryChange::Rename { from: gift.name.clone(), to: named("gift") }).await;

    for (kind, gib, days) in
        [(SpaceOrderKind::Rent, 2, 30), (SpaceOrderKind::Expand, 1, 0), (SpaceOrderKind::Renew, 0, 9)]
    {
        let wanted = SpaceWanted { owner: bob.account, name: named("ordered"), kind, gib, days };
        let order = pay(&bob, TerritoryChange::Order(wanted)).await.order.expect("an order has a number");
        let receipt = pay(&alice, TerritoryChange::PayOrder { order }).await;
        assert!(receipt.spent.is_some_and(|spent| spent.0 > 0), "{kind:?}");
    }
    let ordered = bob.chain().territory(&bob.account, &named("ordered"), Place::Best).await.unwrap().unwrap();
    assert_eq!(ordered.total.0 >> 30, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sale_moves_its_price_once_from_buyer_to_seller() {
    let town = Town::new().await;
    let (alice, bob) = (town.desk("Alice").await, town.desk("Bob").await);
    let price = Planck(123_456_789_012_345_678_901);
    pay(&alice, TerritoryChange::Consign { name: space(), price }).await;
    let offered = token(&alice, &space()).await;
    let buy = TerritoryChange::Buy { token: offered, name: named("bought") };

    // The price is set aside at first: nothing is lost by it.
    let (_, taken, shown) = take(&bob, &buy).await;
    assert_eq!((taken, shown), (0, price.0));
    let (_, taken, _) = take_back(&bob, &TerritoryChange::WithdrawPurchase { token: offered }).await;
    assert_eq!(taken, 0);

    let (before, seller) = (wealth(&bob).await, wealth(&alice).await);
    let receipt = bob.services.territories.carry_out(&quote(&bob, &buy).await).await.unwrap();
    town.network.jump(LOCKED).await.unwrap();
    assert_eq!(before - wealth(&bob).await, price.0 + receipt.fee.unwrap().0);
    assert_eq!(wealth(&alice).await - seller, price.0);
    assert_eq!(token(&bob, &named("bought")).await, offered);
    assert_eq!(bob.chain().balance(&bob.account).await.unwrap().reserved, Planck(0));
}

async fn quote(desk: &Desk, change: &TerritoryChange) -> pileus_app::Quote {
    desk.services.territories.quote(&desk.account, change).await.unwrap()
}

/// Undo a purchase: what was set aside is free again.
async fn take_back(desk: &Desk, change: &TerritoryChange) -> (Receipt, u128, u128) {
    let quoted = quote(desk, change).await;
    let before = wealth(desk).await;
    let receipt = desk.services.territories.carry_out(&quoted).await.unwrap();
    assert_eq!(receipt.fee, Some(quoted.fee));
    (receipt, before - wealth(desk).await - quoted.fee.0, quoted.price.0)
}

/// Somebody who has never owned anything can be given space, and nothing is charged to them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_given_space_pays_nothing() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let stranger = AccountId([0x5a; 32]);
    let wanted = SpaceWanted { owner: stranger, name: named("theirs"), kind: SpaceOrderKind::Rent, gib: 1, days: 30 };
    let order = pay(&alice, TerritoryChange::Order(wanted)).await.order.unwrap();
    pay(&alice, TerritoryChange::PayOrder { order }).await;
    assert!(alice.chain().territory(&stranger, &named("theirs"), Place::Best).await.unwrap().is_some());
    assert_eq!(alice.chain().balance(&stranger).await.unwrap().free, Planck(0));
}
