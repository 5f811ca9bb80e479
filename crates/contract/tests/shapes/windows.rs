//! What the windows for keys, space and networks read, pinned; and that secrets go one way.

use insta::assert_json_snapshot;
use pileus_app::{
    NetworkProfile as Profile, PricedChange, Quote, Receipt, Sample, SpaceOverview, TerritoryChange, TerritoryOverview,
};
use pileus_contract::window::{
    AccountCard, CreatedAccount, DataKeyRow, KeysView, NetworkProfile, NetworkProfiles, NewNetwork, Protection, Space,
    SpaceChange, SpaceQuote, SpaceReceipt, Words,
};
use pileus_domain::{BlockNumber, ByteCount, Call, Planck, Territory, TerritoryState, TerritoryToken};
use pileus_ports::{AccountEntry, AccountOrigin, DataKeyEntry, EndpointHealth, SecretText, StorageMarket, Timestamp};

use crate::values::{account, block, genesis, territory};

const AT: Timestamp = Timestamp(1_700_000_000_000);

fn entry(origin: AccountOrigin) -> AccountEntry {
    AccountEntry { name: "savings".to_owned(), account: account(), origin, is_default: true, created: AT }
}

#[test]
fn keys() {
    let key = DataKeyEntry { name: "family".to_owned(), fingerprint: "0011223344556677".to_owned(), created: AT };
    let rich = AccountCard { balance: Some("1000".to_owned()), ..(&entry(AccountOrigin::Created)).into() };
    let created = CreatedAccount {
        account: (&entry(AccountOrigin::Created)).into(),
        words: Words::new(SecretText::new("twelve words".to_owned())),
    };
    let view = KeysView {
        protection: Protection::Passphrase,
        locked: true,
        token_symbol: "TCESS".to_owned(),
        accounts: vec![rich, (&entry(AccountOrigin::Imported)).into()],
        data_keys: vec![DataKeyRow::new(&key, 3)],
        network_open: true,
    };
    assert_json_snapshot!((view, created));
}

#[test]
fn words_go_out_once_and_are_never_printed() {
    let words = Words::new(SecretText::new("twelve words".to_owned()));
    assert_eq!(format!("{words:?}"), "Words(***)");
    assert_eq!(serde_json::to_value(&words).unwrap(), "twelve words");
}

fn rented() -> TerritoryOverview {
    let territory = Territory {
        name: territory(),
        token: TerritoryToken([7; 32]),
        total: ByteCount(2 << 30),
        used: ByteCount(96 << 20),
        locked: ByteCount(96 << 20),
        remaining: ByteCount((2 << 30) - (192 << 20)),
        start: BlockNumber(1),
        deadline: BlockNumber(432_001),
        state: TerritoryState::OnConsignment,
    };
    TerritoryOverview {
        territory,
        ends_at: Timestamp(AT.0 + 2_592_000_000),
        days_left: 30,
        files: 1,
        paid: Some(Planck(u128::MAX)),
        history: vec![Sample { at: AT, used: ByteCount(96 << 20) }],
        full_at: Some(Timestamp(AT.0 + 1)),
        year_cost: Planck(730),
    }
}

#[test]
fn space() {
    let market = StorageMarket { unit_price: Planck(1), available: ByteCount(1 << 40) };
    let (block, spendable) = (BlockNumber(42), Planck(1_000));
    let empty = TerritoryOverview { paid: None, history: Vec::new(), full_at: None, ..rented() };
    let overview = SpaceOverview { block, read_at: AT, spendable, market, territories: vec![rented(), empty] };
    assert_json_snapshot!(Space::new(&entry(AccountOrigin::Created), "TCESS", &overview));
}

#[test]
fn quotes_and_receipts_of_space() {
    let call = Call::RenewTerritory { name: territory(), days: 30 };
    let (price, fee, balance, resulting) = (Planck(u128::MAX / 2), Planck(1), Planck(u128::MAX), Planck(0));
    let quote = Quote { call, account: account(), summary: String::new(), price, fee, balance, resulting };
    let priced = PricedChange {
        id: "00000000000000aa".to_owned(),
        change: TerritoryChange::Renew { name: territory(), days: 30 },
        quote,
        block: BlockNumber(42),
        read_at: AT,
        until: Some(AT),
    };
    let quote = SpaceQuote::new(&entry(AccountOrigin::Created), "TCESS", &priced);
    let receipt = |spent| SpaceReceipt::from(&Receipt { block: block(), spent, fee: Some(Planck(1)) });
    assert_json_snapshot!((quote, receipt(Some(price)), receipt(None)));
}

#[test]
fn a_change_of_space_is_read_by_its_kind() {
    let read = |text: &str| TerritoryChange::try_from(serde_json::from_str::<SpaceChange>(text).unwrap());
    let (name, to) = (territory(), pileus_domain::TerritoryName::new("archive").unwrap());
    assert_eq!(
        read(r#"{"kind":"rent","name":"default","gib":2,"days":30}"#),
        Ok(TerritoryChange::Rent { name: name.clone(), gib: 2, days: 30 })
    );
    assert_eq!(
        read(r#"{"kind":"expand","name":"default","gib":1}"#),
        Ok(TerritoryChange::Expand { name: name.clone(), gib: 1 })
    );
    assert_eq!(
        read(r#"{"kind":"renew","name":"default","days":9}"#),
        Ok(TerritoryChange::Renew { name: name.clone(), days: 9 })
    );
    assert_eq!(
        read(r#"{"kind":"rename","from":"default","to":"archive"}"#),
        Ok(TerritoryChange::Rename { from: name, to })
    );
    assert!(read(r#"{"kind":"rename","from":"default","to":""}"#).is_err());
}

#[test]
fn networks() {
    let profile = |name: &str, genesis| Profile {
        name: name.to_owned(),
        rpc: vec!["wss://rpc.example.org".to_owned()],
        allow_private_addresses: false,
        genesis,
    };
    let health = EndpointHealth {
        url: "wss://rpc.example.org".to_owned(),
        in_use: false,
        trouble: Some("no answer".to_owned()),
        since: None,
    };
    assert_json_snapshot!(NetworkProfiles {
        current: Some("mine".to_owned()),
        profiles: vec![
            NetworkProfile::new(&Profile { rpc: Vec::new(), ..profile("local", None) }, &[]),
            NetworkProfile::new(&profile("cess-testnet", None), &[]),
            NetworkProfile::new(&profile("mine", Some(genesis())), &[health]),
        ],
    });
    let new: NewNetwork =
        serde_json::from_str(r#"{"name":"mine","endpoints":["ws://127.0.0.1:1"],"allowPrivate":true}"#).unwrap();
    assert!(new.allow_private && new.endpoints.len() == 1);
}
