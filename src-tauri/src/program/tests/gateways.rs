//! A gateway that may act for the account for as long as it is wanted, over a real local network.

use pileus_contract::window::{
    Fact, GatewayAnswer, GatewayChange, GatewayRow, IdleGateway, Problem as Shown, RouteAdvice, RouteQuestion,
    RouteReason, SpaceQuote, SpaceReceipt,
};

use super::*;
use crate::session::{CheckWindow, Session};

/// One of the two gateways of DeOSS, always the same.
fn gateway(program: &Program) -> GatewayRow {
    let mut all = program.0.runtime.block_on(program.on_session(Session::gateways)).unwrap();
    assert_eq!(all.len(), 3, "{all:?}");
    all.retain(|row| !row.experimental);
    all.sort_by(|one, other| one.account.cmp(&other.account));
    all.remove(0)
}

fn quote(program: &Program, change: GatewayChange) -> Result<SpaceQuote, Shown> {
    program.0.runtime.block_on(program.on_session(|session| session.quote_gateway(change)))
}

fn sign(program: &Program, quote: &SpaceQuote) -> Result<SpaceReceipt, Shown> {
    let id = quote.quote.clone();
    program.0.runtime.block_on(program.on_session(|session| session.sign_space(id, program.consent())))
}

fn store_by(program: &Program, path: &str, gateway: &str) -> Result<Job, Shown> {
    store(program, path, RouteRequest::Gateway { gateway: gateway.to_owned() })
}

fn store(program: &Program, path: &str, route: RouteRequest) -> Result<Job, Shown> {
    let request = UploadRequest {
        paths: vec![path.to_owned()],
        bucket: "files".to_owned(),
        seal: SealRequest::DataKey { keys: Vec::new() },
        route,
        public_understood: false,
    };
    let mut answer =
        program.0.runtime.block_on(program.on_session(|session| session.upload(request, program.consent())))?;
    assert_eq!((answer.jobs.len(), answer.refused.len()), (1, 0), "{answer:?}");
    Ok(answer.jobs.remove(0))
}

fn timeline(program: &Program, job: &Job) -> Vec<Fact> {
    let number = job.job.clone();
    program.0.runtime.block_on(program.on_session(|session| session.board(number))).unwrap().timeline
}

fn idle(program: &Program) -> Vec<IdleGateway> {
    program.0.runtime.block_on(program.on_session(Session::idle_gateways)).unwrap()
}

/// What Pileus would choose for one small file.
fn advice(program: &Program) -> RouteAdvice {
    let question = RouteQuestion { files: vec![300_000], sealed: true };
    program.0.runtime.block_on(program.on_session(|session| session.advise_route(question))).unwrap()
}

/// Every fragment of a stored file, looked at where it is kept.
fn is_whole(program: &Program, stored: &Job) -> bool {
    let fid = stored.fid.clone().unwrap();
    let window = CheckWindow::new("main", || true, |_| {});
    let report = program.0.runtime.block_on(program.on_session(|session| session.verify_file(fid, window))).unwrap();
    report.whole && report.fragments == 12
}

#[test]
fn an_authorised_gateway_stores_a_file_and_a_revoked_one_does_not() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    try_local(&program);
    let path = file(home.path(), "letter.txt", 300_000);
    let row = gateway(&program);
    assert!(row.listed && !row.authorised && matches!(row.answer, GatewayAnswer::Answers { .. }), "{row:?}");
    assert!(look_at(&program, &path).gateways.is_empty());
    assert_eq!(advice(&program), RouteAdvice { gateway: None, reason: RouteReason::NoGateway });
    assert_eq!(store_by(&program, &path, &row.account).unwrap_err().code, "gateway_not_authorised");

    let authorise = || GatewayChange::Authorise { gateway: row.account.clone() };
    let given = quote(&program, authorise()).unwrap();
    let money = |text: &str| text.parse::<u128>().unwrap();
    assert_eq!((given.price.as_str(), &given.total, given.until_at), ("0", &given.fee, None));
    assert_eq!(money(&given.balance) - money(&given.fee), money(&given.resulting));
    let receipt = sign(&program, &given).unwrap();
    assert!(receipt.fee.is_some_and(|fee| money(&fee) <= money(&given.fee)));
    assert_eq!(sign(&program, &given).unwrap_err().code, "quote_expired", "a quote is signed once");
    assert_eq!(quote(&program, authorise()).unwrap_err().code, "gateway_authorised");
    assert!(gateway(&program).authorised);
    let offered = look_at(&program, &path).gateways;
    assert_eq!((offered.len(), Some(&offered[0].name), &offered[0].account), (1, row.name.as_ref(), &row.account));

    assert!(!offered[0].experimental);
    assert_eq!(advice(&program), RouteAdvice { gateway: None, reason: RouteReason::UplinkUnknown });
    assert_eq!(idle(&program), [], "it has stored nothing yet");

    let (_, told) = follow(&program);
    let job = store_by(&program, &path, &row.account).unwrap();
    let (stored, _) = wait_for(&told, is_stored);
    let told = timeline(&program, &job);
    let handed = told.iter().find(|fact| fact.kind == FactKind::HandedOver).unwrap();
    let by = handed.data.gateway.clone().unwrap();
    assert_eq!((Some(&by.name), &by.account), (row.name.as_ref(), &row.account));
    assert_eq!(stored.gateway, Some(by));
    let kinds: Vec<_> = told.iter().map(|fact| fact.kind).collect();
    assert!(kinds.contains(&FactKind::Stored), "{kinds:?}");
    assert!(!kinds.contains(&FactKind::OrderSigned), "the gateway signed the order: {kinds:?}");
    assert!(is_whole(&program, &stored));
    let [rested] = &idle(&program)[..] else { panic!("one gateway has nothing more to do") };
    assert_eq!((&rested.account, rested.used_at), (&row.account, stored.created));

    let taken = quote(&program, GatewayChange::Revoke { gateway: row.account.clone() }).unwrap();
    sign(&program, &taken).unwrap();
    assert_eq!(idle(&program), []);
    assert!(!gateway(&program).authorised && look_at(&program, &path).gateways.is_empty());
    let other = file(home.path(), "other.txt", 10);
    assert_eq!(store_by(&program, &other, &row.account).unwrap_err().code, "gateway_not_authorised");
    assert_eq!(store(&program, &other, RouteRequest::Auto).unwrap().gateway, None);
    assert!(end(&program) < END);
}
