//! From a plan to an order on the chain.

use pileus_domain::{ContentHash, FilePlan};
use pileus_localnet_runtime::{
    RuntimeCall,
    pallets::{
        file_bank::{Call as FileBank, DeclaredSegments, SegmentList, UserBrief},
        storage_handler::Call as StorageHandler,
    },
    primitives::{AccountId, Hash, TerrName},
};
use sp_runtime::BoundedVec;

use super::{fault::GatewayFaultKind, shared::Core, trouble::Trouble};
use crate::node::Inclusion;

/// The territory that a gateway rents for an order of its own.
const OWN_TERRITORY: &str = "gateway";
/// Its size in GiB and its term in days.
const OWN_TERRITORY_SIZE: (u32, u32) = (1, 30);

/// For whom, under which name and where an order is.
pub(super) struct Brief {
    /// Whose file it is.
    pub(super) owner: AccountId,
    /// Its name on the chain, as bytes: a program may cut text anywhere.
    pub(super) name: Vec<u8>,
    /// The owner's territory that it is charged to.
    pub(super) territory: String,
}

/// Place an order with the gateway's own account, and wait until a block holds it.
pub(super) async fn place(
    core: &Core,
    plan: &FilePlan,
    brief: Brief,
    cheat: Option<&GatewayFaultKind>,
) -> Result<(), Trouble> {
    let brief = match cheat {
        Some(GatewayFaultKind::WrongOwner) => own(core, brief).await?,
        Some(GatewayFaultKind::WrongTerritory { territory }) => Brief { territory: territory.clone(), ..brief },
        Some(GatewayFaultKind::WrongName { name }) => Brief { name: name.clone().into_bytes(), ..brief },
        _ => brief,
    };
    let call = FileBank::upload_declaration {
        file_hash: Hash(plan.fid.to_text()),
        deal_info: segments(plan)?,
        user_brief: UserBrief {
            user: brief.owner,
            file_name: BoundedVec::try_from(brief.name).map_err(|_| Trouble::Shape { what: "file name" })?,
            territory_name: territory_name(&brief.territory)?,
        },
        file_size: u128::from(plan.file_size.0),
    };
    submit(core, RuntimeCall::FileBank(call)).await
}

/// The same order in the gateway's own name, in a territory that it rents for that.
async fn own(core: &Core, brief: Brief) -> Result<Brief, Trouble> {
    let (gib_count, days) = OWN_TERRITORY_SIZE;
    let call = StorageHandler::mint_territory { gib_count, territory_name: territory_name(OWN_TERRITORY)?, days };
    // It fails when the territory is there from another time, which is as good.
    let _ = submit(core, RuntimeCall::StorageHandler(call)).await;
    Ok(Brief { owner: core.account.clone(), territory: OWN_TERRITORY.to_owned(), ..brief })
}

async fn submit(core: &Core, call: RuntimeCall) -> Result<(), Trouble> {
    match core.ledger.submit(call, &core.settings.pair).await {
        Ok(Inclusion::Succeeded { .. }) => Ok(()),
        Ok(Inclusion::Failed { block, reason }) => {
            tracing::debug!(block, reason, "the chain refused what a gateway ordered");
            Err(Trouble::Order { reason })
        }
        Err(error) => {
            tracing::debug!(%error, "a gateway could not order");
            Err(Trouble::Order { reason: error.to_string() })
        }
    }
}

fn segments(plan: &FilePlan) -> Result<DeclaredSegments, Trouble> {
    let hash = |hash: &ContentHash| Hash(hash.to_text());
    let mut segments = DeclaredSegments::default();
    for segment in &plan.segments {
        let fragment_list = segment.fragments.iter().map(hash).collect::<Vec<_>>();
        let fragment_list =
            BoundedVec::try_from(fragment_list).map_err(|_| Trouble::Shape { what: "list of fragments" })?;
        let declared = SegmentList { hash: hash(&segment.hash), fragment_list };
        segments.try_push(declared).map_err(|_| Trouble::Shape { what: "list of segments" })?;
    }
    Ok(segments)
}

fn territory_name(name: &str) -> Result<TerrName, Trouble> {
    TerrName::try_from(name.as_bytes().to_vec()).map_err(|_| Trouble::Shape { what: "territory name" })
}
