//! How soon an upload stands still once that is asked of it.

use std::{path::Path, time::Duration};

use pileus_domain::{ByteCount, JobId};
use pileus_pipeline::{RunEnd, control};
use tokio::time::{Instant, sleep};

use crate::{client::Client, source};

/// The file that is paused, in the folder.
const SOURCE: &str = "paused";
/// The job that is paused.
const JOB: JobId = JobId(3);
/// Its length: many fragments are left to send after every pause.
pub(crate) const LENGTH: ByteCount = ByteCount(256 << 20);
/// How often it is paused.
const PAUSES: usize = 8;
/// How often the journal is asked whether another fragment is at its storage node.
const LOOK: Duration = Duration::from_millis(2);

/// The longest time between a pause and the moment at which the journal had it.
///
/// The network is in the same process here: what it received has been counted before.
pub(crate) async fn longest(data: &Path, rpc: &str, folder: &Path) -> Duration {
    let (client, path) = (Client::open(data, rpc).await, folder.join(SOURCE));
    source::write(&path, LENGTH);
    client.upload_job(JOB, &path).await;
    let mut longest = Duration::ZERO;
    for _ in 0..PAUSES {
        longest = longest.max(pause_once(&client, JOB).await);
    }
    longest
}

/// Let the upload bring one more fragment to its storage node, then pause it.
async fn pause_once(client: &Client, job: JobId) -> Duration {
    let before = placed(client, job).await;
    let (steering, control) = control();
    let (pipeline, keys) = (client.pipeline.clone(), client.keys());
    let run = tokio::spawn(async move { pipeline.run_upload(job, keys, control).await });
    while placed(client, job).await == before {
        assert!(!run.is_finished(), "the upload ended before it could be paused");
        sleep(LOOK).await;
    }
    let asked = Instant::now();
    steering.pause();
    assert_eq!(run.await.expect("a run that ends"), RunEnd::Paused);
    asked.elapsed()
}

async fn placed(client: &Client, job: JobId) -> usize {
    client.pipeline.journal.placements(job).await.expect("the journal").len()
}
