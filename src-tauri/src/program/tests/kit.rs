//! Recovery kits: made where everything is, used where nothing is.

use std::sync::{Arc, Mutex};

use pileus_contract::window::{
    KitDrill, KitMade, KitOpening, KitReport, KitRestored, KitSource, KitSplit, KitState, SpaceChange,
};
use pileus_localnet::LocalNetwork;

use super::{keys::*, networks::*, *};
use crate::session::CheckWindow;

/// What an account needs for territory and fees, in plancks.
const MONEY: u128 = 1_000_000 * 10_u128.pow(18);

/// An account with money and space on a network outside of the program.
fn settle(program: &Program, far: &LocalNetwork) {
    add(program, "far", far.info().rpc_url.clone());
    use_network(program, "far");
    let account = at_home(program, |place| place.create_account("me".to_owned())).unwrap().account.address;
    program.0.runtime.block_on(far.endow(&account, MONEY)).unwrap();
    let rent = SpaceChange::Rent { name: "mine".to_owned(), gib: 1, days: 30 };
    let quote = program.0.runtime.block_on(program.on_session(|session| session.quote_space(rent))).unwrap().quote;
    program.0.runtime.block_on(program.on_session(|session| session.sign_space(quote, program.consent()))).unwrap();
    assert_eq!(finish_setup(program).phase, Phase::Ready);
}

fn store(program: &Program, path: &str) -> String {
    let (_, told) = follow(program);
    let job = upload(program, path, "papers").job;
    let (stored, _) = wait_for(&told, |changed| changed.job == job && is_stored(changed));
    stored.fid.unwrap()
}

fn fetch(program: &Program, fid: &str, target: &Path) -> Vec<u8> {
    let (_, told) = follow(program);
    let (fid, path) = (fid.to_owned(), target.to_string_lossy().into_owned());
    let job = program.0.runtime.block_on(program.on_session(|session| session.download(fid, path))).unwrap().job;
    wait_for(&told, |changed| changed.job == job && changed.condition == JobCondition::Finished);
    fs::read(target).unwrap()
}

fn make(program: &Program, folder: &Path, split: Option<KitSplit>) -> Result<KitMade, Shown> {
    let folder = folder.to_string_lossy().into_owned();
    at_home(program, move |place| place.make_kit(folder, split))
}

fn source(made: &KitMade) -> KitSource {
    KitSource::File { path: made.files[0].clone() }
}

fn words(made: &KitMade) -> String {
    serde_json::to_value(made).unwrap()["words"].as_str().unwrap().to_owned()
}

fn opening(words: &str) -> KitOpening {
    KitOpening::Words { words: typed(words) }
}

fn check(program: &Program, made: &KitMade, words: &str) -> Result<KitReport, Shown> {
    let (source, opening) = (source(made), opening(words));
    at_home(program, |place| place.check_kit(source, opening))
}

fn keys_window() -> CheckWindow {
    CheckWindow::new("keys", || true, |_| {})
}

fn restore(program: &Program, made: &KitMade) -> Result<KitRestored, Shown> {
    let restored = program.restore_kit(source(made), opening(&words(made)), keys_window());
    program.0.runtime.block_on(restored)
}

fn drill(program: &Program, made: &KitMade, window: CheckWindow) -> Result<KitDrill, Shown> {
    let (source, opening) = (source(made), opening(&words(made)));
    at_home(program, |place| place.drill_kit(source, opening, window))
}

#[test]
fn what_a_kit_restores_opens_the_same_files() {
    let (here, there) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let first = program(here.path());
    let far = far_network(&first, here.path());
    settle(&first, &far);
    let (letter, later) = (file(here.path(), "letter.pdf", 90_000), file(here.path(), "later.pdf", 120_000));
    let before = store(&first, &letter);
    let made = make(&first, here.path(), None).unwrap();
    let after = store(&first, &later);
    assert_eq!(keys(&first).kit, KitState { made_at: Some(made.made_at), files_since: 1, keys_since: 0 });
    assert!(end(&first) < END);

    let second = program(there.path());
    assert_eq!(second.state().phase, Phase::Fresh);
    let report = check(&second, &made, &words(&made)).unwrap();
    assert_eq!((report.accounts[0].name.as_str(), report.files, report.networks[0].as_str()), ("me", Some(1), "far"));
    assert!(keys(&second).accounts.is_empty(), "looking into a kit brings nothing back");
    let restored = restore(&second, &made).unwrap();
    assert_eq!((restored.accounts, restored.data_keys), (vec!["me".to_owned()], vec!["default".to_owned()]));
    assert_eq!((restored.networks, restored.unread), (vec!["far".to_owned()], Vec::<String>::new()));
    assert_eq!(restored.open.as_deref(), Some("far"), "the network that answered is open, and it is said");
    assert_eq!((restored.files, restored.found, restored.unknown), (1, 1, 0));

    let state = second.state();
    assert_eq!((state.phase, state.network.unwrap().name.as_str()), (Phase::Ready, "far"), "its network is open");
    for (fid, path) in [(&before, &letter), (&after, &later)] {
        let wanted = fid.clone();
        let details = second.0.runtime.block_on(second.on_session(|session| session.file_details(wanted))).unwrap();
        assert_eq!((details.row.name.as_str(), details.bucket_name.as_str()), (name_of(path), "papers"));
        assert_eq!(fetch(&second, fid, &there.path().join(name_of(path))), fs::read(path).unwrap());
    }
    let again = restore(&second, &made).unwrap();
    assert!(again.accounts.is_empty() && again.data_keys.is_empty() && again.networks.is_empty(), "{again:?}");
    assert_eq!((again.files, again.found), (0, 0));
    assert!(end(&second) < END);
    first.0.runtime.block_on(far.stop());
}

fn name_of(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap()
}

#[test]
fn keys_come_back_even_when_their_network_is_silent() {
    let (here, there) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let first = program(here.path());
    let far = far_network(&first, here.path());
    settle(&first, &far);
    let made = make(&first, here.path(), None).unwrap();
    assert!(end(&first) < END);
    first.0.runtime.block_on(far.stop());

    let second = program(there.path());
    let restored = restore(&second, &made).unwrap();
    assert_eq!((restored.accounts.len(), restored.data_keys.len(), restored.unread), (1, 1, vec!["far".to_owned()]));
    assert_eq!(restored.open, None);
    assert_eq!(second.state().phase, Phase::Fresh, "nothing is opened that does not answer");
    let view = at_home(&second, Place::networks).unwrap();
    assert!(view.current.is_none() && view.profiles.iter().any(|profile| profile.name == "far"), "{view:?}");
}

#[test]
fn a_drill_opens_a_stored_file_with_the_kit_alone() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    try_local(&program);
    let path = file(home.path(), "report.pdf", 300_000);
    let fid = store(&program, &path);
    let made = make(&program, home.path(), None).unwrap();
    let told: Arc<Mutex<Vec<(u32, u32)>>> = Arc::default();
    let keep = Arc::clone(&told);
    let window = CheckWindow::new("keys", || true, move |p| keep.lock().unwrap().push((p.done, p.total)));
    let drill = drill(&program, &made, window).unwrap();
    assert_eq!((drill.fid, drill.name.as_str(), drill.bytes), (fid, "report.pdf", 300_000));
    assert!(drill.passed && drill.problem.is_none());
    assert_eq!(told.lock().unwrap().last(), Some(&(293, 293)), "in KiB, up to the end");
    assert!(end(&program) < END);
}

#[test]
fn a_drill_needs_a_network_and_a_kit_needs_something_to_keep() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    assert_eq!(code(make(&program, home.path(), None)), "kit_empty");
    at_home(&program, |place| place.create_data_key("family".to_owned())).unwrap();
    assert_eq!(code(make(&program, home.path(), Some(KitSplit { needed: 1, total: 3 }))), "kit_split");
    let made = make(&program, home.path(), None).unwrap();
    assert_eq!(code(drill(&program, &made, keys_window())), "network_not_open");
    at_home(&program, |place| place.set_keys_passphrase(typed("correct horse"))).unwrap();
    lock(&program);
    assert_eq!(code(make(&program, home.path(), None)), "vault_locked");
    assert_eq!(keys(&program).kit.made_at, Some(made.made_at), "a kit that was not made is not remembered");
}

#[test]
fn a_kit_tells_when_it_falls_behind() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    let state = || program.0.runtime.block_on(program.kit_state()).unwrap();
    assert_eq!(state(), KitState::default());
    assert!(!home.path().join("data").exists(), "asking makes nothing");
    at_home(&program, |place| place.create_account("one".to_owned())).unwrap();
    assert_eq!(state(), KitState { made_at: None, files_since: 0, keys_since: 1 });
    let made = make(&program, home.path(), None).unwrap();
    assert_eq!(state(), KitState { made_at: Some(made.made_at), files_since: 0, keys_since: 0 });
    at_home(&program, |place| place.create_data_key("family".to_owned())).unwrap();
    assert_eq!(state().keys_since, 1);
    assert!(!check(&program, &made, &words(&made)).unwrap().holds_all_keys);
}

#[test]
fn words_that_are_wrong_open_nothing_and_are_told_by_place_alone() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    at_home(&program, |place| place.create_account("one".to_owned())).unwrap();
    let made = make(&program, home.path(), None).unwrap();
    let right = words(&made);
    assert!(!format!("{made:?}").contains(&right), "the words of a kit are never printed");
    let (first, rest) = right.split_once(' ').unwrap();
    let refused = check(&program, &made, &format!("zzzzz {rest}")).unwrap_err();
    assert_eq!((refused.code.as_str(), refused.context["place"].as_str()), ("kit_word", "1"));
    assert!(!serde_json::to_string(&refused).unwrap().contains("zzzzz"));
    let other = if first == "zoo" { "zone" } else { "zoo" };
    assert_eq!(code(check(&program, &made, &format!("{other} {rest}"))), "kit_word");
    assert!(check(&program, &made, &right).unwrap().holds_all_keys);
}

fn source_of_codes(text: &str) -> KitSource {
    KitSource::Codes { text: text.to_owned() }
}

#[test]
fn a_split_kit_has_no_words_and_a_page_for_each_share() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    at_home(&program, |place| place.create_account("one".to_owned())).unwrap();
    let made = make(&program, home.path(), Some(KitSplit { needed: 2, total: 3 })).unwrap();
    assert!(made.words.is_none());
    assert_eq!(made.files.len(), 4, "{:?}", made.files);
    assert!(made.files.iter().all(|path| fs::metadata(path).unwrap().len() > 0));
    let shares = vec![typed("one share"), typed("another share")];
    let (source, opening) = (source(&made), KitOpening::Shares { shares });
    assert_eq!(code(at_home(&program, |place| place.check_kit(source, opening))), "kit_share");
    let looked = source_of_codes("no code at all");
    assert_eq!(code(at_home(&program, |place| place.look_at_kit(looked))), "kit_codes");
    let kit = KitSource::File { path: made.files[0].clone() };
    let face = at_home(&program, |place| place.look_at_kit(kit)).unwrap();
    assert_eq!((face.number, face.split), (made.number, Some(KitSplit { needed: 2, total: 3 })));
}
