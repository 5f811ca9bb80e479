//! Receipts against the golden ones that another program wrote, and against the chain in memory.

use pileus_app::{ChainWord, ReceiptCheck, SignedReceipt};
use pileus_domain::{Condition, Problem};
use serde::Deserialize;

use crate::world::{World, plain, sealed};

#[derive(Deserialize)]
struct Good {
    message: String,
    text: String,
}

#[derive(Deserialize)]
struct Broken {
    name: String,
    expect: String,
    text: String,
}

fn vector<T: for<'de> Deserialize<'de>>(name: &str) -> T {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/receipt").join(name);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The code of the first thing that is wrong with a text.
fn code(text: &str) -> Option<String> {
    match SignedReceipt::parse(text) {
        Ok(signed) => ReceiptCheck::offline(&signed).problem.map(|problem| problem.code),
        Err(error) => Some(Problem::from(error).code),
    }
}

#[test]
fn the_golden_receipt_holds() {
    let good: Good = vector("good.json");
    let signed = SignedReceipt::parse(&good.text).unwrap();
    assert_eq!(signed.receipt.signed_message(), good.message.as_bytes());
    assert!(signed.hashes_hold() && signed.signature_holds());
    assert_eq!(code(&good.text), None);
}

#[test]
fn layout_and_order_of_members_mean_nothing() {
    let good: Good = vector("good.json");
    let signed = SignedReceipt::parse(&good.text).unwrap();
    assert_eq!(code(&signed.to_text()), None);
    let value: serde_json::Value = serde_json::from_str(&good.text).unwrap();
    assert_eq!(code(&serde_json::to_string(&value).unwrap()), None);
}

#[test]
fn every_way_to_break_a_receipt_is_named() {
    let broken: Vec<Broken> = vector("broken.json");
    assert!(broken.len() >= 20);
    for case in broken {
        assert_eq!(code(&case.text).as_deref(), Some(case.expect.as_str()), "{}", case.name);
    }
}

#[test]
fn a_file_of_any_length_is_refused_without_being_read_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("endless");
    std::fs::File::create(&path).unwrap().set_len(1 << 40).unwrap();
    assert_eq!(Problem::from(SignedReceipt::read(&path).unwrap_err()).code, "receipt_unreadable");
    assert_eq!(Problem::from(SignedReceipt::read(folder.path()).unwrap_err()).code, "file_unusable");
}

#[test]
fn saving_replaces_nothing_unless_told_so() {
    let good: Good = vector("good.json");
    let signed = SignedReceipt::parse(&good.text).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.json");
    signed.save(&path, false).unwrap();
    assert_eq!(Problem::from(signed.save(&path, false).unwrap_err()).code, "target_exists");
    signed.save(&path, true).unwrap();
    assert_eq!(SignedReceipt::read(&path).unwrap(), signed);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn a_receipt_names_what_the_chain_keeps_and_no_secret_name() {
    let (world, account) = World::furnished().await;
    for name in ["open.txt", "hidden.txt"] {
        let path = world.file(name, name.as_bytes());
        let request = if name == "open.txt" { plain(&path, account) } else { sealed(&path, account) };
        let created = world.services.transfers.create_upload(request).await.unwrap();
        let receipts = &world.services.receipts;
        assert_eq!(receipts.file_of(created.job.id).await.unwrap_err().code, "receipt_not_yet");
        world.services.transfers.start(created.job.id, None).await.unwrap();
        let outcome = world.services.transfers.wait(created.job.id).await.unwrap();
        assert_eq!(outcome.job.condition, Condition::Finished);
        let fid = receipts.file_of(created.job.id).await.unwrap();
        let signed = receipts.make(&fid, None).await.unwrap();
        let receipt = &signed.receipt;
        assert_eq!(receipt.file.name.as_deref(), (name == "open.txt").then_some(name));
        assert_eq!((receipt.account.address, receipt.file.fid), (account, fid));
        assert!(receipt.order.is_some() && receipt.columns.iter().all(|column| column.block.is_some()));
        assert_eq!(receipts.check(&signed).await.unwrap().chain, ChainWord::Agrees);
        let mut other = signed.clone();
        other.receipt.stored.completion.0 += 1;
        assert_eq!(receipts.check(&other).await.unwrap().chain, ChainWord::Differs);
        other.receipt.network.genesis.0[0] ^= 1;
        assert_eq!(receipts.check(&other).await.unwrap().chain, ChainWord::OtherNetwork);
        assert!(SignedReceipt::parse(&signed.to_text()).unwrap().hashes_hold());
    }
}

#[tokio::test]
async fn a_receipt_needs_a_stored_file_of_ones_own() {
    let (world, account) = World::furnished().await;
    let receipts = &world.services.receipts;
    let unknown = "ab".repeat(32).parse().unwrap();
    assert_eq!(receipts.make(&unknown, None).await.unwrap_err().code, "file_unknown");
    let path = world.file("a.txt", b"mine");
    let created = world.services.transfers.create_upload(plain(&path, account)).await.unwrap();
    world.services.transfers.start(created.job.id, None).await.unwrap();
    world.services.transfers.wait(created.job.id).await.unwrap();
    let fid = receipts.file_of(created.job.id).await.unwrap();
    let stranger = pileus_domain::AccountId([5; 32]);
    assert_eq!(receipts.make(&fid, Some(&stranger)).await.unwrap_err().code, "file_not_owned");
    let signed = receipts.make(&fid, None).await.unwrap();
    world.services.files.remove(&account, &fid).await.unwrap();
    let check = receipts.check(&signed).await.unwrap();
    assert_eq!((check.chain, receipts.make(&fid, None).await.is_err()), (ChainWord::Differs, true));
}
