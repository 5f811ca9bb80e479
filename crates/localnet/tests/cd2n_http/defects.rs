//! Uploads that a published gateway answers with success and that come to nothing.

use std::{collections::BTreeSet, time::Duration};

use tokio::time::{sleep, timeout};

use super::client::{Client, flat_fid_of, refused};
use crate::gateway_http::rig::bytes;

/// More than the gateway makes fragments of. Bytes.
const TOO_LONG: usize = (8 << 20) + 1;
/// Only a failing test waits this long.
const PATIENCE: Duration = Duration::from_mins(1);
/// Longer than a column takes that is brought rightly.
const WHILE: Duration = Duration::from_secs(3);

#[tokio::test]
async fn a_last_segment_of_more_than_eight_mebibytes_never_completes() {
    let client = Client::start().await;
    let fid = client.take("file.bin", &bytes(TOO_LONG)).await;
    let reported = async || {
        let deal = client.rig.deal(&fid).await.expect("the deal stays open");
        deal.complete_list.iter().map(|report| report.index).collect::<BTreeSet<_>>()
    };
    // The first column holds the first 8 MiB, and the third and fourth are zeros in any case.
    let expected = BTreeSet::from([1, 3, 4]);
    let some = async {
        while reported().await != expected {
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(PATIENCE, some).await.expect("three columns are reported");
    sleep(WHILE).await;
    assert_eq!(reported().await, expected);
    assert!(client.rig.file(&fid).await.is_none());
}

#[tokio::test]
async fn an_upload_that_nobody_waits_for_is_accepted_and_never_ordered() {
    let client = Client::without_authority().await;
    let content = bytes(1_000);
    let fid = flat_fid_of(&content);
    let fields = [("territory", "home"), ("async", "true")];
    let refusal = refused(200, 10_111, "The user has not authorized the gateway", &fid);
    assert_eq!(client.upload_with("file.bin", &content, &fields).await, refusal, "refused with status 200");
    client.rig.authorise().await;
    assert_eq!(client.upload_with("file.bin", &content, &fields).await, refused(200, 10_100, "success", &fid));
    client.rig.network.produce(3).await.unwrap();
    assert!(client.rig.deal(&fid).await.is_none() && client.rig.file(&fid).await.is_none());
}
