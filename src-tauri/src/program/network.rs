//! Which network is open: at the start, by choice, and until somebody stops it.
//!
//! Invariants: networks are opened and left one after another, however many windows ask at once; one that the person
//! gives up while it opens leaves nothing behind that is half open.

use std::sync::{Arc, MutexGuard, PoisonError, atomic::Ordering};

use pileus_app::LOCAL;
use pileus_contract::window::ShellState;
use pileus_domain::Problem;
use tokio_util::sync::CancellationToken;

use super::{Program, Stage};
use crate::{
    problem,
    session::{Home, REST_AT_END, REST_BETWEEN, Session},
};

/// How things were before another network was asked for.
struct Before {
    chosen: Option<String>,
    stage: Stage,
}

impl Program {
    /// Start or join the local network and make what its first use needs; a failure is in the answer.
    pub(crate) async fn try_local(self) -> Result<ShellState, Problem> {
        self.use_network(LOCAL.to_owned()).await
    }

    /// Leave the open network and open another one; a failure of that is in the answer.
    ///
    /// # Errors
    /// `network_missing`: then everything stays as it is.
    pub(crate) async fn use_network(self, name: String) -> Result<ShellState, Problem> {
        let _turn = self.0.turn.lock().await;
        let home = match self.home().await {
            Ok(home) => home,
            Err(problem) => {
                self.set(Stage::Failed(problem));
                return Ok(self.state());
            }
        };
        let before = Before { chosen: home.networks.chosen().await?, stage: self.stage().clone() };
        home.networks.make_current(&name).await?;
        let open = self.open_session();
        if open.as_ref().is_some_and(|session| session.network() == name) {
            return Ok(self.state());
        }
        let stop = self.begin_opening();
        if let Some(session) = open {
            self.leave(&session, REST_BETWEEN).await;
        }
        let opened = match self.open(Arc::clone(&home), &stop).await {
            Ok(None) => self.go_back(home, before).await,
            opened => opened.map(|opened| opened.unwrap_or(Stage::Fresh)),
        };
        self.settle(opened).await;
        Ok(self.state())
    }

    /// Give up the network that is being opened, if one is; what was before is there again soon after.
    pub(crate) fn give_up_opening(&self) {
        if matches!(*self.stage(), Stage::Starting) {
            self.opening().cancel();
        }
    }

    /// Look again for what was missing before files could be stored.
    pub(crate) async fn finish_setup(self) -> Result<ShellState, Problem> {
        let _turn = self.0.turn.lock().await;
        let before = self.stage().clone();
        if let Stage::Open { session, provision } = before
            && !provision.complete
        {
            let provision = session.provide().await?;
            session.look_again().await;
            self.set(Stage::Open { session, provision });
        }
        Ok(self.state())
    }

    /// Open a data folder that was used before; where no network was used yet the person chooses one first.
    pub(super) async fn open_used(&self) {
        let _turn = self.0.turn.lock().await;
        let stop = self.opening().clone();
        let opened = match self.home().await {
            Ok(home) => match home.has_network().await {
                // Whoever gives up chooses at the two doors; the next start tries the same network again.
                Ok(true) => self.open(home, &stop).await.map(|opened| opened.unwrap_or(Stage::Fresh)),
                Ok(false) => Ok(Stage::Fresh),
                Err(problem) => Err(problem),
            },
            Err(problem) => Err(problem),
        };
        self.settle(opened).await;
    }

    /// None when the person gave up.
    async fn open(&self, home: Arc<Home>, stop: &CancellationToken) -> Result<Option<Stage>, Problem> {
        let Some((session, provision)) = Session::open(home, stop).await? else { return Ok(None) };
        let (program, watched) = (self.clone(), Arc::clone(&session));
        self.0.runtime.spawn(async move { program.end_when_asked(&watched).await });
        Ok(Some(Stage::Open { session, provision }))
    }

    /// After the person gave up: what was chosen and open before is so again. That can be given up as well.
    async fn go_back(&self, home: Arc<Home>, before: Before) -> Result<Stage, Problem> {
        home.networks.choose_again(before.chosen.as_deref()).await?;
        match before.stage {
            Stage::Open { .. } => {
                let stop = self.begin_opening();
                Ok(self.open(home, &stop).await?.unwrap_or(Stage::Fresh))
            }
            stage => Ok(stage),
        }
    }

    /// From now on the program is starting; what is returned is cancelled when the person gives up.
    fn begin_opening(&self) -> CancellationToken {
        let stop = CancellationToken::new();
        *self.opening() = stop.clone();
        self.set(Stage::Starting);
        stop
    }

    fn opening(&self) -> MutexGuard<'_, CancellationToken> {
        self.0.opening.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whoever stops the local network from outside stops what this program does on it.
    async fn end_when_asked(&self, session: &Arc<Session>) {
        if !session.stop_requested().await {
            return;
        }
        let _turn = self.0.turn.lock().await;
        let in_use = self.open_session().is_some_and(|open| Arc::ptr_eq(&open, session));
        if in_use && !self.0.ending.load(Ordering::SeqCst) {
            self.set(Stage::Failed(problem::local_stopped()));
            self.leave(session, REST_AT_END).await;
        }
    }

    /// Take over what was opened; what opens while the program ends is left at once.
    async fn settle(&self, opened: Result<Stage, Problem>) {
        self.set(opened.unwrap_or_else(Stage::Failed));
        if self.0.ending.load(Ordering::SeqCst)
            && let Some(session) = self.open_session()
        {
            self.leave(&session, REST_AT_END).await;
        }
    }
}
