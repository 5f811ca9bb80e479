//! What windows read of gateways and say to them, pinned.

use std::collections::BTreeMap;

use pileus_app as app;
use pileus_app::{GatewayEntry, GatewayReach, GatewayTold, ToldFile};
use pileus_contract::GatewayToldView;
use pileus_contract::window::{
    Fact, GatewayChange, GatewayRow, IdleGateway, RouteAdvice, RouteQuestion, RouteRequest, UsableGateway,
};
use pileus_domain::{ByteCount, GatewayRecord, JobId, NodeId, Problem, Route};
use pileus_ports::{EventRecord, GatewayErrorKind, JobEvent, Timestamp};
use serde_json::{Value, json, to_value};

use crate::values::{account, block, fid};

fn record(domain: &str) -> GatewayRecord {
    GatewayRecord::from_chain(account(), &[], domain.as_bytes())
}

fn row(domain: &str, reach: GatewayReach) -> Value {
    let entry = GatewayEntry { record: record(domain), listed: true, authorised: false, reach };
    to_value(GatewayRow::from(&entry)).unwrap()
}

#[test]
fn a_gateway_crosses_over_with_its_answer() {
    let address = account().to_string();
    let silent = GatewayReach::Silent { kind: GatewayErrorKind::Unreachable, reason: "nobody is there".to_owned() };
    let answers = GatewayReach::Answers { version: "deoss v0.4.2".to_owned() };
    let wanted = |name: Value, answer: Value| json!({ "name": name, "account": address, "listed": true, "authorised": false, "experimental": false, "answer": answer });
    let named = json!("gateway.example");
    assert_eq!(
        row("https://Gateway.example", answers),
        wanted(named.clone(), json!({ "kind": "answers", "version": "deoss v0.4.2" }))
    );
    assert_eq!(row("gateway.example", silent), wanted(named, json!({ "kind": "silent", "code": "unreachable" })));
    assert_eq!(row("empty", GatewayReach::NoAddress), wanted(Value::Null, json!({ "kind": "noAddress" })));
}

#[test]
fn only_a_gateway_with_an_address_is_offered_for_an_upload() {
    let offered = UsableGateway::new(&record("http://gateway.example")).map(|gateway| to_value(gateway).unwrap());
    assert_eq!(
        offered,
        Some(json!({ "name": "gateway.example", "account": account().to_string(), "experimental": false }))
    );
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
    assert_eq!(route(json!({ "kind": "auto" })).unwrap(), RouteRequest::Auto);
    assert_eq!(route(json!({ "kind": "gateway", "gateway": gateway })).unwrap(), RouteRequest::Gateway { gateway });
    assert!(route(json!({ "kind": "gateway" })).is_err());
}

#[test]
fn a_gateway_of_another_program_is_experimental() {
    let record = GatewayRecord::from_chain(account(), b"A pool", b"https://retriever.example");
    let offered = to_value(UsableGateway::new(&record)).unwrap();
    assert_eq!(offered["experimental"], json!(true));
    let entry =
        GatewayEntry { record, listed: true, authorised: true, reach: GatewayReach::Answers { version: "1".into() } };
    assert_eq!(to_value(GatewayRow::from(&entry)).unwrap()["experimental"], json!(true));
}

#[test]
fn why_a_gateway_is_silent_is_told_in_few_codes() {
    use GatewayErrorKind as Kind;
    let code = |kind| {
        let row = row("g.example", GatewayReach::Silent { kind, reason: "in its own words".to_owned() });
        row["answer"]["code"].as_str().unwrap().to_owned()
    };
    let told = [
        (Kind::Unreachable, "unreachable"),
        (Kind::TimedOut, "timedOut"),
        (Kind::Redirected, "elsewhere"),
        (Kind::Corrupt, "unreadable"),
        (Kind::TooLarge, "unreadable"),
        (Kind::ForbiddenAddress, "forbidden"),
        (Kind::NotEncrypted, "forbidden"),
        (Kind::Busy, "busy"),
        (Kind::Failed, "failed"),
        (Kind::NotFound, "refused"),
        (Kind::Unexpected, "refused"),
    ];
    for (kind, expected) in told {
        assert_eq!(code(kind), expected, "{kind:?}");
    }
}

#[test]
fn advice_crosses_over_with_its_numbers() {
    let times = |direct_seconds, gateway_seconds| app::RouteReason::Saves {
        uplink: ByteCount(1 << 20),
        direct_seconds,
        gateway_seconds,
    };
    let crossed = |route, reason| to_value(RouteAdvice::from(&app::RouteAdvice { route, reason })).unwrap();
    let name = json!({ "name": "gateway.example", "account": account().to_string() });
    assert_eq!(
        crossed(Route::Gateway(record("http://gateway.example")), times(300, 100)),
        json!({
            "gateway": name,
            "reason": { "kind": "saves", "uplink": 1 << 20, "directSeconds": 300, "gatewaySeconds": 100 },
        })
    );
    assert_eq!(
        crossed(Route::Direct, app::RouteReason::UplinkUnknown),
        json!({ "gateway": null, "reason": { "kind": "uplinkUnknown" } })
    );
    assert_eq!(
        crossed(Route::Gateway(record("empty")), app::RouteReason::FewNodes { reachable: 7, needed: 14 }),
        json!({
            "gateway": { "name": account().to_string(), "account": account().to_string() },
            "reason": { "kind": "fewNodes", "reachable": 7, "needed": 14 },
        })
    );
    let lengths = |sealed: bool| {
        let question: RouteQuestion = serde_json::from_value(json!({ "files": [5, 7], "sealed": sealed })).unwrap();
        question.lengths()
    };
    assert_eq!(lengths(false), [ByteCount(5), ByteCount(7)]);
    assert_eq!(lengths(true), [ByteCount(32 << 20); 2], "sealed files fill whole segments");
}

#[test]
fn an_idle_gateway_says_when_it_was_used_last() {
    let idle = to_value(IdleGateway::new(&record("gateway.example"), Timestamp(7))).unwrap();
    assert_eq!(idle, json!({ "name": "gateway.example", "account": account().to_string(), "usedAt": 7 }));
}

fn fact(event: JobEvent) -> Value {
    let record = EventRecord { sequence: 3, job: JobId(1), at: Timestamp(9), event };
    to_value(Fact::of(&record).expect("a fact")).unwrap()
}

#[test]
fn the_timeline_names_the_gateway_and_who_goes_on_after_it() {
    let gateway = account();
    let name = Some("first.example".to_owned());
    let handed = fact(JobEvent::HandedOver { gateway, name: name.clone(), fid: crate::values::fid() });
    assert_eq!(handed["kind"], "handedOver");
    assert_eq!(handed["data"]["gateway"], json!({ "name": "first.example", "account": gateway.to_string() }));
    assert_eq!((&handed["data"]["next"], &handed["data"]["problem"]), (&Value::Null, &Value::Null));

    let problem = Problem::new("gateway_stalled", "It orders and brings nothing.", "Go direct.");
    let next = Some(record("second.example"));
    let given_up = fact(JobEvent::GatewayGivenUp { gateway, name, problem: problem.clone(), next });
    assert_eq!(given_up["kind"], "gatewayGivenUp");
    assert_eq!(given_up["data"]["gateway"]["name"], "first.example");
    assert_eq!(given_up["data"]["next"]["name"], "second.example");
    assert_eq!(given_up["data"]["problem"]["code"], "gateway_stalled");

    let nameless = fact(JobEvent::GatewayGivenUp { gateway, name: None, problem, next: None });
    assert_eq!(nameless["data"]["gateway"]["name"], gateway.to_string());
    assert_eq!(nameless["data"]["next"], Value::Null);
}

#[test]
fn what_a_gateway_says_of_a_file_crosses_over_beside_what_the_chain_says() {
    let file = |size, name: &str| ToldFile {
        size: ByteCount(size),
        owners: BTreeMap::from([(account(), name.to_owned())]),
        nodes: vec![NodeId(account())],
    };
    let told = GatewayTold {
        gateway: record("http://gateway.example"),
        fid: fid(),
        at: block(),
        said: Some(file(5, "a.txt")),
        chain: Some(file(6, "b.txt")),
    };
    let address = account().to_string();
    let side = |size: u64, name: &str| json!({ "size": size, "owners": [{ "account": address, "file_name": name }], "nodes": [address] });
    assert_eq!(
        to_value(GatewayToldView::from(&told)).unwrap(),
        json!({
            "name": "gateway.example",
            "account": address,
            "fid": fid().to_string(),
            "at": to_value(block()).unwrap(),
            "gateway": side(5, "a.txt"),
            "chain": side(6, "b.txt"),
            "first_node_only": false,
            "differences": [{ "kind": "size" }, { "kind": "owner", "account": address }],
        })
    );
    let unknown = to_value(GatewayToldView::from(&GatewayTold { said: None, ..told })).unwrap();
    assert_eq!(
        (&unknown["gateway"], &unknown["differences"]),
        (&Value::Null, &json!([{ "kind": "unknown_to_gateway" }]))
    );
}
