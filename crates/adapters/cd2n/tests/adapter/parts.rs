//! A file in several requests.

use std::collections::BTreeMap;

use pileus_ports::GatewayErrorKind;
use serde_json::{Value, json};

use crate::{
    rig::{CHUNK, Rig, bytes},
    server::{Server, accepted, complete, text},
};

/// A file of two parts and a bit.
const LENGTH: usize = 2 * CHUNK + 1_000;
/// How often a file starts over.
const ATTEMPTS: usize = 3;

fn too_large(server: &Server) {
    server.next("/upload/file", || text(413, "<html>"));
}

/// The ranges that were sent under each ticket, in their order.
fn ranges(server: &Server) -> Vec<Vec<String>> {
    let mut by_ticket: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for seen in server.seen("/batch/file") {
        by_ticket.entry(seen.header("hash").to_owned()).or_default().push(seen.header("range").to_owned());
    }
    by_ticket.into_values().collect()
}

/// What tickets were asked for with.
fn wishes(server: &Server) -> Vec<Value> {
    server.seen("/batch/request").iter().map(|seen| serde_json::from_slice(&seen.body).unwrap()).collect()
}

fn all_parts() -> Vec<String> {
    let ends = [0, CHUNK, 2 * CHUNK, LENGTH];
    ends.windows(2).map(|part| format!("bytes={}-{}", part[0], part[1])).collect()
}

#[tokio::test]
async fn what_is_too_large_for_one_request_goes_in_parts_one_after_the_other() {
    let rig = Rig::start().await;
    too_large(&rig.server);
    let content = bytes(LENGTH);
    let handed = rig.upload(content.clone()).await.unwrap();
    assert_eq!(ranges(&rig.server), [all_parts()]);
    assert_eq!(rig.passage.bytes(), LENGTH as u64, "bytes are counted anew");
    let name = handed.name.as_str();
    assert!(name.ends_with("-photos_me.jpg"), "the first request may still be worked on under its name: {name}");
    let wish = json!({ "file_name": name, "territory": "home", "total_size": LENGTH });
    assert_eq!(wishes(&rig.server), [wish], "nothing else is asked for");
    let third = rig.server.seen("/batch/file").remove(2);
    let body = third.body.windows(4).position(|at| at == b"\r\n\r\n").map(|at| third.body.slice(at + 4..)).unwrap();
    assert!(body.starts_with(&content[2 * CHUNK..]), "the last part is the end of the file");
}

#[tokio::test]
async fn more_than_one_request_can_hold_goes_in_parts_from_the_start_and_under_its_name() {
    let rig = Rig::start().await;
    let handed = rig.upload(vec![0; 8 * CHUNK + 1]).await.unwrap();
    assert!(rig.server.seen("/upload/file").is_empty());
    assert_eq!((ranges(&rig.server)[0].len(), handed.name.as_str()), (9, "photos_me.jpg"));
}

#[tokio::test]
async fn a_part_whose_answer_was_lost_is_never_sent_again_under_its_ticket() {
    for lost in 0..3 {
        let rig = Rig::start().await;
        too_large(&rig.server);
        for part in 0..lost {
            rig.server.next("/batch/file", move || accepted((part + 1) * CHUNK as u64));
        }
        rig.server.next("/batch/file", || text(524, "<html>"));
        rig.upload(bytes(LENGTH)).await.unwrap();
        let lost = usize::try_from(lost).unwrap();
        assert_eq!(ranges(&rig.server), [all_parts()[..=lost].to_vec(), all_parts()], "lost: {lost}");
        let names: Vec<_> = wishes(&rig.server).iter().map(|wish| wish["file_name"].clone()).collect();
        assert_ne!(names[0], names[1], "what is left of the first may still be worked on");
    }
}

#[tokio::test]
async fn a_count_that_differs_starts_over() {
    let rig = Rig::start().await;
    too_large(&rig.server);
    rig.server.next("/batch/file", || accepted(CHUNK as u64 - 1));
    rig.upload(bytes(LENGTH)).await.unwrap();
    assert_eq!(ranges(&rig.server), [all_parts()[..1].to_vec(), all_parts()]);
}

#[tokio::test]
async fn starting_over_has_an_end() {
    let rig = Rig::start().await;
    too_large(&rig.server);
    for _ in 0..2 * ATTEMPTS {
        rig.server.next("/batch/file", || text(502, "<html>"));
    }
    let error = rig.upload(bytes(LENGTH)).await.unwrap_err();
    assert_eq!(error.kind, GatewayErrorKind::Unreachable);
    assert_eq!(ranges(&rig.server), vec![all_parts()[..1].to_vec(); ATTEMPTS]);
}

#[tokio::test]
async fn a_redirection_that_is_no_acceptance_leads_nowhere() {
    let rig = Rig::start().await;
    too_large(&rig.server);
    rig.server.next("/batch/file", || text(307, ""));
    let error = rig.upload(bytes(LENGTH)).await.unwrap_err();
    assert_eq!(error.kind, GatewayErrorKind::Redirected);
}

#[tokio::test]
async fn a_file_that_is_complete_too_early_is_told_under_the_fid_that_it_got() {
    let rig = Rig::start().await;
    too_large(&rig.server);
    rig.server.next("/batch/file", complete);
    // Whoever asked compares it with the plan, and sees that it is a part of the file.
    assert_eq!(rig.upload(bytes(LENGTH)).await.unwrap().fid.to_string(), crate::server::FID);
    assert_eq!(ranges(&rig.server), [all_parts()[..1].to_vec()]);
}

#[tokio::test]
async fn a_gateway_that_waits_for_more_than_there_is_has_miscounted() {
    let rig = Rig::start().await;
    too_large(&rig.server);
    for _ in 0..ATTEMPTS {
        for end in [CHUNK, 2 * CHUNK, LENGTH] {
            rig.server.next("/batch/file", move || accepted(end as u64));
        }
    }
    assert_eq!(rig.upload(bytes(LENGTH)).await.unwrap_err().kind, GatewayErrorKind::OutOfStep);
    assert_eq!(ranges(&rig.server), vec![all_parts(); ATTEMPTS]);
}
