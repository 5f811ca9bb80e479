//! Files that are shown: which, as what, and with which key.

use pileus_app::{PreviewFile, PreviewKind, SealChoice, UploadRequest};
use pileus_domain::{AccountId, ContentHash, Fid, Problem};
use pileus_pipeline::RunEnd;
use pileus_ports::{Chain, Keystore, SecretText};

use crate::world::{World, plain, sealed};

async fn stored(world: &World, request: UploadRequest, passphrase: Option<&str>) -> Fid {
    let transfers = &world.services.transfers;
    let job = transfers.create_upload(request).await.unwrap().job.id;
    transfers.start(job, passphrase.map(words)).await.unwrap();
    let outcome = transfers.wait(job).await.unwrap();
    assert_eq!(outcome.end, RunEnd::Finished);
    outcome.job.fid.unwrap()
}

async fn shown(world: &World, account: AccountId, fid: Fid, passphrase: Option<&str>) -> Result<PreviewFile, Problem> {
    world.services.previews.open(&account, &fid, passphrase.map(words)).await
}

async fn refused(world: &World, account: AccountId, fid: Fid, passphrase: Option<&str>) -> String {
    match shown(world, account, fid, passphrase).await {
        Ok(file) => panic!("{} is shown", file.name),
        Err(problem) => problem.code,
    }
}

fn words(text: &str) -> SecretText {
    SecretText::new(text.to_owned())
}

#[tokio::test]
async fn a_stored_page_is_shown_as_text_and_only_its_beginning() {
    let (world, account) = World::furnished().await;
    let page: Vec<u8> = b"<script>alert(1)</script>\n".iter().copied().cycle().take(3_000_000).collect();
    let path = world.file("page.html", &page);
    let fid = stored(&world, sealed(&path, account), None).await;
    let file = shown(&world, account, fid, None).await.unwrap();
    assert_eq!((file.shown.kind, file.shown.media_type), (PreviewKind::Text, "text/plain; charset=utf-8"));
    assert_eq!((file.name.as_str(), file.file.length(), file.readable.0), ("page.html", 3_000_000, 2 << 20));
    assert!(file.file.is_sealed());
    assert!(file.file.read(2_999_000..4_000_000).await.unwrap() == page[2_999_000..]);
}

#[tokio::test]
async fn what_nothing_shows_is_refused_before_anything_is_fetched() {
    let (world, account) = World::furnished().await;
    let fid = stored(&world, plain(&world.file("a.zip", b"PK"), account), None).await;
    for node in world.chain.nodes().await.unwrap() {
        world.nodes.lose_everything(&node.endpoint.unwrap());
    }
    assert_eq!(refused(&world, account, fid, None).await, "preview_unknown_kind");
    assert_eq!(refused(&world, account, Fid(ContentHash([3; 32])), None).await, "file_unknown");
}

#[tokio::test]
async fn a_passphrase_is_asked_for_and_a_wrong_one_is_told() {
    let (world, account) = World::furnished().await;
    let path = world.file("secret.txt", b"hush");
    let request = UploadRequest { seal: SealChoice::Passphrase, ..plain(&path, account) };
    let fid = stored(&world, request, Some("sesame")).await;
    assert_eq!(refused(&world, account, fid, None).await, "passphrase_needed");
    assert_eq!(refused(&world, account, fid, Some("sesam")).await, "file_passphrase_wrong");
    let file = shown(&world, account, fid, Some("sesame")).await.unwrap();
    assert_eq!(file.file.read(0..10).await.unwrap(), "hush");
}

#[tokio::test]
async fn a_locked_keystore_is_named_as_the_reason() {
    let (world, account) = World::furnished().await;
    world.keystore.set_passphrase(Some(&words("sesame"))).unwrap();
    let fid = stored(&world, sealed(&world.file("a.txt", b"hush"), account), None).await;
    world.keystore.lock();
    assert_eq!(refused(&world, account, fid, None).await, "vault_locked");
    world.keystore.unlock(&words("sesame")).unwrap();
    assert!(shown(&world, account, fid, None).await.is_ok());
}
