//! Which network is open: at the start, by choice, and until somebody stops it.
//!
//! Invariant: networks are opened and left one after another, however many windows ask at once.

use std::sync::{Arc, atomic::Ordering};

use pileus_app::LOCAL;
use pileus_contract::window::ShellState;
use pileus_domain::Problem;

use super::{Program, Stage};
use crate::{
    problem,
    session::{Home, REST_AT_END, REST_BETWEEN, Session},
};

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
        home.networks.make_current(&name).await?;
        let open = self.open_session();
        if open.as_ref().is_some_and(|session| session.network() == name) {
            return Ok(self.state());
        }
        self.set(Stage::Starting);
        if let Some(session) = open {
            self.leave(&session, REST_BETWEEN).await;
        }
        let opened = self.open(home).await;
        self.settle(opened).await;
        Ok(self.state())
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
        let opened = match self.home().await {
            Ok(home) => match home.has_network().await {
                Ok(true) => self.open(home).await,
                Ok(false) => Ok(Stage::Fresh),
                Err(problem) => Err(problem),
            },
            Err(problem) => Err(problem),
        };
        self.settle(opened).await;
    }

    async fn open(&self, home: Arc<Home>) -> Result<Stage, Problem> {
        let (session, provision) = Session::open(home).await?;
        let (program, watched) = (self.clone(), Arc::clone(&session));
        self.0.runtime.spawn(async move { program.end_when_asked(&watched).await });
        Ok(Stage::Open { session, provision })
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
