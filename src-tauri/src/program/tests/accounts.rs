//! Accounts that leave in files, come back from them, and are forgotten.

use super::{keys::*, *};

const PASSPHRASE: &str = "paper boat on the lake";

fn export(program: &Program, address: &str, target: &Path) {
    let (address, target) = (address.to_owned(), target.to_string_lossy().into_owned());
    at_home(program, |place| place.export_account(address, target, typed(PASSPHRASE))).unwrap();
}

fn import(program: &Program, name: &str, path: &Path, passphrase: Option<&str>) -> Result<String, String> {
    let (name, path, passphrase) = (name.to_owned(), path.to_string_lossy().into_owned(), passphrase.map(typed));
    let imported = at_home(program, |place| place.import_account_file(name, path, passphrase));
    imported.map(|card| card.address).map_err(|problem| problem.code)
}

#[test]
fn an_account_leaves_in_a_file_and_comes_back_with_its_passphrase_alone() {
    let (here, there) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (first, second) = (program(here.path()), program(there.path()));
    let address = at_home(&first, |place| place.create_account("savings".to_owned())).unwrap().account.address;
    let path = here.path().join("savings.json");
    export(&first, &address, &path);

    let refused = |passphrase| import(&second, "mine", &path, passphrase).unwrap_err();
    assert_eq!(
        (refused(None).as_str(), refused(Some("wrong")).as_str()),
        ("account_file_locked", "account_file_passphrase")
    );
    assert_eq!(import(&second, "mine", &path, Some(PASSPHRASE)).as_ref(), Ok(&address));
    assert_eq!(import(&second, "again", &path, Some(PASSPHRASE)).unwrap_err(), "key_exists");
    assert_eq!(import(&second, "mine", &here.path().join("missing"), None).unwrap_err(), "file_unusable");
    let view = keys(&second);
    assert_eq!((view.accounts.len(), view.accounts[0].name.as_str()), (1, "mine"));
    assert_eq!(view.accounts[0].origin, AccountOrigin::Imported);
}

#[test]
fn nothing_leaves_without_a_passphrase_or_to_a_place_that_is_none() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    let address = at_home(&program, |place| place.create_account("one".to_owned())).unwrap().account.address;
    let export = |address: &str, target: &str, passphrase: &'static str| {
        let (address, target) = (address.to_owned(), home.path().join(target).to_string_lossy().into_owned());
        code(at_home(&program, move |place| place.export_account(address, target, typed(passphrase))))
    };
    assert_eq!(export(&address, "one.json", "  "), "passphrase_empty");
    assert_eq!(export(&address, "no/such/folder/one.json", PASSPHRASE), "file_not_saved");
    assert_eq!(export("cX", "one.json", PASSPHRASE), "value_refused");
    let left = fs::read_dir(home.path()).unwrap().filter_map(|entry| entry.unwrap().file_name().into_string().ok());
    assert_eq!(left.collect::<Vec<_>>(), ["data"]);
}

#[test]
fn a_removed_account_needs_its_name_typed() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    let one = at_home(&program, |place| place.create_account("one".to_owned())).unwrap().account.address;
    at_home(&program, |place| place.create_account("two".to_owned())).unwrap();
    let remove = |typed: &'static str| {
        let address = one.clone();
        at_home(&program, move |place| place.remove_account(address, typed.to_owned()))
    };
    assert_eq!((code(remove("")), code(remove("two"))), ("account_name_needed".into(), "account_name_needed".into()));
    assert_eq!(keys(&program).accounts.len(), 2);
    remove("one").unwrap();
    let view = keys(&program);
    assert_eq!((view.accounts.len(), view.accounts[0].name.as_str(), view.accounts[0].is_default), (1, "two", true));
    assert_eq!(code(remove("one")), "key_unknown");
}

#[test]
fn no_secret_is_in_what_the_windows_are_told() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    try_local(&program);
    let (_, told) = follow(&program);
    let made = at_home(&program, |place| place.create_account("savings".to_owned())).unwrap();
    let words = serde_json::to_value(&made.words).unwrap().as_str().unwrap().to_owned();
    at_home(&program, |place| place.set_keys_passphrase(typed(PASSPHRASE))).unwrap();
    let row = at_home(&program, |place| place.derive_data_key("shared".to_owned(), typed("tall ship"))).unwrap();
    let fingerprint = row.fingerprint.clone();
    let text = at_home(&program, |place| place.reveal_data_key(fingerprint)).unwrap();
    let text = serde_json::to_value(&text).unwrap().as_str().unwrap().to_owned();
    let path = file(home.path(), "report.pdf", 300_000);
    let job = upload(&program, &path, "files").job;
    let (_, updates) = wait_for(&told, |changed| changed.job == job && is_stored(changed));

    let view = keys(&program);
    let sent = serde_json::to_string(&(&view, &updates, &row, program.state())).unwrap();
    let told = format!("{sent} {view:?} {updates:?} {made:?} {row:?}");
    assert!(told.contains("shared") && told.contains(&row.fingerprint), "what is no secret is told");
    for secret in [words.as_str(), PASSPHRASE, "tall ship", text.as_str()] {
        assert!(!told.contains(secret));
        // Longer than a word of the list: single ones are in other texts as well.
        let end = secret.len().saturating_sub(12);
        assert!(!told.contains(&secret[end..]), "nor the end of one");
    }
    assert!(end(&program) < END);
}
