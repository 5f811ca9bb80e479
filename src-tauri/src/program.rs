//! The program behind the windows: which phase it is in, and the runtime that its work runs on.
//!
//! Invariant: no command runs on the window's own thread; all work runs on this runtime.

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use pileus_app::LOCAL;
use pileus_contract::window::{Phase, Problem as Shown, ShellState};
use pileus_domain::Problem;
use tokio::runtime::Runtime;

use crate::{
    ShellError, problem,
    session::{Home, Session, data_folder},
};

/// The program; clones share it.
#[derive(Clone)]
pub(crate) struct Program(Arc<Inner>);

struct Inner {
    runtime: Runtime,
    folder: Result<PathBuf, Problem>,
    stage: Mutex<Stage>,
    /// Held while a network is opened or closed.
    turn: tokio::sync::Mutex<()>,
    ending: AtomicBool,
    ended: AtomicBool,
}

/// How far the program is.
#[derive(Clone)]
enum Stage {
    Fresh,
    Starting,
    Ready { session: Arc<Session>, made: Vec<String> },
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
        let runtime = tokio::runtime::Builder::new_multi_thread().thread_name("pileus").enable_all().build();
        let runtime = runtime.map_err(ShellError::Runtime)?;
        let stage = match &folder {
            Ok(folder) if Home::is_used(folder) => Stage::Starting,
            Ok(_) => Stage::Fresh,
            Err(problem) => Stage::Failed(problem.clone()),
        };
        let (turn, flag) = (tokio::sync::Mutex::new(()), AtomicBool::default);
        let inner = Inner { runtime, folder, stage: Mutex::new(stage), turn, ending: flag(), ended: flag() };
        Ok(Self(Arc::new(inner)))
    }

    /// How far the program is, for a window.
    pub(crate) fn state(&self) -> ShellState {
        match self.stage().clone() {
            Stage::Fresh => ShellState::of(Phase::Fresh),
            Stage::Starting => ShellState::of(Phase::Starting),
            Stage::Ready { session, made } => {
                ShellState { network: Some(session.stream.bar()), made, ..ShellState::of(Phase::Ready) }
            }
            Stage::Failed(problem) => ShellState { problem: Some(problem.into()), ..ShellState::of(Phase::Failed) },
        }
    }

    /// Run work on the program's own runtime.
    ///
    /// # Errors
    /// The work's problem, as windows read it.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Problem>> + Send + 'static,
    ) -> Result<T, Shown> {
        let done = self.0.runtime.spawn(work).await;
        done.unwrap_or_else(|error| Err(problem::broken(&error))).map_err(Shown::from)
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

    /// The open network.
    ///
    /// # Errors
    /// `network_not_open`.
    pub(crate) fn session(&self) -> Result<Arc<Session>, Shown> {
        match &*self.stage() {
            Stage::Ready { session, .. } => Ok(Arc::clone(session)),
            _ => Err(problem::not_ready().into()),
        }
    }

    /// Start or join the local network and make what its first use needs; a failure is in the answer.
    pub(crate) async fn try_local(self) -> Result<ShellState, Problem> {
        let _turn = self.0.turn.lock().await;
        let before = self.stage().clone();
        if let Stage::Ready { session, .. } = before {
            if session.is_local() {
                return Ok(self.state());
            }
            session.close().await;
        }
        self.set(Stage::Starting);
        let opened = match self.home().await {
            Ok(home) => self.open_local(home).await,
            Err(problem) => Err(problem),
        };
        self.settle(opened);
        Ok(self.state())
    }

    async fn open_local(&self, home: Home) -> Result<Stage, Problem> {
        home.networks.make_current(LOCAL).await?;
        self.open(home).await
    }

    /// Open a data folder that was used before; without an account in it the person chooses a network first.
    async fn open_used(&self) {
        let _turn = self.0.turn.lock().await;
        let opened = match self.home().await {
            Ok(home) => match home.has_no_account() {
                Ok(true) => Ok(Stage::Fresh),
                Ok(false) => self.open(home).await,
                Err(problem) => Err(problem),
            },
            Err(problem) => Err(problem),
        };
        self.settle(opened);
    }

    async fn home(&self) -> Result<Home, Problem> {
        let folder = self.0.folder.clone()?;
        let opened = tokio::task::spawn_blocking(move || Home::open(folder)).await;
        opened.unwrap_or_else(|error| Err(problem::broken(&error)))
    }

    async fn open(&self, home: Home) -> Result<Stage, Problem> {
        let (session, made) = Session::open(home).await?;
        let (program, watched) = (self.clone(), Arc::clone(&session));
        self.0.runtime.spawn(async move { program.end_when_asked(&watched).await });
        Ok(Stage::Ready { session, made })
    }

    /// Whoever stops the local network from outside stops what this program does on it.
    async fn end_when_asked(&self, session: &Arc<Session>) {
        session.stop_requested().await;
        let _turn = self.0.turn.lock().await;
        let in_use = matches!(&*self.stage(), Stage::Ready { session: open, .. } if Arc::ptr_eq(open, session));
        if in_use && !self.0.ending.load(Ordering::SeqCst) {
            self.set(Stage::Failed(problem::local_stopped()));
            session.close().await;
        }
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
                session.close().await;
            }
            program.0.ended.store(true, Ordering::SeqCst);
            done();
        });
    }

    /// Has everything come to its end?
    pub(crate) fn has_ended(&self) -> bool {
        self.0.ended.load(Ordering::SeqCst)
    }

    fn settle(&self, opened: Result<Stage, Problem>) {
        self.set(opened.unwrap_or_else(Stage::Failed));
    }

    fn set(&self, stage: Stage) {
        *self.stage() = stage;
    }

    fn stage(&self) -> MutexGuard<'_, Stage> {
        self.0.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
