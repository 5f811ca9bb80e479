//! The way that files take: chosen by what is known of the line, and told with its reason; and what is left afterwards.

use pileus_app::{Preferences, RouteReason};
use pileus_domain::{ByteCount, Route};
use pileus_journal::JournalAdapter;
use pileus_pipeline::RunEnd;
use serde_json::Value as Json;

use super::{authorised, events};
use crate::{
    command_line::Home,
    support::{Ended, MIB, Town},
};

/// Bytes a second of a slow line: the 72 MiB that a small file comes to on the direct route take a quarter of an hour.
const SLOW: ByteCount = ByteCount(64 << 10);

/// Let the person set a limit for everything that leaves.
async fn limit(home: &Home, limit: Option<ByteCount>) {
    let journal = JournalAdapter::open(&home.file_path("journal")).unwrap();
    Preferences { upload_limit: limit, ..Preferences::default() }.keep(&journal).await.unwrap();
}

/// Upload a file of so many bytes without a seal, the better way.
async fn upload_auto(home: &Home, name: &str, length: u64) -> Ended {
    let source = home.file(name, length);
    home.program(&["upload", source.to_str().unwrap(), "--seal", "none", "--route", "auto"]).run().await
}

/// What was said of the way before anything left.
fn told(upload: &Ended) -> &Json {
    upload.lines.iter().find(|line| line["type"] == "route").expect("the way is told")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn auto_goes_direct_on_a_fast_line_and_by_the_gateway_on_a_slow_one_and_says_why() {
    let (home, name) = authorised().await;
    let fast = upload_auto(&home, "fast.bin", 100_000).await;
    fast.result();
    assert_eq!((&told(&fast)["route"], &told(&fast)["reason"]), (&"direct".into(), &"soon_enough".into()));
    assert!(events(&fast.lines).contains(&"order_signed"));

    limit(&home, Some(SLOW)).await;
    let slow = upload_auto(&home, "slow.bin", 120_000).await;
    slow.result();
    let said = told(&slow);
    assert_eq!((&said["route"], &said["reason"], &said["gateway"]), (&"gateway".into(), &"saves".into(), &name.into()));
    assert_eq!(said["uplink"], SLOW.0);
    assert!(said["direct_seconds"].as_u64() > said["gateway_seconds"].as_u64(), "{said}");
    let happened = events(&slow.lines);
    assert!(happened.contains(&"handed_over") && !happened.contains(&"order_signed"), "{happened:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn auto_never_authorises_a_gateway() {
    let home = Home::new();
    home.program(&["upload", home.file("first.bin", 1_000).to_str().unwrap()]).run().await.result();
    let upload = upload_auto(&home, "letter.bin", 1_000).await;
    upload.result();
    assert_eq!((&told(&upload)["route"], &told(&upload)["reason"]), (&"direct".into(), &"no_gateway".into()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_that_was_measured_on_an_upload_decides_for_the_next() {
    let town = Town::new().await;
    let alice = town.desk("Alice").await;
    let route = alice.authorise(&town, 0).await;
    let gateways = &alice.services.gateways;
    let unknown = gateways.advise(&alice.account, &[ByteCount(8 << 30)]).await.unwrap();
    assert_eq!((unknown.route, unknown.reason), (Route::Direct, RouteReason::UplinkUnknown));

    alice.paces.upload.set(Some(ByteCount(24 * MIB)));
    let job = alice.job_by(&town.file("letter.bin", 36 * MIB), &route).await;
    assert_eq!(alice.run(job).await.end, RunEnd::Finished);
    let large = gateways.advise(&alice.account, &[ByteCount(8 << 30)]).await.unwrap();
    let RouteReason::Saves { uplink, direct_seconds, gateway_seconds } = large.reason else { panic!("{large:?}") };
    assert!(matches!(large.route, Route::Gateway(_)) && uplink.0 <= 26 * MIB, "{uplink}");
    assert!(direct_seconds > 2 * gateway_seconds, "{direct_seconds} {gateway_seconds}");
    let small = gateways.advise(&alice.account, &[ByteCount(1_000)]).await.unwrap();
    assert!(matches!(small.reason, RouteReason::SoonEnough { .. }), "{small:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_is_revoked_once_the_file_is_stored_where_that_was_asked_for() {
    let (home, name) = authorised().await;
    let (source, route) = (home.file("letter.bin", MIB), format!("gateway:{name}"));
    let words = ["upload", source.to_str().unwrap(), "--seal", "none", "--route", &route, "--revoke-after"];
    let asked = home.program(&words).run().await;
    assert_eq!((asked.code, asked.problem()), (2, "confirmation_needed"), "its fee is shown and agreed to first");
    assert!(asked.lines.iter().any(|line| line["type"] == "quote"), "{:?}", asked.lines);
    let words: Vec<_> = ["--yes"].into_iter().chain(words).collect();
    let upload = home.program(&words).run().await;
    assert_eq!(upload.result()["condition"], "finished");
    assert!(events(&upload.lines).contains(&"handed_over"));
    let status = home.program(&["gateway", "status", &name]).run().await;
    assert_eq!(status.result()["authorised"], false);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_is_asked_about_a_file_and_shown_beside_the_chain() {
    let (home, name) = authorised().await;
    let (source, route) = (home.file("letter.bin", 2_000), format!("gateway:{name}"));
    let upload = home.program(&["upload", source.to_str().unwrap(), "--seal", "none", "--route", &route]).run().await;
    let fid = upload.result()["fid"].as_str().unwrap().to_owned();
    let asked = home.program(&["gateway", "ask", &name, &fid]).run().await;
    let told = asked.result();
    assert_eq!((&told["command"], &told["differences"]), (&"gateway_ask".into(), &Json::Array(vec![])));
    assert_eq!((&told["gateway"]["size"], &told["chain"]["size"]), (&2_000.into(), &2_000.into()));
    assert_eq!((&told["gateway"]["owners"], &told["first_node_only"]), (&told["chain"]["owners"], &true.into()));

    let cd2n = home.program(&["gateway", "ask", &home.gateway(2), &fid]).run().await;
    assert_eq!((cd2n.code, cd2n.problem()), (1, "gateway_tells_nothing"));
}
