//! Storage values as the metadata spells them.
//!
//! Fields are matched by name and further ones skipped, so a runtime may add some.

#![allow(unused_imports, reason = "the derive macro imports the crate it is told, used or not")]

use subxt::ext::scale_decode::DecodeAsType;

/// A hash as the chain keeps it: lower-case hexadecimal text.
pub(crate) type HashText = [u8; 64];
/// An account's public key.
pub(crate) type Key = [u8; 32];

macro_rules! shape {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, DecodeAsType)]
        #[decode_as_type(crate_path = "subxt::ext::scale_decode")]
        pub(crate) struct $name {
            $(pub(crate) $field: $type,)*
        }
    };
}

shape!(
    /// `SegmentList` of an order.
    SegmentList { hash: HashText, fragment_list: Vec<HashText> }
);
shape!(
    /// `UserBrief`, with or without a bucket.
    UserBrief { user: Key, file_name: Vec<u8>, territory_name: Vec<u8> }
);
shape!(
    /// `CompleteInfo`.
    CompleteInfo { index: u8, miner: Key }
);
shape!(
    /// `FileBank.DealMap`.
    DealInfo { file_size: u128, segment_list: Vec<SegmentList>, user: UserBrief, complete_list: Vec<CompleteInfo> }
);
shape!(
    /// `FragmentInfo`.
    FragmentInfo { hash: HashText, avail: bool, tag: Option<u32>, miner: Key }
);
shape!(
    /// `SegmentInfo`.
    SegmentInfo { hash: HashText, fragment_list: Vec<FragmentInfo> }
);
shape!(
    /// `FileBank.File`.
    FileInfo { segment_list: Vec<SegmentInfo>, owner: Vec<UserBrief>, file_size: u128, completion: u32, stat: FileState }
);
shape!(
    /// `FileBank.DealAllocation`, where the network names the nodes.
    AllocationInfo { nodes: Vec<Key> }
);
shape!(
    /// `Oss.Oss`.
    OssInfo { peer_id: Vec<u8>, domain: Vec<u8> }
);
shape!(
    /// One entry of `FileBank.UserHoldFileList`.
    UserFileSliceInfo { file_hash: HashText }
);
shape!(
    /// `StorageHandler.Territory`.
    TerritoryInfo {
        token: Key,
        total_space: u128,
        used_space: u128,
        locked_space: u128,
        remaining_space: u128,
        start: u32,
        deadline: u32,
        state: TerritoryState,
    }
);
shape!(
    /// `StorageHandler.Consignment`.
    ConsignmentInfo { user: Key, price: u128, buyers: Option<Key>, exec: Option<u32> }
);
shape!(
    /// `StorageHandler.PayOrder`.
    OrderInfo {
        territory_name: Vec<u8>,
        pay: u128,
        gib_count: u32,
        days: u32,
        expired: u32,
        target_acc: Key,
        order_type: OrderType,
    }
);
shape!(
    /// `Sminer.MinerItems` where storage nodes speak HTTP.
    MinerWithEndpoint { endpoint: Vec<u8>, state: Vec<u8>, idle_space: u128 }
);
shape!(
    /// `Sminer.MinerItems` of older runtimes.
    MinerWithPeer { state: Vec<u8>, idle_space: u128 }
);
shape!(
    /// `System.Account`.
    AccountInfo { nonce: u32, data: AccountData }
);
shape!(
    /// Money of an account.
    AccountData { free: u128, reserved: u128, frozen: u128 }
);

/// `FileState`.
#[derive(Debug, Clone, Copy, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub(crate) enum FileState {
    Active,
    Calculate,
    Missing,
    Recovery,
}

/// `TerritoryState`.
#[derive(Debug, Clone, Copy, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub(crate) enum TerritoryState {
    Active,
    Frozen,
    Expired,
    OnConsignment,
}

/// `OrderType`.
#[derive(Debug, Clone, Copy, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub(crate) enum OrderType {
    Buy,
    Expansion,
    Renewal,
}

#[cfg(test)]
mod tests {
    use scale_info::{PortableRegistry, TypeDef, TypeDefPrimitive};
    use scale_value::Value;
    use subxt::{
        Metadata,
        ext::{
            codec::{Compact, Encode},
            frame_decode::storage::StorageTypeInfo,
            scale_encode::EncodeAsType,
        },
    };

    use super::*;
    use crate::metadata;

    fn value_type(metadata: &Metadata, pallet: &str, item: &str) -> u32 {
        metadata.storage_info(pallet, item).unwrap().value_id
    }

    fn read<T: DecodeAsType>(metadata: &Metadata, pallet: &str, item: &str, bytes: &[u8]) -> Result<T, String> {
        T::decode_as_type(&mut &*bytes, value_type(metadata, pallet, item), metadata.types()).map_err(|e| e.to_string())
    }

    /// The smallest value of a type: numbers are zero, lists empty, choices the first.
    fn smallest(types: &PortableRegistry, id: u32, out: &mut Vec<u8>) {
        match &types.resolve(id).unwrap().type_def {
            TypeDef::Composite(t) => t.fields.iter().for_each(|f| smallest(types, f.ty.id, out)),
            TypeDef::Tuple(t) => t.fields.iter().for_each(|f| smallest(types, f.id, out)),
            TypeDef::Array(t) => (0..t.len).for_each(|_| smallest(types, t.type_param.id, out)),
            TypeDef::Variant(t) => {
                out.push(t.variants[0].index);
                t.variants[0].fields.iter().for_each(|f| smallest(types, f.ty.id, out));
            }
            TypeDef::Primitive(t) => out.extend(vec![0; width(t)]),
            TypeDef::Sequence(_) | TypeDef::Compact(_) => Compact(0_u32).encode_to(out),
            TypeDef::BitSequence(_) => unreachable!("no storage item of ours has one"),
        }
    }

    fn width(primitive: &TypeDefPrimitive) -> usize {
        match primitive {
            TypeDefPrimitive::Bool | TypeDefPrimitive::U8 => 1,
            TypeDefPrimitive::U16 => 2,
            TypeDefPrimitive::U32 => 4,
            TypeDefPrimitive::U64 => 8,
            TypeDefPrimitive::U128 => 16,
            other => unreachable!("no storage item of ours has {other:?}"),
        }
    }

    fn smallest_value(metadata: &Metadata, pallet: &str, item: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        smallest(metadata.types(), value_type(metadata, pallet, item), &mut bytes);
        bytes
    }

    fn hash(byte: u8) -> Value {
        Value::unnamed_composite([Value::from_bytes([byte; 64])])
    }

    fn brief() -> Value {
        Value::named_composite([
            ("user", Value::from_bytes([1; 32])),
            ("file_name", Value::from_bytes("abc")),
            ("bucket_name", Value::from_bytes("bucket")),
            ("territory_name", Value::from_bytes("home")),
        ])
    }

    fn deal_bytes(metadata: &Metadata) -> Vec<u8> {
        let fragments = Value::unnamed_composite((b'a'..b'm').map(hash));
        let segment = Value::named_composite([("hash", hash(b'0')), ("fragment_list", fragments)]);
        let report = Value::named_composite([("index", Value::u128(7)), ("miner", Value::from_bytes([9; 32]))]);
        let deal = Value::named_composite([
            ("file_size", Value::u128(5)),
            ("segment_list", Value::unnamed_composite([segment])),
            ("user", brief()),
            ("complete_list", Value::unnamed_composite([report])),
        ]);
        deal.encode_as_type(value_type(metadata, "FileBank", "DealMap"), metadata.types()).unwrap()
    }

    #[test]
    fn an_order_is_read_with_and_without_a_bucket() {
        for runtime in metadata::all() {
            let bytes = deal_bytes(&runtime.metadata);
            let deal: DealInfo = read(&runtime.metadata, "FileBank", "DealMap", &bytes).unwrap();
            assert_eq!((deal.file_size, deal.segment_list[0].fragment_list[11]), (5, [b'l'; 64]), "{}", runtime.name);
            assert_eq!((&*deal.user.file_name, &*deal.user.territory_name), (&b"abc"[..], &b"home"[..]));
            assert_eq!((deal.complete_list[0].index, deal.complete_list[0].miner), (7, [9; 32]));
        }
    }

    #[test]
    fn every_item_is_read_for_every_runtime() {
        for runtime in metadata::all() {
            let metadata = &runtime.metadata;
            let bytes = |pallet, item| smallest_value(metadata, pallet, item);
            let file: FileInfo = read(metadata, "FileBank", "File", &bytes("FileBank", "File")).unwrap();
            assert!(matches!(file.stat, FileState::Active), "{}", runtime.name);
            let territory = bytes("StorageHandler", "Territory");
            let territory: TerritoryInfo = read(metadata, "StorageHandler", "Territory", &territory).unwrap();
            assert!(matches!(territory.state, TerritoryState::Active));
            let account: AccountInfo = read(metadata, "System", "Account", &bytes("System", "Account")).unwrap();
            assert_eq!(account.data.free, 0);
            let held = bytes("FileBank", "UserHoldFileList");
            assert!(
                read::<Vec<UserFileSliceInfo>>(metadata, "FileBank", "UserHoldFileList", &held).unwrap().is_empty()
            );
            let node = bytes("Sminer", "MinerItems");
            assert!(read::<MinerWithPeer>(metadata, "Sminer", "MinerItems", &node).is_ok());
            let has_endpoint = read::<MinerWithEndpoint>(metadata, "Sminer", "MinerItems", &node).is_ok();
            assert_eq!(has_endpoint, !runtime.is_old(), "{}", runtime.name);
        }
    }

    #[test]
    fn cut_or_bent_bytes_are_an_error_or_another_value_and_never_a_panic() {
        let runtime = metadata::all().remove(0);
        let bytes = deal_bytes(&runtime.metadata);
        for length in 0..bytes.len() {
            assert!(read::<DealInfo>(&runtime.metadata, "FileBank", "DealMap", &bytes[..length]).is_err(), "{length}");
        }
        for at in 0..bytes.len() {
            let mut bent = bytes.clone();
            bent[at] ^= 0xff;
            drop(read::<DealInfo>(&runtime.metadata, "FileBank", "DealMap", &bent));
        }
    }
}
