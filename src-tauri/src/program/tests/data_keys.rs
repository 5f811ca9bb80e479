//! Data keys: made from a passphrase, shown, taken in, followed by others, forgotten.

use pileus_contract::window::DataKeyRow;

use super::{keys::*, *};

fn derive(program: &Program, name: &str, passphrase: &str) -> Result<DataKeyRow, Shown> {
    let (name, passphrase) = (name.to_owned(), typed(passphrase));
    at_home(program, |place| place.derive_data_key(name, passphrase))
}

fn reveal(program: &Program, fingerprint: &str) -> Result<String, Shown> {
    let fingerprint = fingerprint.to_owned();
    let text = at_home(program, |place| place.reveal_data_key(fingerprint))?;
    Ok(serde_json::to_value(text).unwrap().as_str().unwrap().to_owned())
}

fn take(program: &Program, name: &str, text: &str) -> Result<DataKeyRow, Shown> {
    let (name, text) = (name.to_owned(), typed(text));
    at_home(program, |place| place.import_data_key(name, text))
}

fn remove(program: &Program, fingerprint: &str, typed: Option<&str>) -> Result<(), Shown> {
    let (fingerprint, typed) = (fingerprint.to_owned(), typed.map(str::to_owned));
    at_home(program, |place| place.remove_data_key(fingerprint, typed))
}

fn names(program: &Program) -> Vec<(String, u32)> {
    keys(program).data_keys.into_iter().map(|key| (key.name, key.files)).collect()
}

#[test]
fn a_passphrase_gives_the_same_key_on_another_computer() {
    let (here, there) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (first, second) = (program(here.path()), program(there.path()));
    let one = derive(&first, "family", "seven tall ships").unwrap();
    assert_eq!(derive(&second, "family", "seven tall ships").unwrap().fingerprint, one.fingerprint);
    assert_ne!(derive(&second, "friends", "seven tall ships").unwrap().fingerprint, one.fingerprint);
    assert_eq!(code(derive(&first, "other", " ")), "passphrase_empty");
    assert_eq!(code(derive(&first, "family", "eight tall ships")), "key_exists");
}

#[test]
fn a_key_that_was_shown_is_taken_in_elsewhere() {
    let (here, there) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (first, second) = (program(here.path()), program(there.path()));
    let key = at_home(&first, |place| place.create_data_key("family".to_owned())).unwrap();
    let text = reveal(&first, &key.fingerprint).unwrap();
    assert_eq!(take(&second, "from home", &text).unwrap().fingerprint, key.fingerprint);
    let changed: String = text.chars().rev().collect();
    assert_eq!(code(take(&second, "changed", &changed)), "data_key_unreadable");
    assert_eq!(code(reveal(&second, "0000000000000000")), "key_unknown");
    at_home(&first, |place| place.set_keys_passphrase(typed("correct horse"))).unwrap();
    lock(&first);
    assert_eq!(code(reveal(&first, &key.fingerprint)), "vault_locked");
}

#[test]
fn a_new_key_takes_over_and_the_old_one_still_opens_what_it_sealed() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    try_local(&program);
    let (_, told) = follow(&program);
    let store = |name: &str| {
        let job = upload(&program, &file(home.path(), name, 90_000), "files").job;
        wait_for(&told, |changed| changed.job == job && is_stored(changed)).0
    };
    let before = store("before.pdf");
    let old = keys(&program).data_keys[0].fingerprint.clone();
    let fingerprint = old.clone();
    let again = at_home(&program, |place| place.resealing(fingerprint)).unwrap();
    assert_eq!((again.files, again.elsewhere, again.territory_bytes), (1, 0, 96 << 20));
    assert!(again.fee.unwrap().parse::<u128>().unwrap() > 0 && again.territories[0].lack.is_none());
    let fingerprint = old.clone();
    let rotated = at_home(&program, |place| place.rotate_data_key(fingerprint, "before June".to_owned())).unwrap();
    assert_eq!((rotated.name.as_str(), rotated.files), ("default", 0));
    assert_ne!(rotated.fingerprint, old);
    store("after.pdf");
    let mut kept = names(&program);
    kept.sort();
    assert_eq!(kept, [("before June".to_owned(), 1), ("default".to_owned(), 1)]);

    let target = home.path().join("again.pdf").to_string_lossy().into_owned();
    let (fid, again) = (before.fid.unwrap(), target.clone());
    let fetched = program.0.runtime.block_on(program.on_session(|session| session.download(fid, again))).unwrap();
    wait_for(&told, |changed| changed.job == fetched.job && changed.condition == JobCondition::Finished);
    assert_eq!(fs::read(target).unwrap(), fs::read(home.path().join("before.pdf")).unwrap());
    assert!(end(&program) < END);
}

#[test]
fn what_a_new_upload_takes_is_known_only_where_a_network_is_open() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    let key = at_home(&program, |place| place.create_data_key("family".to_owned())).unwrap();
    assert_eq!(code(at_home(&program, |place| place.resealing(key.fingerprint))), "network_not_open");
}

#[test]
fn a_file_is_stored_for_several_keys_and_its_details_name_them_all() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    try_local(&program);
    let (_, told) = follow(&program);
    let family = at_home(&program, |place| place.create_data_key("family".to_owned())).unwrap();
    let path = file(home.path(), "report.pdf", 90_000);
    let sheet = look_at(&program, &path);
    let names: Vec<_> = sheet.data_keys.iter().map(|key| key.name.as_str()).collect();
    assert_eq!(names, ["default", "family"]);
    let default = sheet.default_key.unwrap();
    assert_eq!(default, sheet.data_keys[0].fingerprint);
    let keys = vec![family.fingerprint.clone(), default.clone()];
    let job = upload_with(&program, &path, "files", SealRequest::DataKey { keys }).job;
    let stored = wait_for(&told, |changed| changed.job == job && is_stored(changed)).0;
    let fid = stored.fid.unwrap();
    let details = program.0.runtime.block_on(program.on_session(|session| session.file_details(fid))).unwrap();
    let named: Vec<_> = details.keys.iter().map(|key| (key.fingerprint.as_str(), key.name.as_deref())).collect();
    assert_eq!(named, [(family.fingerprint.as_str(), Some("family")), (default.as_str(), Some("default"))]);
    assert!(end(&program) < END);
}

#[test]
fn a_key_that_files_need_is_removed_only_when_its_name_is_typed() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    try_local(&program);
    let (_, told) = follow(&program);
    let job = upload(&program, &file(home.path(), "report.pdf", 90_000), "files").job;
    wait_for(&told, |changed| changed.job == job && is_stored(changed));
    let needed = keys(&program).data_keys[0].fingerprint.clone();
    let unused = at_home(&program, |place| place.create_data_key("unused".to_owned())).unwrap().fingerprint;
    remove(&program, &unused, None).unwrap();

    let refused = remove(&program, &needed, None).unwrap_err();
    assert_eq!((refused.code.as_str(), refused.context["files"].as_str()), ("data_key_needed", "1"));
    assert_eq!(code(remove(&program, &needed, Some("unused"))), "data_key_needed");
    assert_eq!(names(&program), [("default".to_owned(), 1)]);
    remove(&program, &needed, Some("default")).unwrap();
    assert_eq!(names(&program), []);
    assert!(end(&program) < END);
}
