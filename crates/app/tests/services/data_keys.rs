//! Data keys over their life: made, several for one file, rotated, and never lost by accident.

use std::path::Path;

use pileus_app::{DownloadRequest, Keys, SealChoice, Services, UploadRequest};
use pileus_domain::{AccountId, Fid, Route};
use pileus_pipeline::RunEnd;
use pileus_ports::{Keystore, Opening, Seal, SecretText};

use crate::world::{World, plain};

fn secret(text: &str) -> SecretText {
    SecretText::new(text.to_owned())
}

fn sealed_with(path: &Path, account: AccountId, keys: &[&str]) -> UploadRequest {
    let keys = keys.iter().map(|key| (*key).to_owned()).collect();
    UploadRequest { seal: SealChoice::DataKeys(keys), ..plain(path, account) }
}

async fn store(world: &World, request: UploadRequest) -> Fid {
    let transfers = &world.services.transfers;
    let job = transfers.create_upload(request).await.unwrap().job.id;
    transfers.start(job, None).await.unwrap();
    let outcome = transfers.wait(job).await.unwrap();
    assert_eq!(outcome.end, RunEnd::Finished);
    outcome.job.fid.unwrap()
}

/// Fetch a file with the keys that are in the keystore now.
async fn fetch(services: &Services, world: &World, fid: Fid) -> Result<Vec<u8>, RunEnd> {
    let target = world.folder.path().join("back.bin");
    let request =
        DownloadRequest { fid, account: None, target: target.clone(), opening: Opening::Told, route: Route::Direct };
    let job = services.transfers.create_download(request).await.unwrap().job.id;
    services.transfers.start(job, None).await.unwrap();
    match services.transfers.wait(job).await.unwrap().end {
        RunEnd::Finished => {
            let bytes = std::fs::read(&target).unwrap();
            std::fs::remove_file(target).unwrap();
            Ok(bytes)
        }
        other => {
            services.transfers.cancel(job, None).await.unwrap();
            Err(other)
        }
    }
}

async fn seal_of(world: &World, account: AccountId, fid: Fid) -> Vec<String> {
    let file = world.services.files.find(&account, &fid).await.unwrap().unwrap();
    file.seal.fingerprints().map(str::to_owned).collect()
}

#[tokio::test]
async fn each_of_several_keys_opens_a_file_alone() {
    let (world, account) = World::furnished().await;
    let keys = &world.services.keys;
    let one = keys.data_key("default").unwrap();
    let two = keys.create_data_key("family").unwrap();
    let request = sealed_with(&world.file("a.txt", b"for both"), account, &["default", &two.fingerprint, "default"]);
    let fid = store(&world, request).await;
    assert_eq!(seal_of(&world, account, fid).await, [one.fingerprint.clone(), two.fingerprint.clone()]);
    for (kept, gone) in [(&one, &two), (&two, &one)] {
        let text = keys.export_data_key(&gone.fingerprint).unwrap();
        keys.remove_data_key(&world.journal, &gone.fingerprint, Some(&gone.name)).await.unwrap();
        assert_eq!(keys.data_keys().unwrap().len(), 1);
        assert_eq!(fetch(&world.services, &world, fid).await.unwrap(), b"for both", "with {} alone", kept.name);
        let details = world.services.files.details(&account, &fid).await.unwrap();
        let told: Vec<_> = details.keys.iter().map(|key| (key.fingerprint.as_str(), key.name.as_deref())).collect();
        let first = (kept.fingerprint.as_str(), Some(kept.name.as_str()));
        assert_eq!(told, [first, (gone.fingerprint.as_str(), None)], "both are told, and which is here");
        keys.import_data_key(&gone.name, &text).unwrap();
    }
    for key in [&one, &two] {
        keys.remove_data_key(&world.journal, &key.fingerprint, Some(&key.name)).await.unwrap();
    }
    assert_eq!(fetch(&world.services, &world, fid).await, Err(RunEnd::NeedsKey));
}

#[tokio::test]
async fn a_file_for_several_keys_waits_until_all_of_them_are_here() {
    let (world, account) = World::furnished().await;
    let keys = &world.services.keys;
    let other = keys.create_data_key("family").unwrap();
    let text = keys.export_data_key(&other.fingerprint).unwrap();
    let transfers = &world.services.transfers;
    let request = sealed_with(&world.file("a.txt", b"for both"), account, &["default", "family"]);
    let job = transfers.create_upload(request).await.unwrap().job.id;
    let needed = keys.remove_data_key(&world.journal, &other.fingerprint, None).await.unwrap_err();
    assert_eq!(needed.code, "data_key_needed", "an upload that waits needs its keys as well");
    keys.remove_data_key(&world.journal, &other.fingerprint, Some("family")).await.unwrap();
    transfers.start(job, None).await.unwrap();
    assert_eq!(transfers.wait(job).await.unwrap().end, RunEnd::NeedsKey);
    assert!(world.chain.submissions().is_empty(), "nothing is sealed for fewer keys than were named");
    keys.import_data_key("family", &text).unwrap();
    transfers.start(job, None).await.unwrap();
    assert_eq!(transfers.wait(job).await.unwrap().end, RunEnd::Finished);
}

#[tokio::test]
async fn more_keys_than_a_header_holds_are_refused() {
    let (world, account) = World::furnished().await;
    let names: Vec<String> = (0..17).map(|number| format!("key {number}")).collect();
    for name in &names {
        world.keystore.create_data_key(name).unwrap();
    }
    let path = world.file("a.txt", b"x");
    let check = |keys: &[&str]| world.services.transfers.check_upload(&sealed_with(&path, account, keys));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    assert_eq!(check(&names).unwrap_err().code, "too_many_keys");
    check(&names[..16]).unwrap();
    assert_eq!(check(&[]).unwrap_err().code, "key_unknown");
    assert_eq!(check(&["default", "nobody"]).unwrap_err().code, "key_unknown");
}

#[tokio::test]
async fn after_a_rotation_new_files_have_the_new_key_and_old_ones_open() {
    let (world, account) = World::furnished().await;
    let keys = &world.services.keys;
    let old = keys.data_key("default").unwrap();
    let before = store(&world, sealed_with(&world.file("before.txt", b"before"), account, &["default"])).await;
    let new = keys.rotate_data_key(&old.fingerprint, "default (old)").unwrap();
    assert_eq!((new.name.as_str(), keys.default_data_key().unwrap()), ("default", Some(new.clone())));
    let after = store(&world, sealed_with(&world.file("after.txt", b"after"), account, &["default"])).await;
    assert_eq!(seal_of(&world, account, before).await, [old.fingerprint.as_str()]);
    assert_eq!(seal_of(&world, account, after).await, [new.fingerprint.as_str()]);
    assert_eq!(fetch(&world.services, &world, before).await.unwrap(), b"before");
    assert_eq!(fetch(&world.services, &world, after).await.unwrap(), b"after");
    keys.remove_data_key(&world.journal, &old.fingerprint, Some("default (old)")).await.unwrap();
    assert!(fetch(&world.services, &world, before).await.is_err(), "the new key never opened the old file");
    assert_eq!(fetch(&world.services, &world, after).await.unwrap(), b"after");
    let taken = keys.rotate_data_key(&new.fingerprint, "default").unwrap_err();
    assert_eq!(taken.code, "key_exists");
    assert_eq!(keys.rotate_data_key(&new.fingerprint, " x").unwrap_err().code, "key_name");
}

#[tokio::test]
async fn a_key_that_files_need_goes_only_by_its_name() {
    let (world, account) = World::furnished().await;
    let keys = &world.services.keys;
    let key = keys.data_key("default").unwrap();
    store(&world, sealed_with(&world.file("a.txt", b"dear"), account, &["default"])).await;
    let uses = Keys::data_key_uses(&world.journal).await.unwrap();
    assert_eq!(uses.into_iter().collect::<Vec<_>>(), [(key.fingerprint.clone(), 1)]);
    for typed in [None, Some(""), Some("Default"), Some(key.fingerprint.as_str())] {
        let refused = keys.remove_data_key(&world.journal, &key.fingerprint, typed).await.unwrap_err();
        assert_eq!((refused.code.as_str(), refused.context["files"].as_str()), ("data_key_needed", "1"), "{typed:?}");
    }
    assert_eq!(keys.data_keys().unwrap(), std::slice::from_ref(&key));
    keys.remove_data_key(&world.journal, &key.fingerprint, Some("default")).await.unwrap();
    let unknown = keys.remove_data_key(&world.journal, &key.fingerprint, None).await.unwrap_err();
    assert_eq!(unknown.code, "key_unknown");
    let spare = keys.create_data_key("spare").unwrap();
    keys.remove_data_key(&world.journal, &spare.fingerprint, None).await.unwrap();
    assert!(keys.data_keys().unwrap().is_empty());
}

#[tokio::test]
async fn an_account_goes_only_by_its_name_and_the_default_moves_on() {
    let world = World::new().await;
    let keys = &world.services.keys;
    let (first, _) = keys.create_account("first").unwrap();
    let (second, _) = keys.create_account("second").unwrap();
    for typed in ["", "First", "second"] {
        let refused = keys.remove_account(&first.account, typed).unwrap_err();
        assert_eq!(refused.code, "account_name_needed", "{typed:?}");
    }
    keys.remove_account(&first.account, "first").unwrap();
    assert_eq!(keys.account(None).unwrap().account, second.account);
    assert_eq!(keys.signer(&first.account).map(drop).unwrap_err().code, "key_unknown");
    assert_eq!(keys.remove_account(&first.account, "first").unwrap_err().code, "key_unknown");
}

#[tokio::test]
async fn a_derived_key_opens_on_another_computer_what_it_sealed_here() {
    let (world, account) = World::furnished().await;
    let (keys, words) = (&world.services.keys, secret("three blind mice"));
    assert_eq!(keys.derive_data_key("family", &secret(" ")).unwrap_err().code, "passphrase_empty");
    assert_eq!(keys.derive_data_key("", &words).unwrap_err().code, "key_name");
    let here = keys.derive_data_key("family", &words).unwrap();
    let fid = store(&world, sealed_with(&world.file("a.txt", b"for all"), account, &["family"])).await;
    keys.remove_data_key(&world.journal, &here.fingerprint, Some("family")).await.unwrap();
    assert!(fetch(&world.services, &world, fid).await.is_err());
    assert_eq!(keys.derive_data_key("family", &words).unwrap().fingerprint, here.fingerprint);
    assert_eq!(fetch(&world.services, &world, fid).await.unwrap(), b"for all");
    assert_eq!(keys.import_data_key("other", &secret("nonsense")).unwrap_err().code, "data_key_unreadable");
}

#[test]
fn a_seal_of_one_key_is_kept_as_it_always_was() {
    let one = Seal::data_key("0011223344556677");
    let kept = r#"{"data_key":{"fingerprint":"0011223344556677"}}"#;
    assert_eq!(serde_json::to_string(&one).unwrap(), kept);
    assert_eq!(serde_json::from_str::<Seal>(kept).unwrap(), one);
}
