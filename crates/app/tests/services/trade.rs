//! Space that changes hands: what the chain would take to nobody's good is refused before anything is signed.

use pileus_app::{SpaceWanted, TerritoryChange};
use pileus_domain::{
    AccountId, BlockNumber, ByteCount, Planck, SpaceOrderId, SpaceOrderKind, TerritoryName, TerritoryState,
    TerritoryToken,
};
use pileus_ports::Keystore as _;

use crate::world::{World, territory};

/// A price that everybody here can pay twice.
const PRICE: Planck = Planck(10 * Planck::TOKEN.0);
/// Enough for the buyer.
const WEALTH: Planck = Planck(100 * Planck::TOKEN.0);

fn named(name: &str) -> TerritoryName {
    TerritoryName::new(name).unwrap()
}

/// Another account of this person, with money.
fn other(world: &World) -> AccountId {
    let (entry, _) = world.keystore.create_account("other").unwrap();
    world.chain.fund(entry.account, WEALTH);
    entry.account
}

async fn sign(world: &World, account: &AccountId, change: TerritoryChange) -> pileus_app::Receipt {
    let quote = world.services.territories.quote(account, &change).await.unwrap();
    world.services.territories.carry_out(&quote).await.unwrap()
}

async fn refused(world: &World, account: &AccountId, change: TerritoryChange) -> String {
    world.services.territories.quote(account, &change).await.unwrap_err().code
}

/// The territory on sale; its token.
async fn offered(world: &World, seller: &AccountId) -> TerritoryToken {
    sign(world, seller, TerritoryChange::Consign { name: territory(), price: PRICE }).await;
    world.chain.territory_now(*seller, &territory()).unwrap().token
}

#[tokio::test]
async fn an_expired_territory_comes_back_empty_at_the_thirtieth_part() {
    let (world, account) = World::furnished().await;
    let revive = TerritoryChange::Revive { name: territory(), days: 30 };
    assert_eq!(refused(&world, &account, revive.clone()).await, "territory_wrong_state");
    world.chain.change_territory(account, &territory(), |t| t.state = TerritoryState::Expired);
    let quote = world.services.territories.quote(&account, &revive).await.unwrap();
    assert_eq!(
        quote.price,
        Planck(2 * 30 * (Planck::TOKEN.0 / 10 / 30)),
        "2 GiB, 30 days, the thirtieth part rounded first"
    );
    assert_eq!(world.services.territories.carry_out(&quote).await.unwrap().spent, Some(quote.price));
    let back = world.chain.territory_now(account, &territory()).unwrap();
    assert_eq!((back.state, back.remaining), (TerritoryState::Active, back.total));
}

#[tokio::test]
async fn a_gift_goes_to_somebody_else_and_only_when_it_is_empty() {
    let (world, account) = World::furnished().await;
    let friend = other(&world);
    let grant = |to| TerritoryChange::Grant { name: territory(), to };
    assert_eq!(refused(&world, &account, grant(account)).await, "grant_to_owner");
    world.chain.change_territory(account, &territory(), |t| t.used = ByteCount(1));
    assert_eq!(refused(&world, &account, grant(friend)).await, "territory_not_empty");
    world.chain.change_territory(account, &territory(), |t| t.used = ByteCount(0));
    sign(&world, &account, grant(friend)).await;
    let theirs = world.services.territories.list(&friend).await.unwrap();
    assert_eq!(theirs.len(), 1);
    sign(&world, &friend, TerritoryChange::Rename { from: theirs[0].name.clone(), to: named("gift") }).await;
    assert!(world.chain.territory_now(friend, &named("gift")).is_some());
}

#[tokio::test]
async fn a_bought_territory_changes_hands_for_its_price() {
    let (world, seller) = World::furnished().await;
    let buyer = other(&world);
    let token = offered(&world, &seller).await;
    let buy = TerritoryChange::Buy { token, name: named("bought") };
    let quote = world.services.territories.quote(&buyer, &buy).await.unwrap();
    assert_eq!((quote.price, quote.resulting.0), (PRICE, quote.balance.0 - PRICE.0 - quote.fee.0));
    let receipt = world.services.territories.carry_out(&quote).await.unwrap();
    assert_eq!(receipt.spent, Some(PRICE));
    assert_eq!(
        refused(&world, &seller, TerritoryChange::WithdrawConsignment { name: territory() }).await,
        "offer_taken"
    );
    world.chain.make_blocks(60);
    let bought = world.chain.territory_now(buyer, &named("bought")).unwrap();
    assert_eq!((bought.token, bought.state), (token, TerritoryState::Active));
    assert!(world.chain.territory_now(seller, &territory()).is_none());
    assert_eq!(refused(&world, &buyer, TerritoryChange::WithdrawPurchase { token }).await, "offer_missing");
}

#[tokio::test]
async fn the_traps_of_a_purchase_are_blocked() {
    let (world, seller) = World::furnished().await;
    let buyer = other(&world);
    let token = offered(&world, &seller).await;
    let buy = |name: &str| TerritoryChange::Buy { token, name: named(name) };
    assert_eq!(refused(&world, &seller, buy("x")).await, "offer_own");
    let stranger = TerritoryToken([9; 32]);
    let nothing = TerritoryChange::Buy { token: stranger, name: named("x") };
    assert_eq!(refused(&world, &buyer, nothing).await, "offer_missing");
    world.chain.grant_territory(buyer, &named("mine"), 1, 30);
    assert_eq!(refused(&world, &buyer, buy("mine")).await, "territory_name_taken", "it would be overwritten");
    world.chain.set_balance(buyer, Planck(PRICE.0 + Planck::TOKEN.0));
    assert_eq!(refused(&world, &buyer, buy("x")).await, "price_twice", "the reserve would be stuck");
    world.chain.set_balance(buyer, WEALTH);
    let soon = BlockNumber(world.chain.best().number.0 + 100);
    world.chain.change_territory(seller, &territory(), |t| t.deadline = soon);
    assert_eq!(refused(&world, &buyer, buy("x")).await, "offer_ending", "the reserve would be stuck");
    let step_back = TerritoryChange::WithdrawPurchase { token };
    assert_eq!(refused(&world, &buyer, step_back).await, "purchase_missing");
}

#[tokio::test]
async fn an_offer_needs_a_price_and_a_day() {
    let (world, account) = World::furnished().await;
    let consign = |price| TerritoryChange::Consign { name: territory(), price };
    assert_eq!(refused(&world, &account, consign(Planck(0))).await, "price_missing");
    let soon = BlockNumber(world.chain.best().number.0 + BlockNumber::DAY);
    world.chain.change_territory(account, &territory(), |t| t.deadline = soon);
    assert_eq!(refused(&world, &account, consign(PRICE)).await, "term_too_near");
}

#[tokio::test]
async fn both_sides_of_a_sale_can_step_back_in_time() {
    let (world, seller) = World::furnished().await;
    let buyer = other(&world);
    let token = offered(&world, &seller).await;
    sign(&world, &buyer, TerritoryChange::Buy { token, name: named("bought") }).await;
    sign(&world, &buyer, TerritoryChange::WithdrawPurchase { token }).await;
    sign(&world, &seller, TerritoryChange::WithdrawConsignment { name: territory() }).await;
    let back = world.chain.territory_now(seller, &territory()).unwrap();
    assert_eq!(back.state, TerritoryState::Active);
}

fn wanted(owner: AccountId, name: &str, kind: SpaceOrderKind) -> TerritoryChange {
    TerritoryChange::Order(SpaceWanted { owner, name: named(name), kind, gib: 1, days: 30 })
}

#[tokio::test]
async fn an_order_is_paid_by_somebody_else_at_its_price() {
    let (world, payer) = World::furnished().await;
    let friend = other(&world);
    let receipt = sign(&world, &friend, wanted(friend, "theirs", SpaceOrderKind::Rent)).await;
    let order = receipt.order.unwrap();
    let pay = TerritoryChange::PayOrder { order };
    let quote = world.services.territories.quote(&payer, &pay).await.unwrap();
    assert_eq!(quote.price, Planck(3 * Planck::TOKEN.0));
    assert_eq!(world.services.territories.carry_out(&quote).await.unwrap().spent, Some(quote.price));
    assert!(world.chain.territory_now(friend, &named("theirs")).is_some());
    assert_eq!(
        refused(&world, &payer, pay).await,
        "territory_name_taken",
        "paid twice it would be refused after the fee"
    );
    let nothing = TerritoryChange::PayOrder { order: SpaceOrderId([1; 32]) };
    assert_eq!(refused(&world, &payer, nothing).await, "space_order_missing");
}

#[tokio::test]
async fn an_order_that_is_over_or_no_longer_holds_is_not_paid() {
    let (world, owner) = World::furnished().await;
    let renewal = sign(&world, &owner, wanted(owner, "default", SpaceOrderKind::Renew)).await.order.unwrap();
    let pay = TerritoryChange::PayOrder { order: renewal };
    sign(&world, &owner, TerritoryChange::Expand { name: territory(), gib: 1 }).await;
    assert_eq!(refused(&world, &owner, pay.clone()).await, "space_order_price_changed");
    world.chain.change_territory(owner, &territory(), |t| t.state = TerritoryState::Expired);
    assert_eq!(refused(&world, &owner, pay.clone()).await, "space_order_too_late");
    let far = BlockNumber(world.chain.best().number.0 + 600);
    world.chain.jump_to(far);
    assert_eq!(refused(&world, &owner, pay).await, "space_order_over");
    assert_eq!(refused(&world, &owner, wanted(owner, "default", SpaceOrderKind::Rent)).await, "territory_name_taken");
}
