//! The program behind the windows: which phase it is in, and the runtime that its work runs on.
//!
//! Invariant: no command runs on the window's own thread; all work runs on this runtime.

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use pileus_contract::window::{Phase, Problem as Shown, ShellState};
use pileus_domain::Problem;
use tokio::{runtime::Runtime, sync::OnceCell};
use tokio_util::sync::CancellationToken;

pub(crate) use calls::Caller;
use calls::{Calls, Running};

use crate::{
    ShellError, problem,
    session::{Home, Place, Provision, REST_AT_END, Session, data_folder},
};

/// How long a thread for work that blocks stays without any; its stack, which may have held secrets, goes with it.
const IDLE_THREAD: Duration = Duration::from_secs(1);

/// The program, for everybody or for one call of a page; clones share it.
#[derive(Clone)]
pub(crate) struct Program(Arc<Inner>, Option<Arc<Running>>);

struct Inner {
    runtime: Runtime,
    folder: Result<PathBuf, Problem>,
    /// Opened with the first need of it.
    home: OnceCell<Arc<Home>>,
    stage: Mutex<Stage>,
    /// Held while a network is opened or closed.
    turn: tokio::sync::Mutex<()>,
    /// Gives up the network that is being opened.
    opening: Mutex<CancellationToken>,
    ending: AtomicBool,
    ended: AtomicBool,
    on_change: OnceLock<Box<dyn Fn() + Send + Sync>>,
    on_leave: OnceLock<Box<dyn Fn() + Send + Sync>>,
    locking: locking::Locking,
    calls: Calls,
}

/// How far the program is.
#[derive(Clone)]
enum Stage {
    Fresh,
    Starting,
    Open { session: Arc<Session>, provision: Provision },
    Failed(Problem),
}

impl Program {
    /// A program over the person's data folder; begins to open it.
    ///
    /// # Errors
    /// [`ShellError::Runtime`].
    pub(crate) fn start() -> Result<Self, ShellError> {
        let program = Self::over(data_folder())?;
        if matches!(*program.stage(), Stage::Starting) {
            let opened = program.clone();
            program.0.runtime.spawn(async move { opened.open_used().await });
        }
        Ok(program)
    }

    fn over(folder: Result<PathBuf, Problem>) -> Result<Self, ShellError> {
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = runtime.thread_name("pileus").thread_keep_alive(IDLE_THREAD).enable_all().build();
        let runtime = runtime.map_err(ShellError::Runtime)?;
        let stage = match &folder {
            Ok(folder) if Home::is_used(folder) => Stage::Starting,
            Ok(_) => Stage::Fresh,
            Err(problem) => Stage::Failed(problem.clone()),
        };
        let (turn, flag) = (tokio::sync::Mutex::new(()), AtomicBool::default);
        Ok(Self(
            Arc::new(Inner {
                runtime,
                folder,
                home: OnceCell::new(),
                stage: Mutex::new(stage),
                turn,
                opening: Mutex::default(),
                ending: flag(),
                ended: flag(),
                on_change: OnceLock::new(),
                on_leave: OnceLock::new(),
                locking: locking::Locking::default(),
                calls: Calls::default(),
            }),
            None,
        ))
    }

    /// How far the program is, for a window.
    pub(crate) fn state(&self) -> ShellState {
        match self.stage().clone() {
            Stage::Fresh => ShellState::of(Phase::Fresh),
            Stage::Starting => ShellState::of(Phase::Starting),
            Stage::Open { session, provision: Provision { made, complete } } => {
                let phase = if complete { Phase::Ready } else { Phase::Setup };
                ShellState { network: Some(session.stream.bar()), made, ..ShellState::of(phase) }
            }
            Stage::Failed(problem) => ShellState { problem: Some(problem.into()), ..ShellState::of(Phase::Failed) },
        }
    }

    /// Run work on the program's own runtime.
    ///
    /// # Errors
    /// `stopped`, or the work's problem, as windows read it.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Problem>> + Send + 'static,
    ) -> Result<T, Shown> {
        let work = self.0.runtime.spawn(work);
        let done = match &self.1 {
            Some(running) => running.call.wait(work).await,
            None => work.await,
        };
        done.unwrap_or_else(|error| Err(problem::broken(&error))).map_err(Shown::from)
    }

    /// Let work run beside everything else, on the program's own runtime.
    pub(crate) fn spawn<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) {
        drop(self.0.runtime.spawn(work));
    }

    /// Run work over the open network.
    ///
    /// # Errors
    /// `network_not_open`, or the work's problem.
    pub(crate) async fn on_session<T, F>(&self, work: impl FnOnce(Arc<Session>) -> F) -> Result<T, Shown>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, Problem>> + Send + 'static,
    {
        let session = self.session()?;
        self.run(work(session)).await
    }

    /// Run work that needs the data folder, and the network only if one is open.
    ///
    /// # Errors
    /// The data folder's problem, or the work's.
    pub(crate) async fn at_home<T, F>(&self, work: impl FnOnce(Place) -> F + Send + 'static) -> Result<T, Shown>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, Problem>> + Send + 'static,
    {
        let program = self.clone();
        self.run(async move {
            let home = program.home().await?;
            work(Place { home, session: program.open_session(), consent: program.consent() }).await
        })
        .await
    }

    /// The open network.
    ///
    /// # Errors
    /// `network_not_open`.
    pub(crate) fn session(&self) -> Result<Arc<Session>, Shown> {
        self.open_session().ok_or_else(|| problem::not_ready().into())
    }

    fn open_session(&self) -> Option<Arc<Session>> {
        match &*self.stage() {
            Stage::Open { session, .. } => Some(Arc::clone(session)),
            _ => None,
        }
    }

    /// The data folder, opened once.
    ///
    /// # Errors
    /// The journal's or the vault's problem; the next call tries again.
    pub(crate) async fn home(&self) -> Result<Arc<Home>, Problem> {
        let folder = self.0.folder.clone()?;
        let open = || async {
            let opened = tokio::task::spawn_blocking(move || Home::open(folder)).await;
            let home = opened.unwrap_or_else(|error| Err(problem::broken(&error))).map(Arc::new)?;
            self.guard_keys(&home);
            Ok(home)
        };
        self.0.home.get_or_try_init(open).await.cloned()
    }

    /// The first time this is asked, pause what runs and leave the network, then call `done`.
    pub(crate) fn end(&self, done: impl FnOnce() + Send + 'static) {
        if self.0.ending.swap(true, Ordering::SeqCst) {
            return;
        }
        let program = self.clone();
        self.0.runtime.spawn(async move {
            let session = program.session();
            if let Ok(session) = session {
                program.leave(&session, REST_AT_END).await;
            }
            program.0.ended.store(true, Ordering::SeqCst);
            done();
        });
    }

    /// Has everything come to its end?
    pub(crate) fn has_ended(&self) -> bool {
        self.0.ended.load(Ordering::SeqCst)
    }

    /// Call this whenever phase or network change; only the first one that asks is called.
    pub(crate) fn on_change(&self, tell: impl Fn() + Send + Sync + 'static) {
        let _ = self.0.on_change.set(Box::new(tell));
    }

    /// Call this whenever a network is left, before it is; only the first one that asks is called.
    pub(crate) fn on_leave(&self, tell: impl Fn() + Send + Sync + 'static) {
        let _ = self.0.on_leave.set(Box::new(tell));
    }

    /// Leave a network; what runs may take so long to come to rest.
    async fn leave(&self, session: &Session, rest: Duration) {
        if let Some(tell) = self.0.on_leave.get() {
            tell();
        }
        session.close(rest).await;
    }

    fn set(&self, stage: Stage) {
        *self.stage() = stage;
        if let Some(tell) = self.0.on_change.get() {
            tell();
        }
    }

    fn stage(&self) -> MutexGuard<'_, Stage> {
        self.0.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

mod calls;
mod keys;
mod kits;
mod locking;
mod network;
mod settings;
#[cfg(test)]
mod tests;
