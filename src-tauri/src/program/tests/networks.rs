//! Networks that cost money: set up step by step, left, and found again.

use pileus_contract::window::{NewNetwork, SpaceChange};
use pileus_localnet::{LocalNetwork, Settings};

use super::{keys::at_home, *};

/// A network outside of the program that gives nothing away: as CESS is, as far as the program can tell.
pub(super) fn far_network(program: &Program, home: &Path) -> LocalNetwork {
    let started = LocalNetwork::start(Settings::for_tests(home.join("elsewhere")));
    program.0.runtime.block_on(started).unwrap()
}

pub(super) fn add(program: &Program, name: &str, url: String) {
    let network = NewNetwork { name: name.to_owned(), endpoints: vec![url], allow_private: true };
    at_home(program, |place| place.add_network(network)).unwrap();
}

pub(super) fn use_network(program: &Program, name: &str) -> ShellState {
    program.0.runtime.block_on(program.clone().use_network(name.to_owned())).unwrap()
}

pub(super) fn finish_setup(program: &Program) -> ShellState {
    program.0.runtime.block_on(program.clone().finish_setup()).unwrap()
}

fn rent(gib: u32) -> SpaceChange {
    SpaceChange::Rent { name: "mine".to_owned(), gib, days: 30 }
}

#[test]
fn the_steps_to_a_network_are_left_and_found_again() {
    let home = TempDir::new().unwrap();
    let first = program(home.path());
    let far = far_network(&first, home.path());
    add(&first, "far", far.info().rpc_url.clone());
    let state = use_network(&first, "far");
    assert_eq!((state.phase, &state.problem, state.made.len()), (Phase::Setup, &None, 0));
    let bar = state.network.unwrap();
    assert!(!bar.is_local && bar.connected && bar.account.is_empty() && bar.territory.is_empty(), "{bar:?}");
    let nobody = first.0.runtime.block_on(first.on_session(Session::space)).unwrap_err();
    assert_eq!(nobody.code, "account_none");

    let account = at_home(&first, |place| place.create_account("me".to_owned())).unwrap().account.address;
    let state = finish_setup(&first);
    assert_eq!((state.phase, state.network.unwrap().account), (Phase::Setup, account.clone()));
    let poor = first.0.runtime.block_on(first.on_session(|session| session.quote_space(rent(1)))).unwrap_err();
    assert_eq!(poor.code, "balance_too_low");
    assert!(end(&first) < END);

    let second = program(home.path());
    assert_eq!(second.state().phase, Phase::Setup, "the program starts where it was left");
    second.0.runtime.block_on(far.endow(&account, 1_000_000 * 10_u128.pow(18))).unwrap();
    let quote = second.0.runtime.block_on(second.on_session(|session| session.quote_space(rent(2)))).unwrap();
    let planck = |text: &str| text.parse::<u128>().unwrap();
    assert_eq!(planck(&quote.total), planck(&quote.price) + planck(&quote.fee));
    assert_eq!(planck(&quote.resulting), planck(&quote.balance) - planck(&quote.total));
    assert_eq!(quote.signer.address, account);
    let id = quote.quote.clone();
    let receipt =
        second.0.runtime.block_on(second.on_session(|session| session.sign_space(id, second.consent()))).unwrap();
    assert_eq!(receipt.spent.as_ref(), Some(&quote.price));

    let state = finish_setup(&second);
    assert_eq!((state.phase, state.made.len()), (Phase::Ready, 2), "a bucket and a key: {:?}", state.made);
    assert_eq!(state.network.unwrap().territory, "mine");
    let space = second.0.runtime.block_on(second.on_session(Session::space)).unwrap();
    let mine = &space.territories[0];
    assert_eq!((mine.paid.as_ref(), mine.total_bytes), (Some(&quote.price), 2 << 30));
    assert!((29..=30).contains(&mine.days_left), "{mine:?}");
    assert_eq!(finish_setup(&second).phase, Phase::Ready);

    let (_, told) = follow(&second);
    upload(&second, &file(home.path(), "letter.txt", 5), "files");
    wait_for(&told, is_stored);
    assert!(end(&second) < END);
    second.0.runtime.block_on(far.stop());
}

#[test]
fn another_network_is_used_and_the_local_one_again_with_what_it_was_doing() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    let far = far_network(&program, home.path());
    add(&program, "far", far.info().rpc_url.clone());
    assert_eq!(try_local(&program).phase, Phase::Ready);
    limit_uploads(&program, SLOWLY);
    let (_, told) = follow(&program);
    let job = upload(&program, &file(home.path(), "film.mkv", 40 << 20), "films").job;
    wait_for(&told, |job| job.stage == JobStage::Sending && job.done > 0);

    let (changes, changed) = mpsc::channel();
    program.on_change(move || changes.send(()).unwrap());
    let (leaves, left) = mpsc::channel();
    program.on_leave(move || leaves.send(()).unwrap());
    let state = use_network(&program, "far");
    assert_eq!((state.phase, state.network.unwrap().name.as_str()), (Phase::Setup, "far"));
    assert_eq!(changed.try_iter().count(), 2, "left, and opened");
    assert_eq!(left.try_iter().count(), 1, "what was shown of it is closed");
    assert!(follow(&program).0.jobs.is_empty(), "jobs are those of the network");
    let view = at_home(&program, Place::networks).unwrap();
    assert_eq!(view.current.as_deref(), Some("far"));
    let names: Vec<_> = view.profiles.iter().map(|p| (p.name.as_str(), p.preset, p.is_local)).collect();
    let presets = [("local", false, true), ("cess-testnet", true, false), ("cess-mainnet", true, false)];
    assert_eq!(names[..3], presets);
    assert!(view.profiles[3].endpoints[0].in_use && view.profiles[3].genesis.is_some(), "{view:?}");
    let mut untouched = view.profiles[1].endpoints.iter();
    assert!(untouched.all(|endpoint| !endpoint.in_use && endpoint.trouble.is_none()), "{view:?}");
    let refused = at_home(&program, |place| place.remove_network("far".to_owned())).unwrap_err();
    assert_eq!(refused.code, "network_in_use");

    assert_eq!(try_local(&program).phase, Phase::Ready);
    let (snapshot, told) = follow(&program);
    assert_eq!((snapshot.jobs.len(), &snapshot.jobs[0].job), (1, &job));
    assert!(!is_stored(&snapshot.jobs[0]), "what goes on was not at its end");
    limit_uploads(&program, None);
    wait_for(&told, is_stored);
    at_home(&program, |place| place.remove_network("far".to_owned())).unwrap();
    assert!(end(&program) < END);
    program.0.runtime.block_on(far.stop());
}

/// An address that takes connections and never says a word.
fn silent_endpoint() -> (std::net::TcpListener, String) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("ws://{}", listener.local_addr().unwrap());
    (listener, url)
}

/// Ask for a network that does not answer, and give it up; gives where the program stands then and how long that took.
fn give_up(program: &Program, name: &str) -> (ShellState, Duration) {
    let asked = program.0.runtime.spawn(program.clone().use_network(name.to_owned()));
    let began = Instant::now();
    while program.state().phase != Phase::Starting {
        assert!(began.elapsed() < PATIENCE, "the program never starts");
        std::thread::sleep(Duration::from_millis(5));
    }
    program.give_up_opening();
    let given_up = Instant::now();
    let state = program.0.runtime.block_on(asked).unwrap().unwrap();
    (state, given_up.elapsed())
}

#[test]
fn a_network_that_does_not_answer_is_given_up_and_nothing_is_chosen() {
    let home = TempDir::new().unwrap();
    let (_listener, url) = silent_endpoint();
    let first = program(home.path());
    add(&first, "silent", url);
    let (state, took) = give_up(&first, "silent");
    assert_eq!((state.phase, state.problem), (Phase::Fresh, None));
    assert!(took < Duration::from_secs(1), "{took:?}");
    assert_eq!(at_home(&first, Place::networks).unwrap().current, None);
    assert_eq!(try_local(&first).phase, Phase::Ready, "another one can be opened");
    assert!(end(&first) < END);
}

#[test]
fn giving_up_another_network_brings_the_one_before_back_with_what_it_was_doing() {
    let home = TempDir::new().unwrap();
    let (_listener, url) = silent_endpoint();
    let program = program(home.path());
    assert_eq!(try_local(&program).phase, Phase::Ready);
    add(&program, "silent", url);
    let (_, told) = follow(&program);
    let job = upload(&program, &file(home.path(), "film.mkv", 40 << 20), "films").job;
    wait_for(&told, |job| job.stage == JobStage::Sending && job.done > 0);
    let (state, _) = give_up(&program, "silent");
    assert_eq!((state.phase, state.network.unwrap().is_local), (Phase::Ready, true));
    assert_eq!(at_home(&program, Place::networks).unwrap().current.as_deref(), Some("local"));
    let (snapshot, told) = follow(&program);
    assert_eq!((snapshot.jobs.len(), &snapshot.jobs[0].job), (1, &job));
    if !is_stored(&snapshot.jobs[0]) {
        wait_for(&told, is_stored);
    }
    assert!(end(&program) < END);
}

#[test]
fn a_start_that_waits_for_its_network_is_given_up_and_the_next_one_tries_again() {
    let home = TempDir::new().unwrap();
    let (_listener, url) = silent_endpoint();
    let first = program(home.path());
    add(&first, "silent", url);
    at_home(&first, |place| async move { place.home.networks.make_current("silent").await }).unwrap();
    assert!(end(&first) < END);

    let second = Program::over(Ok(home.path().join("data"))).unwrap();
    let opened = second.clone();
    let opening = second.0.runtime.spawn(async move { opened.open_used().await });
    second.give_up_opening();
    second.0.runtime.block_on(opening).unwrap();
    assert_eq!(second.state().phase, Phase::Fresh);
    assert_eq!(at_home(&second, Place::networks).unwrap().current.as_deref(), Some("silent"));
    assert!(end(&second) < END);
}

#[test]
fn the_local_network_is_given_up_as_it_starts_and_started_again() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    let (watched, given_up) = (program.clone(), AtomicBool::new(false));
    program.on_change(move || {
        if watched.state().phase == Phase::Starting && !given_up.swap(true, Ordering::SeqCst) {
            watched.give_up_opening();
        }
    });
    let state = try_local(&program);
    assert_eq!((state.phase, state.problem), (Phase::Fresh, None));
    assert_eq!(try_local(&program).phase, Phase::Ready);
    assert!(end(&program) < END);
}

#[test]
fn a_network_that_is_unknown_changes_nothing_and_one_that_is_away_is_said() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    assert_eq!(try_local(&program).phase, Phase::Ready);
    let unknown = program.0.runtime.block_on(program.clone().use_network("nowhere".to_owned())).unwrap_err();
    assert_eq!((unknown.code.as_str(), program.state().phase), ("network_missing", Phase::Ready));

    add(&program, "away", "ws://127.0.0.1:1".to_owned());
    let state = use_network(&program, "away");
    assert_eq!((state.phase, state.network), (Phase::Failed, None));
    assert!(state.problem.is_some());
    assert_eq!(try_local(&program).phase, Phase::Ready, "and there is a way back");
    assert!(end(&program) < END);
}
