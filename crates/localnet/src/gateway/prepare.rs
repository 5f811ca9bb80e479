//! What arrived becomes a plan, a file in the cache and an order, cheats included.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use pileus_codec::{Encoder, Envelope};
use pileus_domain::{FidRule, FilePlan, Geometry};
use tokio::fs;

use super::{
    cheat,
    fault::{GatewayFaultKind, Place},
    files::OnDisk,
    order::{self, Brief},
    shared::Core,
    trouble::Trouble,
};
use crate::node::name::HashName;

/// A file that is planned and not ordered yet.
pub(super) struct Prepared {
    /// Where it arrived.
    path: PathBuf,
    /// What is ordered.
    pub(super) plan: FilePlan,
    /// The file's name on the network.
    pub(super) fid: HashName,
    /// How the gateway cheats with this file.
    pub(super) cheat: Option<GatewayFaultKind>,
}

/// Plan what arrived.
pub(super) async fn prepare(core: &Core, path: PathBuf) -> Result<Prepared, Trouble> {
    let cheat = core.faults.take(Place::Upload);
    let plan = planned(&path, core.settings.software.fid_rule(), cheat.as_ref()).await?;
    let fid = HashName::of_bytes(plan.fid.0.0);
    Ok(Prepared { path, plan, fid, cheat })
}

impl Prepared {
    /// Put it in the cache under its FID.
    pub(super) async fn shelve(&self, core: &Core) -> Result<(), Trouble> {
        Ok(fs::rename(&self.path, core.folder.cached(&self.fid)).await?)
    }

    /// Whether nothing shall be ordered although success is answered.
    pub(super) fn is_dropped(&self) -> bool {
        self.cheat == Some(GatewayFaultKind::DropOrder)
    }

    /// Place the order.
    pub(super) async fn order(&self, core: &Core, brief: Brief) -> Result<(), Trouble> {
        order::place(core, &self.plan, brief, self.cheat.as_ref()).await
    }

    /// Look after the order from now on.
    pub(super) async fn track(&self, core: &Core) -> Result<(), Trouble> {
        if self.cheat != Some(GatewayFaultKind::Stall) {
            core.folder.track(&self.fid).await?;
            core.arrived.notify_one();
        }
        Ok(())
    }
}

/// The plan of what will be stored, which a cheat changes.
async fn planned(path: &Path, rule: FidRule, cheat: Option<&GatewayFaultKind>) -> Result<FilePlan, Trouble> {
    let honest = plan(path, rule).await?;
    let (spoiled, what) = (path.to_owned(), cheat.cloned());
    tokio::task::spawn_blocking(move || cheat::spoil(&spoiled, what.as_ref())).await??;
    match cheat {
        Some(GatewayFaultKind::Swap) => Ok(FilePlan { fid: honest.fid, ..plan(path, rule).await? }),
        Some(GatewayFaultKind::Reencrypt | GatewayFaultKind::Truncate) => plan(path, rule).await,
        _ => Ok(honest),
    }
}

/// Segments, fragments and FID of a file on disk.
async fn plan(path: &Path, rule: FidRule) -> Result<FilePlan, Trouble> {
    let path = path.to_owned();
    let planned = tokio::task::spawn_blocking(move || -> Result<FilePlan, Trouble> {
        let source = OnDisk::open(&path)?;
        let envelope = Envelope::Plain;
        let encoder = Encoder::new(Geometry::CESS, &source, &envelope)?.named_by(rule);
        Ok(encoder.plan(&mut |_| ControlFlow::Continue(()))?)
    });
    planned.await?
}
