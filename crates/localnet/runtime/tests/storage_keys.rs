//! Storage keys are the published ones (protocol reference, §3.9).

use frame_support::storage::StoragePrefixedMap;
use parity_scale_codec::Encode;
use pileus_localnet_runtime::Runtime;
use pileus_localnet_runtime::pallets::file_bank::{ClearUserList, DealMap, File, RestoralOrder, UserHoldFileList};
use pileus_localnet_runtime::pallets::oss::{AuthorityList, Oss};
use pileus_localnet_runtime::pallets::sminer::{AllMiner, MinerItems};
use pileus_localnet_runtime::pallets::storage_handler::{
    Consignment, PayOrder, PurchasedSpace, Territory, TerritoryExpired, TerritoryFrozen, TerritoryKey, TotalIdleSpace,
    TotalServiceSpace, UnitPrice,
};

use crate::call_vectors::FID;
use crate::support::chain::Chain;
use crate::support::files::{hash_of, name};
use crate::support::people::alice;

const ALICE_HASHED: &str = "de1e86a9a8c739864cf3cc5ec2bea59f";

fn prefix<Map: StoragePrefixedMap<Value>, Value: parity_scale_codec::FullCodec>() -> String {
    hex::encode(Map::final_prefix())
}

#[test]
fn keys_of_file_bank_are_the_published_ones() {
    let pallet = "a3c62a50675125d74bc9f59e3f75adc9";
    assert_eq!(prefix::<DealMap<Runtime>, _>(), format!("{pallet}7810ae48440077708636387b1304c723"));
    assert_eq!(prefix::<File<Runtime>, _>(), format!("{pallet}303fb39244d274417d5edffffa903f8a"));
    assert_eq!(prefix::<UserHoldFileList<Runtime>, _>(), format!("{pallet}17f0e8dbd9ca076e7e83f2559063e067"));
    assert_eq!(prefix::<RestoralOrder<Runtime>, _>(), format!("{pallet}0868654b0e08091a62f1da81e43ea467"));
    let clear = hex::encode(ClearUserList::<Runtime>::hashed_key());
    assert_eq!(clear, format!("{pallet}a324e5c212344e6bb501aa9cf913fc2c"));
}

#[test]
fn keys_of_storage_handler_are_the_published_ones() {
    let pallet = "d594a5c1eaaed1896a72205f11d64700";
    assert_eq!(prefix::<Territory<Runtime>, _>(), format!("{pallet}3af49a9492056b7d0ff4b61962039138"));
    assert_eq!(prefix::<TerritoryKey<Runtime>, _>(), format!("{pallet}3d333437d7b880a0bd2c9893573c7047"));
    assert_eq!(prefix::<Consignment<Runtime>, _>(), format!("{pallet}54650d5aa809c395937015b779330712"));
    assert_eq!(prefix::<PayOrder<Runtime>, _>(), format!("{pallet}bb2ae67d1ea2a9074b5d5700bfdd11e2"));
    assert_eq!(prefix::<TerritoryFrozen<Runtime>, _>(), format!("{pallet}59806c4e07411a35c8a6feb232e60d31"));
    assert_eq!(prefix::<TerritoryExpired<Runtime>, _>(), format!("{pallet}66dca65c2eb11470c7852a7f45dba502"));
    let values = [
        (UnitPrice::<Runtime>::hashed_key(), "464608f06602a793c3e237f406d114f1"),
        (TotalIdleSpace::<Runtime>::hashed_key(), "62bbcd2c32d3def986c0457bac1114ab"),
        (TotalServiceSpace::<Runtime>::hashed_key(), "44b677305aff9a6100209a0220175d8a"),
        (PurchasedSpace::<Runtime>::hashed_key(), "489ddebc2b1f0187cf27f83a7c31d934"),
    ];
    for (key, item) in values {
        assert_eq!(hex::encode(key), format!("{pallet}{item}"));
    }
}

#[test]
fn keys_of_gateways_and_nodes_are_the_published_ones() {
    let oss = "d73c407bc19d14499f837160c09a1b25";
    assert_eq!(prefix::<AuthorityList<Runtime>, _>(), format!("{oss}7298582d9dec448738505f93ee0ae740"));
    assert_eq!(prefix::<Oss<Runtime>, _>(), format!("{oss}{oss}"));
    let sminer = "eef51d8e841afa77e8c7349eaa7746f7";
    let nodes = hex::encode(MinerItems::<Runtime>::map_storage_final_prefix());
    assert_eq!(nodes, format!("{sminer}b2e25dfd1af730b06c3bbbf7f09259ae"));
    let all = hex::encode(AllMiner::<Runtime>::hashed_key());
    assert_eq!(all, format!("{sminer}351491e323de2b14c441ab584f5ca087"));
    let count = hex::encode(MinerItems::<Runtime>::counter_storage_final_key());
    assert_eq!(count, format!("{sminer}e410aca10be202f43b60ae28ce9429d2"));
}

#[test]
fn keys_of_stock_pallets_are_the_published_ones() {
    let system = "26aa394eea5630e07c48ae0c9558cef7";
    assert_eq!(prefix::<frame_system::Account<Runtime>, _>(), format!("{system}b99d880ec681799c0cf30e8886371da9"));
    let mut chain = Chain::new();
    chain.go_to(77);
    let number = hex::decode(format!("{system}02a5c1b19ab7a04f536c519aca4983ac")).unwrap();
    assert_eq!(chain.state(|| sp_io::storage::get(&number)).unwrap(), 77_u32.encode());
    let events = hex::decode(format!("{system}80d41e5e16056765bc8461851072c9d7")).unwrap();
    assert!(chain.state(|| sp_io::storage::exists(&events)));
    let now = hex::encode(pallet_timestamp::Now::<Runtime>::hashed_key());
    assert_eq!(now, "f0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb");
}

#[test]
fn whole_keys_are_the_published_ones() {
    let alice_bytes = hex::encode::<&[u8]>(alice().as_ref());
    let file = hex::encode(File::<Runtime>::hashed_key_for(hash_of(FID)));
    let expected = format!("{}9f9cb2272b6b42a76804d22cd0a8d7d2{}", prefix::<File<Runtime>, _>(), hex::encode(FID));
    assert_eq!(file, expected);
    let list = hex::encode(AuthorityList::<Runtime>::hashed_key_for(alice()));
    assert_eq!(list, format!("{}{ALICE_HASHED}{alice_bytes}", prefix::<AuthorityList<Runtime>, _>()));
    let territory = hex::encode(Territory::<Runtime>::hashed_key_for(alice(), name("default")));
    let expected = format!(
        "{}{ALICE_HASHED}{alice_bytes}48a21bacac698a12926f02c61ef3a0811c64656661756c74",
        prefix::<Territory<Runtime>, _>()
    );
    assert_eq!(territory, expected);
}
