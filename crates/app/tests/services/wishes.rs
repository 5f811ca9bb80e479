//! Wishes at awkward moments: while a run ends, twice, against each other, from two processes.
//!
//! The moment is made by the journal: it acts when it has just kept an event and nobody was told of it, so exactly
//! while a run ends; or by the clock, when something is dated that no event tells.

use std::{
    future::Future,
    sync::{Arc, Mutex},
    time::Duration,
};

use futures::FutureExt as _;
use pileus_app::{Ports, Services, Settings, Transfers, Wish, post_wish};
use pileus_domain::{AccountId, CancelChoice, Condition, JobId, Problem, Stage};
use pileus_pipeline::RunEnd;
use pileus_ports::{
    Chain, Clock, JobEvent, JobRecord, Journal, Timestamp,
    fake::{FakeJournal, NodeCall, NodeFault},
};
use tokio::time::timeout;

use crate::world::{NOW, World, plain};

/// Longer than any test.
const EVER: Duration = Duration::from_hours(10);
/// No test waits longer.
const PATIENCE: Duration = Duration::from_secs(20);

type Wanted = Box<dyn Fn(&JobRecord) -> bool + Send>;
type Action = Box<dyn FnOnce() + Send>;

/// Acts once, as soon as the journal holds a certain record.
#[derive(Clone)]
struct Moment {
    journal: FakeJournal,
    due: Arc<Mutex<Option<(Wanted, Action)>>>,
}

impl Clock for Moment {
    fn now(&self) -> Timestamp {
        self.look();
        NOW
    }
}

impl Moment {
    fn look(&self) {
        let jobs = now(self.journal.jobs()).unwrap();
        let due = self.due.lock().unwrap().take_if(|(wanted, _)| jobs.iter().any(wanted));
        if let Some((_, action)) = due {
            action();
        }
    }
}

/// What a fake answers without waiting.
fn now<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().expect("it had to wait")
}

struct Scene {
    world: World,
    account: AccountId,
    services: Services,
    moment: Moment,
}

impl Scene {
    async fn new() -> Self {
        let (world, account) = World::furnished().await;
        let moment = Moment { journal: world.journal.clone(), due: Arc::default() };
        let watching = moment.clone();
        world.journal.on_event(move |_| watching.look());
        let ports = Ports { clock: Arc::new(moment.clone()), ..world.services.ports().clone() };
        let services = Services::connect(ports, Settings::for_tests()).await.unwrap();
        Self { world, account, services, moment }
    }

    fn transfers(&self) -> &Transfers {
        &self.services.transfers
    }

    async fn job(&self) -> JobId {
        let path = self.world.file("a.bin", b"some content");
        self.transfers().create_upload(plain(&path, self.account)).await.unwrap().job.id
    }

    /// An upload that sends to nodes which do not answer.
    async fn sending(&self) -> JobId {
        for node in self.world.chain.nodes().await.unwrap() {
            self.world.nodes.set_fault(&node.endpoint.unwrap(), NodeCall::Put, NodeFault::Hang(EVER), None);
        }
        let job = self.job().await;
        self.transfers().start(job, None).await.unwrap();
        self.until(|| now(self.transfers().job(job)).unwrap().stage == Stage::Sending).await;
        job
    }

    /// Let the nodes answer again.
    async fn heal(&self) {
        for node in self.world.chain.nodes().await.unwrap() {
            self.world.nodes.clear_faults(&node.endpoint.unwrap());
        }
    }

    fn when(
        &self,
        wanted: impl Fn(&JobRecord) -> bool + Send + 'static,
        action: impl FnOnce(&Transfers) + Send + 'static,
    ) {
        let transfers = self.transfers().clone();
        *self.moment.due.lock().unwrap() = Some((Box::new(wanted), Box::new(move || action(&transfers))));
    }

    /// Do something while a run ends as paused.
    fn while_pausing(&self, action: impl FnOnce(&Transfers) + Send + 'static) {
        self.when(|job| job.condition == Condition::Paused, action);
    }

    async fn until(&self, done: impl Fn() -> bool) {
        let wait = async {
            while !done() {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        timeout(PATIENCE, wait).await.expect("it never came to that");
    }

    /// Wait until nobody has the job any more, and say how it rests.
    async fn at_rest(&self, job: JobId) -> Condition {
        self.until(|| !self.transfers().runs_here(job)).await;
        assert!(self.moment.due.lock().unwrap().is_none(), "the moment never came");
        self.transfers().job(job).await.unwrap().condition
    }

    async fn count(&self, job: JobId, wanted: &JobEvent) -> usize {
        let events = self.world.journal.events(Some(job), 0, 10_000).await.unwrap();
        events.iter().filter(|record| record.event == *wanted).count()
    }
}

fn resume(transfers: &Transfers, job: JobId) -> Result<(), Problem> {
    now(transfers.start(job, None))
}

#[tokio::test]
async fn a_resume_while_the_pause_is_written_starts_the_job_again() {
    let scene = Scene::new().await;
    let job = scene.sending().await;
    scene.heal().await;
    scene.while_pausing(move |transfers| resume(transfers, job).unwrap());
    scene.transfers().pause(job).await.unwrap();
    assert_eq!(scene.at_rest(job).await, Condition::Finished);
    assert_eq!(scene.count(job, &JobEvent::Paused).await, 1);
}

#[tokio::test]
async fn a_resume_right_after_the_pause_starts_the_job_again() {
    let scene = Scene::new().await;
    let job = scene.sending().await;
    scene.heal().await;
    now(scene.transfers().pause(job)).unwrap();
    resume(scene.transfers(), job).unwrap();
    assert_eq!(scene.at_rest(job).await, Condition::Finished);
}

#[tokio::test]
async fn of_pause_resume_pause_the_last_one_counts() {
    let scene = Scene::new().await;
    let job = scene.sending().await;
    scene.while_pausing(move |transfers| {
        resume(transfers, job).unwrap();
        now(transfers.pause(job)).unwrap();
    });
    scene.transfers().pause(job).await.unwrap();
    assert_eq!(scene.at_rest(job).await, Condition::Paused);
    let entered = JobEvent::StageEntered { stage: Stage::Sending };
    assert_eq!(scene.count(job, &entered).await, 1, "it was not taken up again in between");
}

#[tokio::test]
async fn a_pause_right_after_a_resume_is_heard() {
    let scene = Scene::new().await;
    let job = scene.sending().await;
    scene.transfers().pause(job).await.unwrap();
    assert_eq!(scene.at_rest(job).await, Condition::Paused);
    let (started, paused) = tokio::join!(scene.transfers().start(job, None), scene.transfers().pause(job));
    started.unwrap();
    paused.unwrap();
    assert_eq!(scene.at_rest(job).await, Condition::Paused);
}

#[tokio::test]
async fn a_cancel_while_the_pause_is_written_is_carried_out() {
    for choice in [Some(CancelChoice::StopHere), Some(CancelChoice::FinishThenDelete), None] {
        let scene = Scene::new().await;
        let job = scene.sending().await;
        scene.heal().await;
        scene.while_pausing(move |transfers| now(transfers.cancel(job, choice)).unwrap());
        scene.transfers().pause(job).await.unwrap();
        assert_eq!(scene.at_rest(job).await, Condition::Cancelled, "{choice:?}");
        let record = scene.transfers().job(job).await.unwrap();
        let stops = choice == Some(CancelChoice::StopHere);
        assert_eq!(record.stage == Stage::Done, !stops, "only the others go on to the deletion");
        assert!(scene.world.chain.file(&record.fid.unwrap()).is_none(), "nothing stays stored");
    }
}

#[tokio::test]
async fn a_cancel_while_the_last_step_is_taken_deletes_what_was_stored() {
    let scene = Scene::new().await;
    let job = scene.job().await;
    let (journal, chain) = (scene.world.journal.clone(), scene.world.chain.clone());
    let (genesis, account) = (scene.services.identity().genesis, scene.account);
    // The bucket is made in the last step, when the run has asked for the last time whether it is cancelled.
    let last_step = move |_: &JobRecord| !now(journal.buckets(&genesis, &account)).unwrap().is_empty();
    scene.when(last_step, move |transfers| now(transfers.cancel(job, Some(CancelChoice::FinishThenDelete))).unwrap());
    scene.transfers().start(job, None).await.unwrap();
    assert_eq!(scene.at_rest(job).await, Condition::Cancelled);
    assert!(chain.file(&scene.transfers().job(job).await.unwrap().fid.unwrap()).is_none());
    assert!(scene.world.journal.files(&genesis, &account).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_cancel_after_the_end_is_refused() {
    let scene = Scene::new().await;
    let job = scene.job().await;
    scene.when(
        |job| job.condition == Condition::Finished,
        move |transfers| assert_eq!(now(transfers.cancel(job, None)).unwrap_err().code, "job_finished"),
    );
    scene.transfers().start(job, None).await.unwrap();
    assert_eq!(scene.at_rest(job).await, Condition::Finished);
}

#[tokio::test]
async fn a_resume_while_a_failure_is_written_tries_again() {
    let scene = Scene::new().await;
    let job = scene.job().await;
    let path = scene.world.folder.path().join("a.bin");
    std::fs::remove_file(&path).unwrap();
    scene.when(
        |job| matches!(job.condition, Condition::Failed(_)),
        move |transfers| {
            std::fs::write(&path, b"some content").unwrap();
            resume(transfers, job).unwrap();
        },
    );
    scene.transfers().start(job, None).await.unwrap();
    assert_eq!(scene.at_rest(job).await, Condition::Finished);
}

#[tokio::test]
async fn starting_twice_runs_once() {
    let scene = Scene::new().await;
    let job = scene.job().await;
    std::fs::remove_file(scene.world.folder.path().join("a.bin")).unwrap();
    let (first, second) = tokio::join!(scene.transfers().start(job, None), scene.transfers().start(job, None));
    first.unwrap();
    second.unwrap();
    assert!(matches!(scene.at_rest(job).await, Condition::Failed(_)));
    let entered = JobEvent::StageEntered { stage: Stage::Planning };
    assert_eq!(scene.count(job, &entered).await, 1);
}

#[tokio::test]
async fn a_cancel_of_another_process_while_the_pause_is_written_is_carried_out() {
    let scene = Scene::new().await;
    let job = scene.sending().await;
    let journal = scene.world.journal.clone();
    // Another process finds that this one still has the job, and leaves its wish.
    let wish = Wish::Cancel(Some(CancelChoice::StopHere));
    scene.while_pausing(move |_| now(post_wish(&journal, job, wish)).unwrap());
    scene.transfers().pause(job).await.unwrap();
    assert_eq!(scene.at_rest(job).await, Condition::Cancelled);
}

#[tokio::test]
async fn a_pause_given_before_it_is_known_who_runs_the_job_reaches_the_other_process() {
    let scene = Scene::new().await;
    let job = scene.sending().await;
    let other = scene.world.another_process().await.transfers;
    let (started, paused) = tokio::join!(other.start(job, None), other.pause(job));
    started.unwrap();
    paused.unwrap();
    assert_eq!(scene.at_rest(job).await, Condition::Paused);
    assert_eq!(timeout(PATIENCE, other.wait(job)).await.unwrap().unwrap().end, RunEnd::Paused);
}

#[tokio::test]
async fn a_wish_that_came_while_a_process_waited_for_a_dead_one_is_heard() {
    let scene = Scene::new().await;
    let job = scene.job().await;
    let dead = scene.world.journal.claim(job).await.unwrap().unwrap();
    scene.transfers().start(job, None).await.unwrap();
    scene.until(|| !scene.transfers().runs_here(job)).await;
    for node in scene.world.chain.nodes().await.unwrap() {
        scene.world.chain.set_node_state(node.node, "frozen");
    }
    post_wish(&scene.world.journal, job, Wish::Pause).await.unwrap();
    drop(dead);
    let outcome = timeout(PATIENCE, scene.transfers().wait(job)).await.unwrap().unwrap();
    assert_eq!(outcome.end, RunEnd::Paused);
}
