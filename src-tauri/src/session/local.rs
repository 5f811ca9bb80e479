//! The local network: hosted by this program, or joined.

use std::{
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use pileus_app::Faucet;
use pileus_domain::{AccountId, Planck, Problem};
use pileus_localnet::{Membership, Settings};

use crate::problem;

/// Folder of the local network inside the data folder.
const FOLDER: &str = "localnet";
/// How often a guest looks whether it has become the host, in seconds.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Was the local network ever started in this data folder?
pub(super) fn was_used(home: &Path) -> bool {
    home.join(FOLDER).exists()
}

/// This program's part in the local network.
pub(crate) struct Local(Mutex<Option<Membership>>);

impl Local {
    /// Host it, or join the program that does.
    ///
    /// # Errors
    /// `local_network_failed`.
    pub(crate) async fn enter(home: &Path) -> Result<Self, Problem> {
        let entered = Membership::host_or_join(Settings::new(home.join(FOLDER))).await;
        let membership = entered.map_err(|e| problem::of_local("The local network could not be started.", &e))?;
        Ok(Self(Mutex::new(Some(membership))))
    }

    /// Where its chain answers; none after it was left.
    pub(crate) fn rpc_url(&self) -> Option<String> {
        self.membership().as_ref().map(|membership| membership.info().rpc_url)
    }

    /// Wait until somebody asks this program to stop hosting; for ever while another one hosts.
    pub(crate) async fn stop_requested(&self) {
        loop {
            let hosted = self.membership().as_ref().and_then(Membership::hosted);
            if let Some(network) = hosted {
                return network.stop_requested().await;
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Leave; what is hosted here ends, and a waiting program takes over.
    pub(crate) async fn leave(&self) {
        let membership = self.membership().take();
        if let Some(membership) = membership {
            membership.leave().await;
        }
    }

    fn membership(&self) -> MutexGuard<'_, Option<Membership>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Faucet for Local {
    async fn endow(&self, account: &AccountId, amount: Planck) -> Result<(), Problem> {
        let failed = |e| problem::of_local("The local network did not give its money.", &e);
        let control = self.membership().as_ref().map(Membership::control);
        let control = control.ok_or_else(problem::not_ready)?.map_err(failed)?;
        control.endow(&account.to_string(), amount.0).await.map_err(failed)
    }
}
