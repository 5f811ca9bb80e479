//! What files and gateways cost: the fees that were shown, to the planck, and nothing else.

use pileus_app::{BulkWatch, GatewayChange, SealChoice, TerritoryChange};
use pileus_domain::{BucketName, Fid, Planck, TerritoryName};
use pileus_pipeline::RunEnd;
use pileus_ports::{Bucket, Given, JobEvent};
use tokio_util::sync::CancellationToken;

use crate::{
    money::wealth,
    support::{Desk, Town, space},
};

/// Do something that takes exactly what was shown from the account.
async fn costs<T>(desk: &Desk, shown: Planck, what: &str, act: impl Future<Output = T>) -> T {
    let before = wealth(desk).await;
    let done = act.await;
    assert_eq!(before - wealth(desk).await, shown.0, "{what}");
    done
}

/// Store a sealed file; gives its name.
async fn store(desk: &Desk, town: &Town, name: &str) -> Fid {
    let source = town.file(name, 1_000);
    desk.store(&source, SealChoice::data_key("default")).await
}

/// The bucket of this name.
async fn bucket(desk: &Desk, name: &str) -> Bucket {
    let all = desk.services.buckets.list(&desk.account).await.unwrap();
    all.into_iter().map(|summary| summary.bucket).find(|bucket| bucket.name.as_str() == name).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn orders_moves_and_deletions_cost_the_fee_that_was_shown() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let first = store(&alice, &town, "first.bin").await;
    let files = bucket(&alice, "files").await;
    let shown = alice.services.transfers.order_fees(&files, &[1]).await.unwrap();
    let second = costs(&alice, shown, "an order", store(&alice, &town, "second.bin")).await;

    let elsewhere = TerritoryName::new("elsewhere").unwrap();
    alice.rent(&elsewhere, 1).await;
    let services = &alice.services;
    let other = services.buckets.create(&alice.account, &elsewhere, &BucketName::new("other").unwrap()).await.unwrap();
    let (stop, tell) = (CancellationToken::new(), |_| {});
    let watch = BulkWatch { stop: &stop, tell: &tell };
    let shown = services.buckets.move_question(&other, &[first]).await.unwrap().fee.unwrap();
    let moved = costs(&alice, shown, "a move", services.buckets.move_files(&other, &[first], watch)).await;
    assert_eq!(moved.unwrap().done, [(first, Ok(()))]);

    // A moved file is not among them: the network would free its space in the territory that it left.
    let both = [second, store(&alice, &town, "third.bin").await];
    let shown = services.files.removal_question(&alice.account, &both).await.unwrap().fee.unwrap();
    let removed = costs(&alice, shown, "deletions", services.files.remove_all(&alice.account, &both, watch)).await;
    let fees = removed.unwrap().done.into_iter().map(|(_, removal)| removal.unwrap().fee.unwrap().0);
    assert_eq!(fees.sum::<u128>(), shown.0, "what was said to be paid");
    assert_eq!(alice.used_and_locked().await, (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_costs_the_fee_of_its_authorisation_and_pays_for_the_order_itself() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let gateways = &alice.services.gateways;
    let name = &town.network.info().gateways[0].account;
    for change in [GatewayChange::Authorise, GatewayChange::Revoke, GatewayChange::Authorise] {
        let quote = gateways.quote(&alice.account, change, name).await.unwrap();
        let receipt = costs(&alice, quote.fee, "a gateway's power", gateways.carry_out(&quote)).await.unwrap();
        assert_eq!((receipt.fee, quote.price), (Some(quote.fee), Planck(0)));
        assert_eq!(alice.chain().balance(&alice.account).await.unwrap().free, quote.resulting);
    }
    let route = gateways.route(&alice.account, name).await.unwrap();
    let job = alice.job_by(&town.file("letter.bin", 1_000), &route).await;
    let outcome = costs(&alice, Planck(0), "an upload through a gateway", alice.run(job)).await;
    assert_eq!(outcome.end, RunEnd::Finished);
    assert!(alice.events(job).await.iter().any(|event| matches!(event, JobEvent::HandedOver { .. })));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_became_dearer_after_it_was_shown_is_not_signed() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let prices = &alice.services.space;
    let renew = || TerritoryChange::Renew { name: space(), days: 10 };
    let shown = prices.price(&alice.account, renew()).await.unwrap();
    let twice = prices.price(&alice.account, TerritoryChange::Expand { name: space(), gib: 4 }).await.unwrap();
    costs(&alice, twice.quote.total(), "twice the space", prices.sign(&twice.id, &Given)).await.unwrap();

    let refused = costs(&alice, Planck(0), "what was refused", prices.sign(&shown.id, &Given)).await;
    assert_eq!(refused.unwrap_err().code, "price_changed");
    let again = prices.price(&alice.account, renew()).await.unwrap();
    assert_eq!(again.quote.price.0, 2 * shown.quote.price.0, "twice the space");
    let receipt =
        costs(&alice, again.quote.total(), "what was shown anew", prices.sign(&again.id, &Given)).await.unwrap();
    assert_eq!(receipt.spent, Some(again.quote.price));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_taken_off_sale_costs_its_fee() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let price = Planck(7 * Planck::TOKEN.0);
    for change in
        [TerritoryChange::Consign { name: space(), price }, TerritoryChange::WithdrawConsignment { name: space() }]
    {
        let quote = alice.services.territories.quote(&alice.account, &change).await.unwrap();
        assert_eq!(quote.price, Planck(0));
        costs(&alice, quote.fee, "a sale", alice.services.territories.carry_out(&quote)).await.unwrap();
    }
}
