use std::cell::RefCell;

use futures::{FutureExt as _, future::join_all};

use super::*;

/// The size of the pieces that bodies are cut into.
const PIECE: usize = 64 << 10;
/// Pieces of a fragment.
const PIECES: usize = 128;
/// A mebibyte a second.
const LIMIT: u64 = 1 << 20;

/// What passed, and when.
#[derive(Default)]
struct Log(RefCell<Vec<(Instant, usize, u64)>>);

impl Log {
    fn note(&self, who: usize, bytes: usize) {
        self.0.borrow_mut().push((Instant::now(), who, bytes as u64));
    }

    /// The most bytes above what the limit allows for the time, between any two moments.
    fn excess(&self, limit: u64) -> f64 {
        let passed = self.0.borrow();
        let mut most = 0.0_f64;
        for (at, (begin, _, _)) in passed.iter().enumerate() {
            let mut sum = 0.0;
            for (end, _, bytes) in &passed[at..] {
                sum += float(*bytes);
                most = most.max(sum - (*end - *begin).as_secs_f64() * float(limit));
            }
        }
        most
    }

    fn total(&self) -> u64 {
        self.0.borrow().iter().map(|(_, _, bytes)| bytes).sum()
    }

    fn count(&self, who: usize) -> usize {
        self.0.borrow().iter().filter(|(_, whose, _)| *whose == who).count()
    }
}

/// Counts here are far below 2^53.
#[allow(clippy::cast_precision_loss)]
fn float(bytes: u64) -> f64 {
    bytes as f64
}

fn limited(limit: u64) -> Pace {
    let pace = Pace::default();
    pace.set(Some(ByteCount(limit)));
    pace
}

/// Send so many pieces as one fragment.
async fn send(pace: &Pace, log: &Log, who: usize, pieces: usize) {
    let lane = pace.enter().await;
    for _ in 0..pieces {
        lane.pass(PIECE).await;
        log.note(who, PIECE);
    }
}

#[tokio::test(start_paused = true)]
async fn bytes_a_second_stay_under_the_limit() {
    for limit in [LIMIT / 16, LIMIT, 37 * LIMIT] {
        let (pace, log, started) = (limited(limit), Log::default(), Instant::now());
        join_all((0..20).map(|who| send(&pace, &log, who, PIECES))).await;
        assert!(log.excess(limit) <= float(burst(limit)) + 1.0, "{} above {limit} a second", log.excess(limit));
        let reached = float(log.total()) / started.elapsed().as_secs_f64() / float(limit);
        assert!(reached > 0.95, "only {reached} of {limit} a second is used");
    }
}

#[tokio::test(start_paused = true)]
async fn a_rest_saves_up_no_more_than_a_burst() {
    let (pace, log) = (limited(LIMIT), Log::default());
    send(&pace, &log, 0, 1).await;
    tokio::time::sleep(Duration::from_mins(10)).await;
    send(&pace, &log, 0, PIECES).await;
    assert!(log.excess(LIMIT) <= float(burst(LIMIT)) + 1.0);
}

#[tokio::test(start_paused = true)]
async fn a_piece_of_any_size_passes_and_is_paid_for() {
    let (pace, log, started) = (limited(LIMIT), Log::default(), Instant::now());
    let lane = pace.enter().await;
    for bytes in [1, 5 << 20, 3, 0, 2 << 20, 1] {
        lane.pass(bytes).await;
        log.note(0, bytes);
    }
    assert!(started.elapsed() >= Duration::from_secs(7) - Duration::from_millis(100));
    assert!(started.elapsed() <= Duration::from_secs(8));
}

#[tokio::test(start_paused = true)]
async fn fragments_on_their_way_move_alike() {
    let (pace, log) = (limited(LIMIT), Log::default());
    let all = join_all((0..8).map(|who| send(&pace, &log, who, PIECES)));
    let _ = tokio::time::timeout(Duration::from_secs(20), all).await;
    let counts: Vec<usize> = (0..8).map(|who| log.count(who)).collect();
    let (least, most) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
    assert!(*least > 30 && most - least <= 1, "{counts:?}");
}

#[tokio::test(start_paused = true)]
async fn as_many_fragments_are_on_their_way_as_the_limit_moves_in_good_time() {
    for (limit, lanes) in [(1, 1), (LANE, 1), (LIMIT, 8)] {
        let pace = limited(limit);
        let entered: Vec<Lane> = std::iter::from_fn(|| pace.enter().now_or_never()).collect();
        assert_eq!(entered.len(), lanes, "{limit}");
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_limit_nobody_waits() {
    let (pace, log, started) = (Pace::default(), Log::default(), Instant::now());
    join_all((0..100).map(|who| send(&pace, &log, who, PIECES))).await;
    assert_eq!(started.elapsed(), Duration::ZERO);
    assert_eq!(pace.limit(), None);
}

#[tokio::test(start_paused = true)]
async fn a_changed_limit_acts_at_once_on_what_waits() {
    let (pace, log, started) = (limited(1), Log::default(), Instant::now());
    let all = join_all((0..3).map(|who| send(&pace, &log, who, PIECES)));
    let lift = async {
        tokio::time::sleep(Duration::from_secs(5)).await;
        pace.set(None);
    };
    tokio::join!(all, lift);
    assert!(started.elapsed() < Duration::from_secs(6), "{:?}", started.elapsed());
    assert_eq!(log.total(), (3 * PIECES * PIECE) as u64);
}

#[tokio::test(start_paused = true)]
async fn who_gives_up_waiting_keeps_nobody_else_waiting() {
    let (pace, log) = (limited(LANE), Log::default());
    let first = pace.enter().await;
    assert!(first.pass(PIECE).now_or_never().is_none());
    assert!(pace.enter().now_or_never().is_none());
    drop(first);
    let sent = tokio::time::timeout(Duration::from_secs(2), send(&pace, &log, 0, 2)).await;
    assert!(sent.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_fragment_knows_how_long_it_was_held() {
    let pace = limited(PIECE as u64);
    let lane = pace.enter().await;
    assert!(!lane.is_held() && lane.held() == Duration::ZERO);
    let mut passing = Box::pin(lane.pass(PIECE));
    let _ = tokio::time::timeout(Duration::from_millis(400), &mut passing).await;
    assert!(lane.is_held());
    assert!(lane.held() >= Duration::from_millis(400) && lane.held() < Duration::from_millis(450));
    passing.await;
    assert!(!lane.is_held());
    assert!(lane.held() >= Duration::from_secs(1) && lane.held() < Duration::from_millis(1_050));
}
