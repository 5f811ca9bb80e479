//! Accounts and data keys, before a network is open and while one is.

use std::fmt::Debug;

pub(super) use pileus_contract::window::AccountOrigin;
use pileus_contract::window::{KeysView, Protection, SecretKind};
use serde::de::DeserializeOwned;

use super::*;

/// A well-known phrase, and what its account is called in CESS.
const PHRASE: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

/// As a page would send it.
pub(super) fn typed<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_value(text.into()).unwrap()
}

pub(super) fn at_home<T, F>(program: &Program, work: impl FnOnce(Place) -> F + Send + 'static) -> Result<T, Shown>
where
    T: Send + 'static,
    F: Future<Output = Result<T, Problem>> + Send + 'static,
{
    program.0.runtime.block_on(program.at_home(work))
}

pub(super) fn keys(program: &Program) -> KeysView {
    program.0.runtime.block_on(program.keys()).unwrap()
}

pub(super) fn lock(program: &Program) {
    program.0.runtime.block_on(program.clone().lock(false)).unwrap();
}

pub(super) fn unlock(program: &Program, passphrase: &str) -> Result<(), Shown> {
    program.0.runtime.block_on(program.unlock(Some(typed(passphrase))))
}

pub(super) fn code<T: Debug>(refused: Result<T, Shown>) -> String {
    refused.unwrap_err().code
}

#[test]
fn accounts_and_keys_are_made_before_any_network_is_chosen() {
    let home = TempDir::new().unwrap();
    let first = program(home.path());
    let made = at_home(&first, |place| place.create_account("savings".to_owned())).unwrap();
    let words = serde_json::to_value(&made.words).unwrap();
    let words = words.as_str().unwrap().to_owned();
    assert_eq!(words.split(' ').count(), 12);
    assert!(!format!("{made:?}").contains(&words), "words are never printed");
    let imported = at_home(&first, |place| place.import_account("old".to_owned(), typed(PHRASE), SecretKind::Words));
    let imported = imported.unwrap();
    assert_eq!((imported.origin, imported.is_default), (AccountOrigin::Imported, false));
    at_home(&first, |place| place.create_data_key("family".to_owned())).unwrap();

    let view = keys(&first);
    assert_eq!((view.protection, view.locked, view.network_open), (Protection::None, false, false));
    assert!(view.accounts.iter().all(|account| account.balance.is_none()) && view.token_symbol.is_empty());
    assert_eq!((view.accounts.len(), view.data_keys[0].files), (2, 0));
    assert_eq!(first.state().phase, Phase::Fresh);
    assert!(end(&first) < END);

    let second = program(home.path());
    assert_eq!(second.state().phase, Phase::Fresh, "an account alone chooses no network");
    assert_eq!(keys(&second), view, "and the words are in nothing that is told again");
    assert!(end(&second) < END);
}

#[test]
fn names_change_and_what_cannot_be_is_refused() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    let one = at_home(&program, |place| place.create_account("one".to_owned())).unwrap().account.address;
    let two = at_home(&program, |place| place.create_account("two".to_owned())).unwrap().account.address;
    let key = at_home(&program, |place| place.create_data_key("default".to_owned())).unwrap().fingerprint;
    let (address, again) = (two.clone(), two.clone());
    at_home(&program, |place| place.make_default(address)).unwrap();
    at_home(&program, |place| place.rename_account(again, "second".to_owned())).unwrap();
    at_home(&program, |place| place.rename_data_key(key, "family".to_owned())).unwrap();
    let view = keys(&program);
    let accounts: Vec<_> = view.accounts.iter().map(|account| (account.name.as_str(), account.is_default)).collect();
    assert_eq!(accounts, [("one", false), ("second", true)]);
    assert_eq!(view.data_keys[0].name, "family");

    assert_eq!(code(at_home(&program, |place| place.rename_account(one, "second".to_owned()))), "key_exists");
    assert_eq!(code(at_home(&program, |place| place.rename_account("x".to_owned(), "y".to_owned()))), "value_refused");
    assert_eq!(code(at_home(&program, |place| place.create_account(String::new()))), "key_name");
    assert_eq!(code(at_home(&program, |place| place.set_keys_passphrase(typed("")))), "passphrase_empty");
    let seed = at_home(&program, |place| place.import_account("x".to_owned(), typed("zz"), SecretKind::Seed));
    assert_eq!(code(seed), "secret_not_understood");
    assert_eq!(keys(&program), view);
}

#[test]
fn an_upload_waits_for_the_passphrase_and_goes_on_with_it() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    try_local(&program);
    at_home(&program, |place| place.set_keys_passphrase(typed("correct horse"))).unwrap();
    lock(&program);
    let view = keys(&program);
    assert_eq!((view.protection, view.locked, view.network_open), (Protection::Passphrase, true, true));
    assert!(view.accounts[0].balance.is_some(), "what the chain tells needs no passphrase");

    let (_, told) = follow(&program);
    let path = file(home.path(), "report.pdf", 300_000);
    let job = upload(&program, &path, "files").job;
    wait_for(&told, |changed| changed.job == job && changed.condition == JobCondition::NeedsKey);
    assert_eq!(code(unlock(&program, "wrong horse")), "wrong_passphrase");
    unlock(&program, "correct horse").unwrap();
    wait_for(&told, |changed| changed.job == job && is_stored(changed));
    assert_eq!(keys(&program).data_keys[0].files, 1);
    assert!(end(&program) < END);
}

#[test]
fn a_lock_stops_an_upload_before_its_order_is_signed() {
    let home = TempDir::new().unwrap();
    let program = program(home.path());
    try_local(&program);
    at_home(&program, |place| place.set_keys_passphrase(typed("correct horse"))).unwrap();
    let (_, told) = follow(&program);
    let path = file(home.path(), "film.mkv", 200 << 20);
    let job = upload(&program, &path, "films").job;
    wait_for(&told, |changed| changed.stage == JobStage::Planning && changed.condition == JobCondition::Running);
    lock(&program);
    let (waiting, _) = wait_for(&told, |changed| changed.condition == JobCondition::NeedsKey);
    assert_eq!((waiting.job, waiting.stage), (job, JobStage::Planning));
    assert!(end(&program) < END);
}
