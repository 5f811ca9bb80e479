//! A gateway that may act for the account for as long as it is wanted, over a real local network.

use pileus_contract::window::{GatewayAnswer, GatewayChange, GatewayRow, Problem as Shown, SpaceQuote, SpaceReceipt};

use super::*;
use crate::session::{CheckWindow, Session};

fn gateway(program: &Program) -> GatewayRow {
    let mut all = program.0.runtime.block_on(program.on_session(Session::gateways)).unwrap();
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

fn quote(program: &Program, change: GatewayChange) -> Result<SpaceQuote, Shown> {
    program.0.runtime.block_on(program.on_session(|session| session.quote_gateway(change)))
}

fn sign(program: &Program, quote: &SpaceQuote) -> Result<SpaceReceipt, Shown> {
    let id = quote.quote.clone();
    program.0.runtime.block_on(program.on_session(|session| session.sign_space(id)))
}

fn store_by(program: &Program, path: &str, gateway: &str) -> Result<Job, Shown> {
    let request = UploadRequest {
        paths: vec![path.to_owned()],
        bucket: "files".to_owned(),
        seal: SealRequest::DataKey,
        route: RouteRequest::Gateway { gateway: gateway.to_owned() },
        public_understood: false,
    };
    let mut answer = program.0.runtime.block_on(program.on_session(|session| session.upload(request)))?;
    assert_eq!((answer.jobs.len(), answer.refused.len()), (1, 0), "{answer:?}");
    Ok(answer.jobs.remove(0))
}

fn kinds(program: &Program, job: &Job) -> Vec<FactKind> {
    let number = job.job.clone();
    let board = program.0.runtime.block_on(program.on_session(|session| session.board(number))).unwrap();
    board.timeline.iter().map(|fact| fact.kind).collect()
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

    let (_, told) = follow(&program);
    let job = store_by(&program, &path, &row.account).unwrap();
    let (stored, _) = wait_for(&told, is_stored);
    let kinds = kinds(&program, &job);
    assert!(kinds.contains(&FactKind::Stored), "{kinds:?}");
    assert!(!kinds.contains(&FactKind::OrderSigned), "the gateway signed the order: {kinds:?}");
    assert!(is_whole(&program, &stored));

    let taken = quote(&program, GatewayChange::Revoke { gateway: row.account.clone() }).unwrap();
    sign(&program, &taken).unwrap();
    assert!(!gateway(&program).authorised && look_at(&program, &path).gateways.is_empty());
    let other = file(home.path(), "other.txt", 10);
    assert_eq!(store_by(&program, &other, &row.account).unwrap_err().code, "gateway_not_authorised");
    assert!(end(&program) < END);
}
