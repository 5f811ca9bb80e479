//! Pausing and cancelling at once, whatever is being waited for; and what is told of fragments on their way.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    time::Duration,
};

use pileus_domain::{ByteCount, CancelChoice, FragmentAddress, JobId, Stage};
use pileus_pipeline::{Fetched, FragmentStep, Observer, Pipeline, RunEnd, control};
use pileus_ports::{
    EventRecord, JobEvent, Journal, Seal,
    fake::{NodeCall, NodeFault},
};
use tokio::{sync::oneshot, time::Instant};

use crate::world::{World, data_key, endpoint, sealed};

/// Longer than any patience.
const EVER: Duration = Duration::from_hours(10);
/// Within this a person sees that a transfer stands still.
const AT_ONCE: Duration = Duration::from_millis(200);
/// All nodes of the network.
const NODES: std::ops::RangeInclusive<u8> = 1..=16;
const MIB: u64 = 1 << 20;

/// Writes down what is told of fragments.
#[derive(Default)]
struct Steps(Mutex<Vec<(FragmentAddress, FragmentStep)>>);

impl Observer for Steps {
    fn certain(&self, _: &EventRecord) {}
    fn progress(&self, _: JobId, _: Stage, _: ByteCount, _: ByteCount) {}
    fn fragment(&self, _: JobId, at: FragmentAddress, step: FragmentStep) {
        self.0.lock().unwrap().push((at, step));
    }
}

impl Steps {
    fn count(&self, wanted: FragmentStep) -> usize {
        self.0.lock().unwrap().iter().filter(|(_, step)| *step == wanted).count()
    }
}

fn observed(world: &World) -> (Pipeline, Arc<Steps>) {
    let steps = Arc::new(Steps::default());
    (Pipeline { observer: steps.clone(), ..world.pipeline.clone() }, steps)
}

fn every_node(world: &World, call: NodeCall, fault: NodeFault) {
    NODES.for_each(|number| world.nodes.set_fault(&endpoint(number), call, fault, None));
}

/// Told at the moment when a job enters a stage.
fn entering(world: &World, stage: Stage) -> oneshot::Receiver<()> {
    let (tell, told) = oneshot::channel();
    world.at(
        move |event| *event == JobEvent::StageEntered { stage },
        move || {
            let _ = tell.send(());
        },
    );
    told
}

#[tokio::test(start_paused = true)]
async fn a_pause_does_not_wait_for_a_slow_node() {
    let world = World::new();
    every_node(&world, NodeCall::Put, NodeFault::Hang(EVER));
    let job = world.upload_job(&world.file("a.bin", 1_000), Seal::None).await;
    let sending = entering(&world, Stage::Sending);
    let (handle, running) = world.start(job, None);
    sending.await.unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let asked = Instant::now();
    handle.pause();
    assert_eq!(running.await.unwrap(), RunEnd::Paused);
    assert!(asked.elapsed() < AT_ONCE, "{:?}", asked.elapsed());
    assert_eq!(world.events(job).await.last(), Some(&JobEvent::Paused));
    NODES.for_each(|number| world.nodes.clear_faults(&endpoint(number)));
    assert_eq!(world.run(job, None).await, RunEnd::Finished);
}

#[tokio::test(start_paused = true)]
async fn a_pause_costs_one_write() {
    let world = World::new();
    every_node(&world, NodeCall::Put, NodeFault::Hang(EVER));
    let job = world.upload_job(&world.file("a.bin", 1_000), Seal::None).await;
    let sending = entering(&world, Stage::Sending);
    let (handle, running) = world.start(job, None);
    sending.await.unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let before = world.journal.writes();
    handle.pause();
    assert_eq!(running.await.unwrap(), RunEnd::Paused);
    assert_eq!(world.journal.writes() - before, 1, "each write waits for the disk");
}

#[tokio::test(start_paused = true)]
async fn a_cancel_does_not_wait_for_a_slow_node() {
    let world = World::new();
    every_node(&world, NodeCall::Put, NodeFault::Hang(EVER));
    let job = world.upload_job(&world.file("a.bin", 1_000), Seal::None).await;
    let sending = entering(&world, Stage::Sending);
    let (handle, running) = world.start(job, None);
    sending.await.unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let asked = Instant::now();
    handle.cancel(Some(CancelChoice::StopHere));
    assert_eq!(running.await.unwrap(), RunEnd::Cancelled);
    assert!(asked.elapsed() < AT_ONCE, "{:?}", asked.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_paused_download_does_not_wait_for_slow_nodes() {
    let world = World::new();
    let fid = world.stored(&world.file("a.bin", 5_000), sealed(), Some(data_key())).await;
    every_node(&world, NodeCall::Get, NodeFault::Hang(EVER));
    let (job, _) = world.download_job(fid, "back.bin").await;
    let fetching = entering(&world, Stage::Fetching);
    let (handle, control) = control();
    let pipeline = world.pipeline.clone();
    let running = tokio::spawn(async move { pipeline.run_download(job, vec![data_key()], control).await });
    fetching.await.unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let asked = Instant::now();
    handle.pause();
    assert_eq!(running.await.unwrap(), RunEnd::Paused);
    assert!(asked.elapsed() < AT_ONCE, "{:?}", asked.elapsed());
}

/// A runtime with one thread for work that blocks.
fn one_helper() -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().start_paused(true).max_blocking_threads(1).build().unwrap()
}

/// Keeps the one thread for blocking work busy: whoever needs it waits.
struct Busy {
    free: Arc<AtomicBool>,
    release: mpsc::Sender<()>,
}

impl Busy {
    /// Longer than any wait that a person would call at once; only a failing test takes so long.
    const LONG: Duration = Duration::from_secs(4);

    fn now() -> Self {
        let (release, released) = mpsc::channel::<()>();
        let free = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&free);
        tokio::task::spawn_blocking(move || {
            let _ = released.recv_timeout(Self::LONG);
            over.store(true, Ordering::SeqCst);
        });
        Self { free, release }
    }

    /// Busy from the moment when a job enters a stage.
    fn from(world: &World, stage: Stage) -> Arc<Mutex<Option<Self>>> {
        let busy = Arc::new(Mutex::new(None));
        let begin = Arc::clone(&busy);
        world.at(
            move |event| *event == JobEvent::StageEntered { stage },
            move || *begin.lock().unwrap() = Some(Self::now()),
        );
        busy
    }

    /// Is it still busy? Then the thread is free from now on.
    fn end(self) -> bool {
        let busy = !self.free.load(Ordering::SeqCst);
        self.release.send(()).is_ok() && busy
    }
}

#[test]
fn a_pause_waits_neither_for_planning_nor_for_deriving() {
    one_helper().block_on(async {
        let world = World::new();
        let job = world.upload_job(&world.file("a.bin", 1_000), Seal::None).await;
        for stage in [Stage::Planning, Stage::Sending] {
            let (busy, entered) = (Busy::from(&world, stage), entering(&world, stage));
            let (handle, running) = world.start(job, None);
            entered.await.unwrap();
            tokio::task::yield_now().await;
            handle.pause();
            assert_eq!(running.await.unwrap(), RunEnd::Paused);
            assert!(busy.lock().unwrap().take().unwrap().end(), "the pause waited while {stage:?}");
        }
        assert_eq!(world.run(job, None).await, RunEnd::Finished);
    });
}

#[test]
fn a_pause_waits_not_for_the_work_on_a_key() {
    one_helper().block_on(async {
        let world = World::new();
        let job = world.upload_job(&world.file("a.bin", 1_000), sealed()).await;
        let planned = |event: &JobEvent| matches!(event, JobEvent::Planned { .. });
        assert_eq!(world.run_until(job, Some(data_key()), planned).await, RunEnd::Paused);
        let busy = Busy::now();
        let (handle, running) = world.start(job, Some(data_key()));
        tokio::task::yield_now().await;
        handle.pause();
        assert_eq!(running.await.unwrap(), RunEnd::Paused);
        assert!(busy.end(), "the pause waited");
    });
}

#[tokio::test(start_paused = true)]
async fn bytes_are_told_while_a_node_takes_its_time() {
    let world = World::new();
    every_node(&world, NodeCall::Put, NodeFault::Slow(Duration::from_secs(2)));
    let job = world.upload_job(&world.file("a.bin", 1_000), Seal::None).await;
    let (pipeline, steps) = observed(&world);
    let (_handle, control) = control();
    assert_eq!(pipeline.run_upload(job, world.keys(None), control).await, RunEnd::Finished);
    // Twelve fragments, each told as it begins and once its bytes have left.
    assert_eq!(steps.count(FragmentStep::Moving(ByteCount(0))), 12);
    assert_eq!(steps.count(FragmentStep::Moving(ByteCount(8 * MIB))), 12);
}

#[tokio::test(start_paused = true)]
async fn a_download_tells_which_four_it_fetched_and_keeps_it() {
    let world = World::new();
    let fid = world.stored(&world.file("a.bin", 5_000), sealed(), Some(data_key())).await;
    let (job, _) = world.download_job(fid, "back.bin").await;
    let (pipeline, steps) = observed(&world);
    let (_handle, control) = control();
    assert_eq!(pipeline.run_download(job, vec![data_key()], control).await, RunEnd::Finished);
    assert_eq!(steps.count(FragmentStep::Fetched), 4);
    let kept = world.journal.setting(&Fetched::key(job)).await.unwrap().unwrap();
    let segments: Vec<_> = Fetched::parse(&kept).segments().map(|(_, columns)| columns.len()).collect();
    assert_eq!(segments, [4]);
    assert!(world.events(job).await.contains(&JobEvent::Planned { fid, segments: 1 }));
}

#[tokio::test(start_paused = true)]
async fn a_node_that_refuses_a_download_is_told() {
    let world = World::new();
    let fid = world.stored(&world.file("a.bin", 5_000), sealed(), Some(data_key())).await;
    let record = world.chain.file(&fid).unwrap();
    world.nodes.lose_fragment(&record.segments[0].fragments[0].hash);
    let (job, _) = world.download_job(fid, "back.bin").await;
    let (pipeline, steps) = observed(&world);
    let (_handle, control) = control();
    assert_eq!(pipeline.run_download(job, vec![data_key()], control).await, RunEnd::Finished);
    assert_eq!((steps.count(FragmentStep::Refused), steps.count(FragmentStep::Fetched)), (1, 4));
}
