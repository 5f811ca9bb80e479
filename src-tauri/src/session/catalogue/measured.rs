//! How fast a window gets a large catalogue.

use std::sync::mpsc;

use pileus_app::LOCAL;
use pileus_domain::{ByteCount, ContentHash};
use pileus_ports::{Seal, Timestamp};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::session::Home;

/// Files of the catalogue that is measured.
const FILES: u32 = 100_000;

/// The catalogue of somebody who stored files for years.
async fn fill(session: &Session) {
    let services = &session.services;
    let account = services.keys.account(None).unwrap().account;
    let bucket = services.buckets.all(&account).await.unwrap().remove(0);
    for number in 0..FILES {
        let mut hash = [0; 32];
        hash[..4].copy_from_slice(&number.wrapping_mul(2_654_435_761).to_be_bytes());
        let file = CatalogueFile {
            fid: Fid(ContentHash(hash)),
            genesis: bucket.genesis,
            account,
            bucket: bucket.id,
            name: format!("Dolomites, late light {number}.jpg"),
            size: ByteCount(u64::from(number) * 1_024),
            media_type: "image/jpeg".to_owned(),
            seal: Seal::data_key("6f1e".repeat(8)),
            added: Timestamp(u64::from(number)),
        };
        services.ports().journal.put_file(&file).await.unwrap();
    }
}

/// A local network in a folder, with the catalogue.
async fn furnished(folder: &TempDir) -> Arc<Session> {
    let path = folder.path().join("data");
    let home = tokio::task::spawn_blocking(move || Home::open(path)).await.unwrap().unwrap();
    home.networks.make_current(LOCAL).await.unwrap();
    let (session, _) = Session::open(Arc::new(home), &CancellationToken::new()).await.unwrap().unwrap();
    fill(&session).await;
    session
}

/// Prints when a window hears of how many files, each update written as it goes to the page. Takes minutes to prepare,
/// because the journal writes each file for itself, and asserts nothing about time.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement, to be read by a person"]
async fn a_window_hears_of_a_hundred_thousand_files() {
    let folder = TempDir::new().unwrap();
    let session = furnished(&folder).await;
    let (tell, told) = mpsc::channel();
    let started = Instant::now();
    let listener = Listener::new(
        "buckets-1",
        || true,
        move |update: CatalogueUpdate| {
            let length = serde_json::to_string(&update).unwrap().len();
            tell.send((started.elapsed(), update.rows.len(), length, update.listed)).is_ok()
        },
    );
    let head = Arc::clone(&session).follow_catalogue(listener).await.unwrap();
    println!("head of {} files: {:?}", head.files, started.elapsed());
    let rows = tokio::task::spawn_blocking(move || print_updates(&told)).await.unwrap();
    assert_eq!((head.files, rows), (FILES, FILES as usize));
    session.close(super::super::REST_AT_END).await;
}

/// Prints the first update and the one that ends the list; gives the rows of all.
fn print_updates(told: &mpsc::Receiver<(Duration, usize, usize, bool)>) -> usize {
    let (mut rows, mut bytes) = (0, 0);
    for (after, more, length, listed) in told {
        (rows, bytes) = (rows + more, bytes + length);
        if rows == more || listed {
            println!("{rows} rows, {bytes} bytes: {after:?}");
        }
        if listed {
            break;
        }
    }
    rows
}
