//! What pages stop again: nothing of it is done, or all of it.

use std::{sync::Weak, thread};

use pileus_contract::window::{CallStop, SpaceChange};
use pileus_ports::Consent;

use super::{super::calls::Call, keys::*, *};
use crate::session::Session;

/// How often a test looks whether something has come to its end.
const LOOK: Duration = Duration::from_millis(5);

fn caller(window: &str, number: u32) -> Caller {
    Caller { window: window.to_owned(), number: Some(number) }
}

fn stop(program: &Program, number: u32) -> CallStop {
    program.stop_call(caller("keys", number))
}

/// Consent that was withdrawn.
pub(super) struct Withdrawn;

impl Consent for Withdrawn {
    fn confirm(&self) -> bool {
        false
    }
}

/// Consent of a call that tells when it was asked for.
struct Told(Arc<dyn Consent>, Mutex<mpsc::Sender<()>>);

impl Consent for Told {
    fn confirm(&self) -> bool {
        let confirmed = self.0.confirm();
        let _ = self.1.lock().unwrap().send(());
        confirmed
    }
}

/// Wait until nothing works for a call any more.
fn wait_for_rest(call: &Weak<Call>) {
    let until = Instant::now() + PATIENCE;
    while call.strong_count() > 0 {
        assert!(Instant::now() < until, "something still works for the call");
        thread::sleep(LOOK);
    }
}

fn gib(program: &Program) -> u64 {
    let space = program.0.runtime.block_on(program.on_session(Session::space)).unwrap();
    space.territories.iter().map(|territory| territory.total_bytes >> 30).sum()
}

fn balance(program: &Program) -> String {
    program.0.runtime.block_on(program.on_session(Session::space)).unwrap().balance
}

/// The number of a quote for one more GiB.
fn quote(program: &Program) -> String {
    let name = program.session().unwrap().stream.bar().territory;
    let change = SpaceChange::Expand { name, gib: 1 };
    program.0.runtime.block_on(program.on_session(|session| session.quote_space(change))).unwrap().quote
}

#[test]
fn a_derived_key_that_is_stopped_answers_at_once_and_is_never_added() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    assert!(keys(&program).data_keys.is_empty());
    let called = program.under(caller("keys", 1));
    let call = Arc::downgrade(&called.1.as_ref().unwrap().call);
    let derive = called.at_home(|place| place.derive_data_key("family".to_owned(), typed("seven tall ships")));
    let stopping = program.clone();
    let begun = Instant::now();
    let stopper = thread::spawn(move || {
        thread::sleep(10 * LOOK);
        stop(&stopping, 1)
    });
    let derived = program.0.runtime.block_on(derive);
    let waited = begun.elapsed();
    assert_eq!((code(derived).as_str(), stopper.join().unwrap()), ("stopped", CallStop::Stopped));
    drop(called);
    let still_reckoned = call.strong_count() > 0;
    wait_for_rest(&call);
    assert!(still_reckoned && waited < begun.elapsed(), "nobody waited for the processor");
    assert!(keys(&program).data_keys.is_empty());
    assert_eq!(stop(&program, 1), CallStop::Unknown);
}

#[test]
fn the_keys_stay_locked_when_unlocking_is_stopped() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    at_home(&program, |place| place.create_data_key("family".to_owned())).unwrap();
    at_home(&program, |place| place.set_keys_passphrase(typed("correct horse"))).unwrap();
    lock(&program);
    let withdrawn = at_home(&program, |mut place| {
        place.consent = Arc::new(Withdrawn);
        place.unlock_keys(Some(typed("correct horse")))
    });
    assert_eq!(code(withdrawn), "stopped");
    assert!(keys(&program).locked);
    unlock(&program, "correct horse").unwrap();
    let withdrawn = at_home(&program, |mut place| {
        place.consent = Arc::new(Withdrawn);
        place.set_keys_passphrase(typed("another"))
    });
    assert_eq!(code(withdrawn), "stopped");
    lock(&program);
    assert_eq!(code(unlock(&program, "another")), "wrong_passphrase");
}

#[test]
fn files_with_secrets_that_are_stopped_are_not_written() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    let address = at_home(&program, |place| place.create_account("one".to_owned())).unwrap().account.address;
    let out = home.path().join("out");
    fs::create_dir(&out).unwrap();
    let (target, folder) = (out.join("one.json").to_string_lossy().into_owned(), out.to_string_lossy().into_owned());
    let exported = at_home(&program, |mut place| {
        place.consent = Arc::new(Withdrawn);
        place.export_account(address, target, typed("paper boat"))
    });
    let made = at_home(&program, |mut place| {
        place.consent = Arc::new(Withdrawn);
        place.make_kit(folder, None)
    });
    assert_eq!((code(exported).as_str(), code(made).as_str()), ("stopped", "stopped"));
    assert_eq!(fs::read_dir(&out).unwrap().count(), 0);
}

#[test]
fn a_change_of_space_that_is_stopped_before_its_signature_is_not_signed() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    try_local(&program);
    let before = (gib(&program), balance(&program));
    let id = quote(&program);
    let withdrawn = program.on_session(|session| session.sign_space(id, Arc::new(Withdrawn)));
    assert_eq!(code(program.0.runtime.block_on(withdrawn)), "stopped");

    assert_eq!(stop(&program, 7), CallStop::Unknown, "the stop overtakes its call");
    let (called, id) = (program.under(caller("keys", 7)), quote(&program));
    let signed = called.on_session(|session| session.sign_space(id, called.consent()));
    assert_eq!(code(program.0.runtime.block_on(signed)), "stopped");

    let path = file(home.path(), "letter.txt", 10);
    let request = UploadRequest {
        paths: vec![path],
        bucket: "files".to_owned(),
        seal: SealRequest::None,
        route: RouteRequest::Direct,
        public_understood: true,
    };
    let uploaded = program.on_session(|session| session.upload(request, Arc::new(Withdrawn)));
    assert_eq!(code(program.0.runtime.block_on(uploaded)), "stopped");
    assert!(follow(&program).0.jobs.is_empty());
    assert_eq!((gib(&program), balance(&program)), before, "no fee was paid either");
    assert!(end(&program) < END);
}

#[test]
fn a_change_of_space_that_is_stopped_after_its_signature_goes_on() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    try_local(&program);
    let (before, id) = (gib(&program), quote(&program));
    let called = program.under(caller("keys", 7));
    let (tell, told) = mpsc::channel();
    let consent = Arc::new(Told(called.consent(), Mutex::new(tell)));
    let stopping = program.clone();
    let stopper = thread::spawn(move || {
        told.recv_timeout(PATIENCE).unwrap();
        stop(&stopping, 7)
    });
    let signed = called.on_session(|session| session.sign_space(id, consent));
    let receipt = program.0.runtime.block_on(signed).unwrap();
    assert_eq!(stopper.join().unwrap(), CallStop::GoesOn);
    assert!(receipt.fee.is_some());
    assert_eq!(gib(&program), before + 1);
    assert!(end(&program) < END);
}

#[test]
fn what_a_window_asked_for_ends_with_it() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    keys(&program);
    let called = program.under(caller("keys", 1));
    let (tell, told) = mpsc::channel();
    let endless = called.at_home(move |_| async move {
        tell.send(()).unwrap();
        std::future::pending::<Result<(), Problem>>().await
    });
    let closing = program.clone();
    let closer = thread::spawn(move || {
        told.recv_timeout(PATIENCE).unwrap();
        closing.window_gone("space");
        closing.window_gone("keys");
    });
    assert_eq!(code(program.0.runtime.block_on(endless)), "stopped");
    closer.join().unwrap();
}
