//! Calls that are stopped in time, too late, by others, and with their window.

use super::*;

fn caller(window: &str, number: u32) -> Caller {
    Caller { window: window.to_owned(), number: Some(number) }
}

#[test]
fn a_stopped_call_is_refused_its_change() {
    let calls = Calls::default();
    let running = calls.begin(caller("keys", 1));
    assert_eq!(calls.stop(caller("keys", 1)), CallStop::Stopped);
    assert!(!running.call.confirm());
    assert_eq!(calls.stop(caller("keys", 1)), CallStop::Stopped, "stopping it again changes nothing");
}

#[test]
fn a_call_that_makes_its_change_goes_on() {
    let calls = Calls::default();
    let running = calls.begin(caller("keys", 1));
    assert!(running.call.confirm());
    assert_eq!(calls.stop(caller("keys", 1)), CallStop::GoesOn);
    assert!(running.call.confirm(), "what was allowed stays allowed");
    assert!(!running.call.stopped.is_cancelled());
}

#[test]
fn a_second_call_of_the_same_number_ends_the_first() {
    let calls = Calls::default();
    let first = calls.begin(caller("keys", 1));
    let second = calls.begin(caller("keys", 1));
    assert!(!first.call.confirm());
    drop(first);
    assert!(second.call.confirm());
    assert_eq!(calls.stop(caller("keys", 1)), CallStop::GoesOn, "the end of the first forgets the first alone");
}

#[test]
fn a_call_is_stopped_by_its_own_window_alone() {
    let calls = Calls::default();
    let running = calls.begin(caller("keys", 1));
    assert_eq!(calls.stop(caller("space", 1)), CallStop::Unknown);
    assert_eq!(calls.stop(caller("keys", 2)), CallStop::Unknown);
    assert!(running.call.confirm());
}

#[test]
fn stopping_a_call_that_has_ended_is_no_error() {
    let calls = Calls::default();
    drop(calls.begin(caller("keys", 1)));
    assert_eq!(calls.stop(caller("keys", 1)), CallStop::Unknown);
    assert!(calls.known().running.is_empty());
}

#[test]
fn a_stop_that_overtakes_its_call_still_stops_it() {
    let calls = Calls::default();
    assert_eq!(calls.stop(caller("keys", 1)), CallStop::Unknown);
    assert!(!calls.begin(caller("keys", 1)).call.confirm());
    assert!(calls.begin(caller("keys", 1)).call.confirm(), "it is meant once");
    for number in 0..1_000 {
        calls.stop(caller("keys", number));
    }
    assert_eq!(calls.known().early.len(), MOST_EARLY);
}

#[test]
fn the_calls_of_a_window_end_with_it() {
    let calls = Calls::default();
    let (one, other) = (calls.begin(caller("keys", 1)), calls.begin(caller("space", 1)));
    let nameless = calls.begin(Caller { window: "keys".to_owned(), number: None });
    calls.stop(caller("keys", 5));
    calls.stop_all("keys");
    assert!(!one.call.confirm() && !nameless.call.confirm() && other.call.confirm());
    assert!(calls.known().early.is_empty());
}

#[tokio::test]
async fn whoever_stops_a_call_is_answered_at_once_and_its_work_is_dropped() {
    let (calls, kept) = (Calls::default(), Arc::new(()));
    let running = calls.begin(caller("keys", 1));
    let held = Arc::clone(&kept);
    let work = tokio::spawn(async move {
        std::future::pending::<()>().await;
        drop(held);
        Ok::<(), Problem>(())
    });
    let stop = async {
        tokio::task::yield_now().await;
        calls.stop(caller("keys", 1))
    };
    let (done, stopped) = tokio::join!(running.call.wait(work), stop);
    assert_eq!((done.unwrap().unwrap_err().code.as_str(), stopped), ("stopped", CallStop::Stopped));
    while Arc::strong_count(&kept) > 1 {
        tokio::task::yield_now().await;
    }
}
