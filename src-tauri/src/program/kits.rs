//! A recovery kit that brings a network back as well.

use pileus_contract::window::{KitOpening, KitRestored, KitSource, Problem as Shown};

use super::{Program, Stage};
use crate::session::CheckWindow;

impl Program {
    /// Bring back what is in a kit. Where no network was open yet, the one that answered is opened; where account or
    /// space were missing, they are looked for again.
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
        let program = self.clone();
        let stage = self.stage().clone();
        match (stage, answered.as_slice()) {
            (Stage::Fresh, [network]) => drop(self.run(program.use_network(network.clone())).await?),
            (Stage::Open { provision, .. }, _) if !provision.complete => drop(self.run(program.finish_setup()).await?),
            _ => (),
        }
        Ok(restored)
    }
}
