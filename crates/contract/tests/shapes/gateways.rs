//! What windows read of gateways and say to them, pinned.

use pileus_app::{GatewayEntry, GatewayReach};
use pileus_contract::window::{GatewayChange, GatewayRow, RouteRequest, UsableGateway};
use pileus_domain::GatewayRecord;
use serde_json::{Value, json, to_value};

use crate::values::account;

fn record(domain: &str) -> GatewayRecord {
    GatewayRecord::from_chain(account(), domain.as_bytes())
}

fn row(domain: &str, reach: GatewayReach) -> Value {
    let entry = GatewayEntry { record: record(domain), listed: true, authorised: false, reach };
    to_value(GatewayRow::from(&entry)).unwrap()
}

#[test]
fn a_gateway_crosses_over_with_its_answer() {
    let address = account().to_string();
    let silent = GatewayReach::Silent { reason: "nobody is there".to_owned() };
    let answers = GatewayReach::Answers { version: "deoss v0.4.2".to_owned() };
    let wanted = |name: Value, answer: Value| json!({ "name": name, "account": address, "listed": true, "authorised": false, "answer": answer });
    let named = json!("gateway.example");
    assert_eq!(
        row("https://Gateway.example", answers),
        wanted(named.clone(), json!({ "kind": "answers", "version": "deoss v0.4.2" }))
    );
    assert_eq!(row("gateway.example", silent), wanted(named, json!({ "kind": "silent", "reason": "nobody is there" })));
    assert_eq!(row("empty", GatewayReach::NoAddress), wanted(Value::Null, json!({ "kind": "noAddress" })));
}

#[test]
fn only_a_gateway_with_an_address_is_offered_for_an_upload() {
    let offered = UsableGateway::new(&record("http://gateway.example")).map(|gateway| to_value(gateway).unwrap());
    assert_eq!(offered, Some(json!({ "name": "gateway.example", "account": account().to_string() })));
    assert_eq!(UsableGateway::new(&record("empty")), None);
}

#[test]
fn wishes_about_gateways_are_read_by_their_kind() {
    let gateway = "gateway.example".to_owned();
    let change =
        |kind: &str| serde_json::from_value::<GatewayChange>(json!({ "kind": kind, "gateway": gateway })).unwrap();
    assert_eq!(change("authorise"), GatewayChange::Authorise { gateway: gateway.clone() });
    assert_eq!(change("revoke"), GatewayChange::Revoke { gateway: gateway.clone() });
    let route = |text: Value| serde_json::from_value::<RouteRequest>(text);
    assert_eq!(route(json!({ "kind": "direct" })).unwrap(), RouteRequest::Direct);
    assert_eq!(route(json!({ "kind": "gateway", "gateway": gateway })).unwrap(), RouteRequest::Gateway { gateway });
    assert!(route(json!({ "kind": "gateway" })).is_err());
}
