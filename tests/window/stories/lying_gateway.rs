//! A gateway that lies is caught in the window: named, and where that is possible the file is stored another way.

use pileus_domain::Fid;
use pileus_localnet::gateway::{GatewayFault, GatewayFaultKind};
use pileus_ports::At;

use super::{
    FINISHED, drop_onto,
    gateway::{authorise, choose_gateway, kinds, name, settled, timeline, timeline_says},
    write_file,
};
use crate::{driver::Window, network::is_active_on};

const FAILED: &str = "[data-testid='row'][data-condition='failed']";

#[tokio::test]
async fn a_lying_gateway_is_named_and_the_file_stored_without_it_where_that_can_be() {
    let (window, far) = settled().await;
    let gateway = name(&far, 0);
    authorise(&window, &gateway).await;

    far.set_gateway_fault(GatewayFault::once(GatewayFaultKind::Truncate));
    store_by_gateway(&window, "half.bin").await;
    window.find_by(FINISHED).await;
    let fid: Fid = window.attribute(FINISHED, "data-fid").await.parse().unwrap();
    assert!(is_active_on(far.info().rpc_url.clone(), &fid, At::Final).await, "the chain does not have {fid}");
    let told = timeline(&window, FINISHED).await;
    let given_up = told.iter().find(|fact| fact["kind"] == "gatewayGivenUp").unwrap_or_else(|| panic!("{told:?}"));
    assert_eq!(given_up["data"]["problem"]["code"], "gateway_truncated");
    assert!(kinds(&told).contains(&"orderSigned".to_owned()), "ordered from here: {told:?}");
    window.click("row-open").await;
    timeline_says(&window, &[&gateway, "only a part of the file"]).await;
    window.keep_picture("gateway-lies").await;

    far.set_gateway_fault(GatewayFault::once(GatewayFaultKind::Swap));
    store_by_gateway(&window, "swapped.bin").await;
    let row = window.find_by(FAILED).await.text().await.unwrap();
    window.find_by(&format!("{FAILED} [data-code='gateway_swapped']")).await;
    assert!(row.contains(&gateway) && row.contains("ordered other content"), "{row}");
    assert!(!kinds(&timeline(&window, FAILED).await).contains(&"stored".to_owned()), "it is not called stored");
    window.wait_for_count(FINISHED, 1).await;
    window.keep_picture("gateway-swapped").await;
    window.close().await;
    far.stop().await;
}

/// Drop a file and let the gateway store it.
async fn store_by_gateway(window: &Window, name: &str) {
    let file = write_file(window.desktop(), name, 2 << 20);
    drop_onto(window, file).await;
    choose_gateway(window).await;
    window.click("sheet-store").await;
}
