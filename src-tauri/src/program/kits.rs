//! A recovery kit that brings a network back as well.

use pileus_contract::window::{KitOpening, KitRestored, KitSource, Problem as Shown};

use super::{Program, Stage};
use crate::session::CheckWindow;

impl Program {
    /// Bring back what is in a kit. Where no network was open yet, the one that answered is opened; where account or
    /// space were missing, they are looked for again. The answer says which network is open then.
    ///
    /// # Errors
    /// `vault_locked`, `restore_stopped`, or why the kit does not open.
    pub(crate) async fn restore_kit(
        &self,
        source: KitSource,
        opening: KitOpening,
        window: CheckWindow,
    ) -> Result<KitRestored, Shown> {
        let (restored, answered) = self.at_home(|place| place.restore_kit(source, opening, window)).await?;
        self.open_after(&answered).await;
        let open = self.open_session();
        Ok(restored.with_open(open.as_ref().map(|session| session.network())))
    }

    /// What came back stays, whether or not the network opens; the main window says why it does not.
    async fn open_after(&self, answered: &[String]) {
        let program = self.clone();
        let stage = self.stage().clone();
        let opened = match (stage, answered) {
            (Stage::Fresh, [network]) => self.run(program.use_network(network.clone())).await.map(drop),
            (Stage::Open { provision, .. }, _) if !provision.complete => {
                self.run(program.finish_setup()).await.map(drop)
            }
            _ => Ok(()),
        };
        if let Err(problem) = opened {
            tracing::warn!(code = %problem.code, "the network of a kit was not opened");
        }
    }
}
