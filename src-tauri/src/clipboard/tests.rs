//! The clipboard for secrets over one that tests can look at.

#[cfg(target_os = "linux")]
mod screen;

use super::*;

/// What is on a clipboard that several hold.
type Shared = Arc<Mutex<Option<String>>>;

struct FakeBoard(Shared);

impl Board for FakeBoard {
    fn put(&mut self, secret: &SecretText) -> Result<(), Problem> {
        *self.0.lock().unwrap() = Some(secret.expose().to_owned());
        Ok(())
    }
    fn holds(&mut self, secret: &SecretText) -> bool {
        self.0.lock().unwrap().as_deref() == Some(secret.expose())
    }
    fn clear(&mut self) {
        *self.0.lock().unwrap() = None;
    }
}

fn clipboard() -> (SecretClipboard, Shared) {
    let shared = Shared::default();
    let board = Arc::clone(&shared);
    let open = move || -> Result<Box<dyn Board>, Problem> { Ok(Box::new(FakeBoard(Arc::clone(&board)))) };
    (SecretClipboard::over(open, Arc::new(SystemClock), STAY), shared)
}

fn on(shared: &Shared) -> Option<String> {
    shared.lock().unwrap().clone()
}

async fn copy(clipboard: &SecretClipboard, text: &str) -> Timestamp {
    clipboard.clone().copy(SecretText::new(text.to_owned())).await.unwrap()
}

/// Let this much time go by, and what is due in it happen.
async fn pass(time: Duration) {
    tokio::time::sleep(time).await;
    // What is due is done beside the runtime, where paused time does not reach.
    for _ in 0..100 {
        tokio::task::spawn_blocking(|| std::thread::sleep(Duration::from_millis(1))).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_secret_is_on_the_clipboard_for_a_minute() {
    let (clipboard, shared) = clipboard();
    let before = SystemClock.now().0;
    let until = copy(&clipboard, "words").await;
    assert!((before + 60_000..before + 120_000).contains(&until.0), "{before} {until:?}");
    pass(Duration::from_secs(55)).await;
    assert_eq!(on(&shared).as_deref(), Some("words"));
    pass(Duration::from_secs(6)).await;
    assert_eq!(on(&shared), None);
}

#[tokio::test(start_paused = true)]
async fn what_somebody_else_copied_meanwhile_stays() {
    let (clipboard, shared) = clipboard();
    copy(&clipboard, "words").await;
    *shared.lock().unwrap() = Some("a shopping list".to_owned());
    pass(Duration::from_secs(61)).await;
    assert_eq!(on(&shared).as_deref(), Some("a shopping list"));
}

#[tokio::test(start_paused = true)]
async fn every_copy_has_its_own_minute() {
    let (clipboard, shared) = clipboard();
    copy(&clipboard, "first").await;
    pass(Duration::from_secs(40)).await;
    copy(&clipboard, "second").await;
    pass(Duration::from_secs(40)).await;
    assert_eq!(on(&shared).as_deref(), Some("second"));
    pass(Duration::from_secs(21)).await;
    assert_eq!(on(&shared), None);
}

#[tokio::test(start_paused = true)]
async fn a_secret_goes_at_once_when_it_is_asked_to() {
    let (clipboard, shared) = clipboard();
    copy(&clipboard, "words").await;
    clipboard.clone().take_off_beside().await;
    assert_eq!(on(&shared), None);
    clipboard.take_off();
    assert!(clipboard.held().copied.is_none());
}
