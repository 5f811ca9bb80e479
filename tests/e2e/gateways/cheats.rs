//! Every way to cheat that shows on the chain, over the whole way: it is named, and never called stored as it is.

use std::time::Duration;

use pileus_domain::{Route, TerritoryName};
use pileus_localnet::gateway::{GatewayFault, GatewayFaultKind};
use pileus_pipeline::{Limits, RunEnd};

use crate::support::{Desk, MIB, Town, assert_same, code, limits};

/// Somebody who does not wait long, and has authorised the first gateway.
async fn customer(town: &Town) -> (Desk, Route) {
    let patience =
        Limits { order_not_seen: Duration::from_secs(3), report_patience: Duration::from_secs(4), ..limits() };
    let alice = town.desk("Alice").await.with_limits(town.url(), patience).await;
    let route = alice.authorise(town, 0).await;
    (alice, route)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_encrypts_orders_nothing_or_stalls_is_named_and_the_file_stored_without_them() {
    let town = Town::new().await;
    let (alice, route) = customer(&town).await;
    for (number, kind, expected) in [
        (1, GatewayFaultKind::Reencrypt, "gateway_changed"),
        (2, GatewayFaultKind::DropOrder, "gateway_no_order"),
        (3, GatewayFaultKind::Stall, "gateway_stalled"),
    ] {
        town.network.set_gateway_fault(GatewayFault::once(kind));
        let source = town.file(&format!("file-{number}.bin"), MIB);
        let job = alice.job_by(&source, &route).await;
        assert_eq!(alice.run(job).await.end, RunEnd::Finished, "{expected}");
        assert_eq!(alice.given_up(job).await, [expected]);
        let fid = alice.record(job).await.fid.unwrap();
        assert_eq!(town.chronicle.declarations(&fid).await, 1, "{expected}");
        assert_same(&source, &alice.fetch(fid, &format!("back-{number}.bin")).await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_orders_for_another_elsewhere_or_under_another_name_is_named_and_nothing_is_called_stored() {
    let town = Town::new().await;
    let (alice, route) = customer(&town).await;
    alice.rent(&TerritoryName::new("elsewhere").unwrap(), 1).await;
    let (territory, name) = ("elsewhere".to_owned(), "renamed".to_owned());
    for (number, kind, expected) in [
        (1, GatewayFaultKind::WrongOwner, "gateway_other_owner"),
        (2, GatewayFaultKind::WrongTerritory { territory }, "gateway_other_territory"),
        (3, GatewayFaultKind::WrongName { name }, "gateway_other_name"),
    ] {
        town.network.set_gateway_fault(GatewayFault::once(kind));
        let source = town.file(&format!("file-{number}.bin"), MIB);
        let job = alice.job_by(&source, &route).await;
        assert_eq!(code(&alice.run(job).await.end), expected);
        assert!(source.exists());
    }
}
