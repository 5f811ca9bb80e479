//! Looking up transactions and files, over a real local network.

use std::sync::{Arc, Mutex};

use pileus_contract::window::{
    FileStanding, FoundFile, LookUpUpdate, LookedUp, Problem as Shown, TransactionAct, TransactionStanding,
};

use super::{
    networks::{add, use_network},
    *,
};
use crate::session::CheckWindow;

/// What a look-up told its window on the way.
type Heard = Arc<Mutex<Vec<LookUpUpdate>>>;

fn look_up(program: &Program, text: &str, from: Option<u32>) -> (Result<LookedUp, Shown>, Vec<LookUpUpdate>) {
    let heard: Heard = Arc::default();
    let keep = Arc::clone(&heard);
    let tell = Arc::new(move |update: LookUpUpdate| keep.lock().unwrap().push(update));
    let (window, text) = (CheckWindow::new("main", || true, |_| {}), text.to_owned());
    let answer = program.0.runtime.block_on(program.on_session(|s| s.look_up(text, from, window, tell)));
    let heard = heard.lock().unwrap().clone();
    (answer, heard)
}

fn code(answer: Result<LookedUp, Shown>) -> String {
    answer.expect_err("it is refused").code
}

/// FID and hash of the order of an upload that is stored.
fn stored_order(program: &Program, home: &Path) -> (String, String) {
    let (_, told) = follow(program);
    let job = upload(program, &file(home, "letter.txt", 5), "files");
    let (stored, _) = wait_for(&told, is_stored);
    let board = program.0.runtime.block_on(program.on_session(|session| session.board(job.job))).unwrap();
    let signed = board.timeline.iter().find(|fact| fact.kind == FactKind::OrderSigned).unwrap();
    (stored.fid.unwrap(), signed.data.transaction.clone().unwrap())
}

#[test]
fn a_hash_or_a_fid_is_looked_up_and_told_with_its_file() {
    let home = TempDir::new().unwrap();
    let first = program(home.path());
    assert_eq!(try_local(&first).phase, Phase::Ready);
    let (fid, hash) = stored_order(&first, home.path());

    let (own, heard) = look_up(&first, &format!(" {hash}\n"), None);
    let own = own.unwrap();
    let order = own.transaction.unwrap();
    assert_eq!((order.own, order.act, order.standing), (true, TransactionAct::Order, TransactionStanding::Final));
    assert!(order.fee.as_ref().is_some_and(|fee| fee.parse::<u128>().unwrap() > 0), "{order:?}");
    assert_eq!((order.fid.as_ref(), own.problem), (Some(&fid), None));
    let kept = own.file.unwrap();
    assert_eq!((kept.state.state, kept.lines.len()), (FileStanding::Stored, 12));
    assert!(kept.lines.iter().all(|line| line.node.is_some() && line.holding == line.segments), "{kept:?}");
    let [LookUpUpdate::Known { transaction }] = heard.as_slice() else { panic!("told at once: {heard:?}") };
    assert_eq!((&transaction.hash, &transaction.fee), (&hash, &None));
    let digits = hash.strip_prefix("0x").unwrap().to_uppercase();
    assert!(look_up(&first, &digits, None).0.unwrap().transaction.is_some_and(|found| found.own));

    let named = look_up(&first, &fid, None).0.unwrap();
    assert!(named.transaction.is_none());
    let again = named.file.unwrap();
    assert_eq!(again, FoundFile { as_of: again.as_of, ..kept });
    let unknown = look_up(&first, &"cd".repeat(32), None).0.unwrap().file.unwrap();
    assert_eq!((unknown.state.state, unknown.lines.len(), unknown.bytes), (FileStanding::Gone, 0, None));
    for nonsense in ["", "0x12", "hello", &"g".repeat(64), &"ab".repeat(33)] {
        assert_eq!(code(look_up(&first, nonsense, None).0), "value_refused", "{nonsense:?}");
    }

    // Another journal on the same network knows nothing of it: there it is foreign.
    let elsewhere = TempDir::new().unwrap();
    let second = program(elsewhere.path());
    let url = first.session().unwrap().local_url().expect("it hosts the local network");
    add(&second, "beside", url);
    use_network(&second, "beside");
    let (foreign, heard) = look_up(&second, &hash, None);
    let foreign = foreign.unwrap();
    let found = foreign.transaction.unwrap();
    assert_eq!((found.own, found.act, found.standing), (false, TransactionAct::Order, TransactionStanding::Final));
    assert_eq!((found.fid.as_ref(), found.fee, found.block), (Some(&fid), order.fee, order.block.clone()));
    assert_eq!(foreign.file.unwrap().fid, fid);
    assert!(matches!(heard.first(), Some(LookUpUpdate::Searching { .. })), "{heard:?}");

    let before = order.block.unwrap().number - 1;
    let (older, heard) = look_up(&second, &hash, Some(before));
    assert_eq!(code(older), "transaction_missing");
    assert!(matches!(heard.first(), Some(LookUpUpdate::Searching { block, .. }) if *block == before), "{heard:?}");
    assert!(matches!(heard.last(), Some(LookUpUpdate::Searching { left: 0, .. })), "{heard:?}");
    assert_eq!(stopped(&second), "look_up_stopped");
    assert!(end(&second) < END);
    assert!(end(&first) < END);
}

/// What a search says whose window stops it at its first word.
fn stopped(program: &Program) -> String {
    let session = program.session().unwrap();
    let tell = Arc::new(move |_: LookUpUpdate| session.stop_look_up("main"));
    let (window, text) = (CheckWindow::new("main", || true, |_| {}), format!("0x{}", "00".repeat(32)));
    code(program.0.runtime.block_on(program.on_session(|s| s.look_up(text, None, window, tell))))
}
