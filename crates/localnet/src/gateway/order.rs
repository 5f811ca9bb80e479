//! From a file on disk to an order on the chain.

use std::{collections::BTreeSet, ops::ControlFlow, path::Path};

use pileus_codec::{Encoder, Envelope};
use pileus_domain::{ContentHash, FilePlan, Geometry};
use pileus_localnet_runtime::{
    RuntimeCall,
    pallets::{
        file_bank::{Call as FileBank, DeclaredSegments, SegmentList, UserBrief},
        storage_handler::Call as StorageHandler,
    },
    primitives::{AccountId, Hash, TerrName},
};
use sp_runtime::BoundedVec;

use super::{answer::Refusal, fault::GatewayFaultKind, files::OnDisk, server::Core};
use crate::node::Inclusion;

/// The territory that a gateway rents for an order of its own.
const OWN_TERRITORY: &str = "gateway";
/// Its size in GiB and its term in days.
const OWN_TERRITORY_SIZE: (u32, u32) = (1, 30);

/// For whom, under which name and where an order is.
pub(super) struct Brief {
    pub(super) owner: AccountId,
    pub(super) name: String,
    pub(super) territory: String,
}

/// Segments, fragments and FID of a file on disk.
///
/// # Errors
/// `system error`, also for a file with two equal segments: the real gateway names its temporary files by hash and
/// stumbles over the second one.
pub(super) async fn plan(path: &Path) -> Result<FilePlan, Refusal> {
    let path = path.to_owned();
    let planned = tokio::task::spawn_blocking(move || {
        let source = OnDisk::open(&path).map_err(|_| Refusal::system())?;
        let envelope = Envelope::Plain;
        let encoder = Encoder::new(Geometry::CESS, &source, &envelope).map_err(|_| Refusal::system())?;
        encoder.plan(&mut |_| ControlFlow::Continue(())).map_err(|_| Refusal::system())
    });
    let plan = planned.await.map_err(|_| Refusal::system())??;
    let different: BTreeSet<_> = plan.segments.iter().map(|segment| segment.hash).collect();
    if different.len() == plan.segments.len() { Ok(plan) } else { Err(Refusal::system()) }
}

/// Place an order with the gateway's own account, and wait until a block holds it.
pub(super) async fn place(
    core: &Core,
    plan: &FilePlan,
    brief: Brief,
    cheat: Option<&GatewayFaultKind>,
) -> Result<(), Refusal> {
    let brief = match cheat {
        Some(GatewayFaultKind::WrongOwner) => own(core, brief).await?,
        Some(GatewayFaultKind::WrongTerritory { territory }) => Brief { territory: territory.clone(), ..brief },
        Some(GatewayFaultKind::WrongName { name }) => Brief { name: name.clone(), ..brief },
        _ => brief,
    };
    let call = FileBank::upload_declaration {
        file_hash: Hash(plan.fid.to_text()),
        deal_info: segments(plan)?,
        user_brief: UserBrief {
            user: brief.owner,
            file_name: BoundedVec::try_from(brief.name.into_bytes()).map_err(|_| Refusal::system())?,
            territory_name: territory_name(&brief.territory)?,
        },
        file_size: u128::from(plan.file_size.0),
    };
    submit(core, RuntimeCall::FileBank(call)).await
}

/// The same order in the gateway's own name, in a territory that it rents for that.
async fn own(core: &Core, brief: Brief) -> Result<Brief, Refusal> {
    let (gib_count, days) = OWN_TERRITORY_SIZE;
    let call = StorageHandler::mint_territory { gib_count, territory_name: territory_name(OWN_TERRITORY)?, days };
    // It fails when the territory is there from another time, which is as good.
    let _ = submit(core, RuntimeCall::StorageHandler(call)).await;
    Ok(Brief { owner: core.account.clone(), territory: OWN_TERRITORY.to_owned(), ..brief })
}

async fn submit(core: &Core, call: RuntimeCall) -> Result<(), Refusal> {
    match core.ledger.submit(call, &core.settings.pair).await {
        Ok(Inclusion::Succeeded { .. }) => Ok(()),
        Ok(Inclusion::Failed { block, reason }) => {
            tracing::debug!(block, reason, "the chain refused what a gateway ordered");
            Err(Refusal::system())
        }
        Err(error) => {
            tracing::debug!(%error, "a gateway could not order");
            Err(Refusal::system())
        }
    }
}

fn segments(plan: &FilePlan) -> Result<DeclaredSegments, Refusal> {
    let hash = |hash: &ContentHash| Hash(hash.to_text());
    let mut segments = DeclaredSegments::default();
    for segment in &plan.segments {
        let fragment_list = segment.fragments.iter().map(hash).collect::<Vec<_>>();
        let fragment_list = BoundedVec::try_from(fragment_list).map_err(|_| Refusal::system())?;
        let declared = SegmentList { hash: hash(&segment.hash), fragment_list };
        segments.try_push(declared).map_err(|_| Refusal::system())?;
    }
    Ok(segments)
}

fn territory_name(name: &str) -> Result<TerrName, Refusal> {
    TerrName::try_from(name.as_bytes().to_vec()).map_err(|_| Refusal::system())
}
