//! Pausing, from the wish to the word in the journal.

use std::time::{Duration, Instant};

use pileus_app::{Settings, Update};
use pileus_domain::{Condition, JobId, Stage};
use pileus_ports::{
    Chain, JobEvent,
    fake::{NodeCall, NodeFault},
};

use crate::world::{World, plain};

/// Longer than any test.
const EVER: Duration = Duration::from_hours(10);
/// Within this a person sees that a transfer stands still.
const AT_ONCE: Duration = Duration::from_millis(200);

/// Uploads to nodes that never answer: as many as may run, and one that waits for its turn.
async fn stuck(world: &World) -> Vec<JobId> {
    let (_, account) = (world, world.services.keys.account(None).unwrap().account);
    for record in world.chain.nodes().await.unwrap() {
        world.nodes.set_fault(&record.endpoint.unwrap(), NodeCall::Put, NodeFault::Hang(EVER), None);
    }
    let mut feed = world.services.transfers.follow(0);
    let mut jobs = Vec::new();
    for number in 0..=Settings::PARALLEL {
        let path = world.file(&format!("{number}.bin"), format!("content {number}").as_bytes());
        let created = world.services.transfers.create_upload(plain(&path, account)).await.unwrap();
        world.services.transfers.start(created.job.id, None).await.unwrap();
        jobs.push(created.job.id);
    }
    let mut sending = 0;
    while sending < Settings::PARALLEL {
        if let Update::Certain(record) = feed.next().await.unwrap()
            && record.event == (JobEvent::StageEntered { stage: Stage::Sending })
        {
            sending += 1;
        }
    }
    jobs
}

/// How long until the journal says that a job is paused.
async fn paused_after(world: &World, job: JobId) -> Duration {
    let asked = Instant::now();
    world.services.transfers.pause(job).await.unwrap();
    while world.services.transfers.job(job).await.unwrap().condition != Condition::Paused {
        assert!(asked.elapsed() < Duration::from_secs(20), "the job was never paused");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    asked.elapsed()
}

#[tokio::test]
async fn running_and_waiting_jobs_pause_at_once_while_no_node_answers() {
    let (world, _) = World::furnished().await;
    let jobs = stuck(&world).await;
    // The last one waits for its turn; nobody else's end may be needed for pausing it.
    let mut times = Vec::new();
    for job in jobs.iter().rev() {
        times.push(paused_after(&world, *job).await);
    }
    assert!(times.iter().all(|time| *time < AT_ONCE), "{times:?}");
}
