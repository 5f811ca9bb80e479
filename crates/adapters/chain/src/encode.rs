//! Calls as bytes, for whatever shape the runtime's metadata asks.
//!
//! Fields are matched by name. A runtime that knows buckets takes `bucket_name`, another one ignores it: it is always
//! offered. Every encoding is pinned down byte for byte in `tests/`.

use pileus_domain::{AccountId, Call, ContentHash, FilePlan, SegmentPlan, SpaceOrderKind, TerritoryName};
use pileus_ports::ChainError;
use scale_value::{Composite, Value};
use subxt::{
    Metadata,
    ext::{
        frame_decode::extrinsics::encode_call_data,
        scale_encode::{EncodeAsFields, EncodeAsType, Error, FieldIter, TypeResolver},
    },
    tx::{DynamicPayload, dynamic},
};

use crate::error::AdapterError;

/// Encode a call without its signature.
///
/// # Errors
/// [`ChainError::Unsupported`] when the runtime has no such call; `Refused` for a call that the chain would take to
/// nobody's good, such as an order without segments.
/// # Source
/// protocol §3.4–§3.8, appendix B.
pub fn encode_call(metadata: &Metadata, call: &Call) -> Result<Vec<u8>, ChainError> {
    let payload = payload(metadata, call)?;
    let (pallet, name) = (payload.pallet_name(), payload.call_name());
    let encoded = encode_call_data(pallet, name, payload.call_data(), metadata, metadata.types());
    encoded.map_err(|e| AdapterError::unreadable(format!("the arguments of {pallet}.{name}"), e).into())
}

/// A call that this runtime has, with its arguments.
pub(crate) fn payload(metadata: &Metadata, call: &Call) -> Result<DynamicPayload<Arguments>, AdapterError> {
    check_sense(call)?;
    let (pallet, name, arguments) = parts(call);
    let known = metadata.pallet_by_name(pallet).is_some_and(|p| p.call_variant_by_name(name).is_some());
    if !known {
        return Err(AdapterError::Unknown { what: format!("{pallet}.{name}") });
    }
    Ok(dynamic(pallet, name, arguments))
}

/// What the chain accepts and nobody wants (protocol, "Behaviour" of declarations and territories).
fn check_sense(call: &Call) -> Result<(), AdapterError> {
    match call {
        Call::DeclareUpload { plan, .. } if plan.segments.is_empty() => {
            Err(AdapterError::Senseless { what: "upload_declaration", reason: "an order needs at least one segment" })
        }
        Call::MintTerritory { gib: 0, .. } | Call::ExpandTerritory { gib: 0, .. } => {
            Err(AdapterError::Senseless { what: "mint_territory", reason: "a territory needs at least one GiB" })
        }
        _ => Ok(()),
    }
}

/// Arguments of a call.
#[derive(Debug, Clone)]
pub(crate) enum Arguments {
    /// A few small ones.
    Few(Composite<()>),
    /// An order, which can be large: kept as bytes.
    Order(Box<Declaration>),
}

impl EncodeAsFields for Arguments {
    fn encode_as_fields_to<R: TypeResolver>(
        &self,
        fields: &mut dyn FieldIter<'_, R::TypeId>,
        types: &R,
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        match self {
            Self::Few(few) => few.encode_as_fields_to(fields, types, out),
            Self::Order(order) => order.encode_as_fields_to(fields, types, out),
        }
    }
}

/// Arguments of `upload_declaration`.
#[derive(Debug, Clone, EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub(crate) struct Declaration {
    file_hash: [u8; ContentHash::TEXT_LENGTH],
    deal_info: Vec<SegmentList>,
    user_brief: UserBrief,
    file_size: u128,
}

#[derive(Debug, Clone, EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
struct SegmentList {
    hash: [u8; ContentHash::TEXT_LENGTH],
    fragment_list: Vec<[u8; ContentHash::TEXT_LENGTH]>,
}

#[derive(Debug, Clone, EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
struct UserBrief {
    user: [u8; 32],
    file_name: Vec<u8>,
    bucket_name: Vec<u8>,
    territory_name: Vec<u8>,
}

fn parts(call: &Call) -> (&'static str, &'static str, Arguments) {
    match call {
        Call::MintTerritory { name, gib, days } => storage_handler(
            "mint_territory",
            [("gib_count", number(*gib)), ("territory_name", territory(name)), ("days", number(*days))],
        ),
        Call::ExpandTerritory { name, gib } => {
            storage_handler("expanding_territory", [("territory_name", territory(name)), ("gib_count", number(*gib))])
        }
        Call::RenewTerritory { name, days } => {
            storage_handler("renewal_territory", [("territory_name", territory(name)), ("days", number(*days))])
        }
        Call::ReactivateTerritory { name, days } => {
            storage_handler("reactivate_territory", [("territory_name", territory(name)), ("days", number(*days))])
        }
        Call::RenameTerritory { from, to } => {
            storage_handler("territory_rename", [("old_name", territory(from)), ("new_name", territory(to))])
        }
        Call::GrantTerritory { name, to } => {
            storage_handler("territory_grants", [("territory_name", territory(name)), ("receiver", account(to))])
        }
        Call::ConsignTerritory { name, price } => storage_handler(
            "territory_consignment",
            [("territory_name", territory(name)), ("price", Value::u128(price.0))],
        ),
        Call::WithdrawConsignment { name } => {
            storage_handler("cancel_consignment", [("territory_name", territory(name))])
        }
        Call::BuyConsignment { token, name } => {
            storage_handler("buy_consignment", [("token", Value::from_bytes(token.0)), ("rename", territory(name))])
        }
        Call::WithdrawPurchase { token } => {
            storage_handler("cancel_purchase_action", [("token", Value::from_bytes(token.0))])
        }
        Call::OrderSpace { owner, name, kind, gib, days, life } => storage_handler(
            "create_order",
            [
                ("target_acc", account(owner)),
                ("territory_name", territory(name)),
                ("order_type", Value::unnamed_variant(order_type(*kind), [])),
                ("gib_count", number(*gib)),
                ("days", number(*days)),
                ("expired", number(*life)),
            ],
        ),
        Call::PaySpaceOrder { order } => storage_handler("exec_order", [("order_id", Value::from_bytes(order.0))]),
        Call::DeclareUpload { plan, owner, file_name, territory, bucket } => {
            let brief = UserBrief {
                user: owner.0,
                file_name: file_name.as_str().into(),
                bucket_name: bucket.as_bytes().into(),
                territory_name: territory.to_chain(),
            };
            ("FileBank", "upload_declaration", declaration(plan, brief))
        }
        Call::DeleteFile { owner, fid } => {
            few("FileBank", "delete_file", [("owner", account(owner)), ("file_hash", hash(fid.0))])
        }
        Call::MoveFile { owner, fid, territory } => few(
            "FileBank",
            "territory_file_delivery",
            [("user", account(owner)), ("file_hash", hash(fid.0)), ("target_territory", self::territory(territory))],
        ),
        Call::AuthorizeGateway { gateway } => few("Oss", "authorize", [("operator", account(gateway))]),
        Call::RevokeGateway { gateway } => few("Oss", "cancel_authorize", [("oss", account(gateway))]),
        Call::Transfer { to, amount } => few(
            "Balances",
            "transfer_keep_alive",
            [("dest", Value::unnamed_variant("Id", [account(to)])), ("value", Value::u128(amount.0))],
        ),
    }
}

type Parts = (&'static str, &'static str, Arguments);

fn few<const N: usize>(pallet: &'static str, call: &'static str, arguments: [(&str, Value); N]) -> Parts {
    let named = arguments.map(|(name, value)| (name.to_owned(), value));
    (pallet, call, Arguments::Few(Composite::Named(named.into())))
}

fn storage_handler<const N: usize>(call: &'static str, arguments: [(&str, Value); N]) -> Parts {
    few("StorageHandler", call, arguments)
}

fn declaration(plan: &FilePlan, user_brief: UserBrief) -> Arguments {
    Arguments::Order(Box::new(Declaration {
        file_hash: plan.fid.to_text(),
        deal_info: plan.segments.iter().map(segment_list).collect(),
        user_brief,
        file_size: plan.file_size.0.into(),
    }))
}

fn segment_list(segment: &SegmentPlan) -> SegmentList {
    SegmentList { hash: segment.hash.to_text(), fragment_list: segment.fragments.iter().map(|f| f.to_text()).collect() }
}

fn number(value: u32) -> Value {
    Value::u128(value.into())
}

fn territory(name: &TerritoryName) -> Value {
    Value::from_bytes(name.to_chain())
}

fn order_type(kind: SpaceOrderKind) -> &'static str {
    match kind {
        SpaceOrderKind::Rent => "Buy",
        SpaceOrderKind::Expand => "Expansion",
        SpaceOrderKind::Renew => "Renewal",
    }
}

fn account(account: &AccountId) -> Value {
    Value::from_bytes(account.0)
}

fn hash(hash: ContentHash) -> Value {
    Value::unnamed_composite([Value::from_bytes(hash.to_text())])
}
