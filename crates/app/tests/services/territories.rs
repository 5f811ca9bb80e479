//! Rented space: guards, prices, and what was really spent.

use pileus_app::TerritoryChange;
use pileus_domain::{ByteCount, Planck, TerritoryName, TerritoryState};

use crate::world::{World, bucket, territory};

fn named(name: &str) -> TerritoryName {
    TerritoryName::new(name).unwrap()
}

#[tokio::test]
async fn a_quote_names_price_fee_and_balance_and_the_chain_agrees() {
    let (world, account) = World::furnished().await;
    let service = &world.services.territories;
    let change = TerritoryChange::Rent { name: named("new"), gib: 2, days: 40 };
    let quote = service.quote(&account, &change).await.unwrap();
    assert_eq!(quote.price, Planck(8 * Planck::TOKEN.0));
    assert_eq!(quote.resulting.0, quote.balance.0 - quote.price.0 - quote.fee.0);
    let receipt = service.carry_out(&quote).await.unwrap();
    assert_eq!(receipt.spent, Some(quote.price), "as the event says");
    assert_eq!(world.chain.territory_now(account, &named("new")).unwrap().total, ByteCount(2 << 30));
}

#[tokio::test]
async fn more_space_is_paid_for_the_days_that_are_left() {
    let (world, account) = World::furnished().await;
    let service = &world.services.territories;
    let quote = service.quote(&account, &TerritoryChange::Expand { name: territory(), gib: 1 }).await.unwrap();
    assert_eq!(quote.price, Planck(6 * Planck::TOKEN.0), "1 GiB, 60 begun days");
    assert_eq!(service.carry_out(&quote).await.unwrap().spent, Some(quote.price));
    let quote = service.quote(&account, &TerritoryChange::Renew { name: territory(), days: 1 }).await.unwrap();
    assert_eq!(quote.price, Planck(3 * Planck::TOKEN.0 / 10), "3 GiB, 1 day");
    assert_eq!(service.carry_out(&quote).await.unwrap().spent, Some(quote.price));
}

#[tokio::test]
async fn what_the_chain_refuses_or_wrongly_takes_is_refused_before_signing() {
    let (world, account) = World::furnished().await;
    let service = &world.services.territories;
    let rent = |name: &str, gib, days| TerritoryChange::Rent { name: named(name), gib, days };
    for (change, code) in [
        (rent("new", 0, 30), "territory_size"),
        (rent("new", 1, 29), "term_too_short"),
        (rent("default", 1, 30), "territory_name_taken"),
        (rent("new", 1 << 20, 30), "network_sold_out"),
        (rent("new", 1_000, 30), "balance_too_low"),
        (TerritoryChange::Expand { name: territory(), gib: 0 }, "territory_size"),
        (TerritoryChange::Expand { name: named("no"), gib: 1 }, "territory_missing"),
        (TerritoryChange::Renew { name: territory(), days: 0 }, "territory_term"),
        (TerritoryChange::Rename { from: territory(), to: territory() }, "territory_name_taken"),
    ] {
        assert_eq!(service.quote(&account, &change).await.unwrap_err().code, code, "{change:?}");
    }
    assert!(world.chain.submissions().is_empty());
}

#[tokio::test]
async fn a_frozen_territory_can_be_renewed_but_not_expanded() {
    let (world, account) = World::furnished().await;
    world.chain.change_territory(account, &territory(), |t| t.state = TerritoryState::Frozen);
    let service = &world.services.territories;
    let expand = TerritoryChange::Expand { name: territory(), gib: 1 };
    assert_eq!(service.quote(&account, &expand).await.unwrap_err().code, "territory_wrong_state");
    assert!(service.quote(&account, &TerritoryChange::Renew { name: territory(), days: 5 }).await.is_ok());
}

#[tokio::test]
async fn only_an_empty_territory_gets_another_name() {
    let (world, account) = World::furnished().await;
    let service = &world.services.territories;
    world.services.buckets.create(&account, &territory(), &bucket()).await.unwrap();
    let rename = TerritoryChange::Rename { from: territory(), to: named("archive") };
    world.chain.change_territory(account, &territory(), |t| t.locked = ByteCount(1));
    assert_eq!(service.quote(&account, &rename).await.unwrap_err().code, "territory_not_empty");
    world.chain.change_territory(account, &territory(), |t| t.locked = ByteCount(0));
    let quote = service.quote(&account, &rename).await.unwrap();
    assert_eq!(quote.price, Planck(0));
    assert_eq!(service.carry_out(&quote).await.unwrap().spent, None);
    assert!(world.chain.territory_now(account, &named("archive")).is_some());
    let buckets = world.services.buckets.list(&account).await.unwrap();
    assert_eq!(buckets[0].bucket.territory, named("archive"), "its buckets go with it");
}
