//! What the windows for keys, space and networks read, pinned; and that secrets go one way.

use insta::assert_json_snapshot;
use pileus_app as app;
use pileus_app::{
    NetworkProfile as Profile, PricedChange, Quote, Receipt, Sample, SpaceOverview, TerritoryChange, TerritoryOverview,
};
use pileus_contract::window::{
    AccountCard, CreatedAccount, DataKeyRow, KeyringState, KeysView, KitDrill, KitMade, KitOpening, KitReport,
    KitRestored, KitSource, KitSplit, KitState, KitWords, KitWordsJudged, NetworkProfile, NetworkProfiles, NewNetwork,
    Protection, Resealing, SealRequest, Space, SpaceChange, SpaceQuote, SpaceReceipt, Words,
};
use pileus_domain::{BlockNumber, ByteCount, Call, Planck, Territory, TerritoryState, TerritoryToken};
use pileus_ports::{AccountEntry, AccountOrigin, DataKeyEntry, EndpointHealth, SecretText, StorageMarket, Timestamp};

use crate::values::{account, block, fid, genesis, territory};

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
        keyring: KeyringState::Missing,
        auto_lock_minutes: Some(15),
        kit: KitState { made_at: Some(AT.0), files_since: 2, keys_since: 1 },
    };
    assert_json_snapshot!((view, created));
}

#[test]
fn words_go_out_once_and_are_never_printed() {
    let words = Words::new(SecretText::new("twelve words".to_owned()));
    assert_eq!(format!("{words:?}"), "Words(***)");
    assert_eq!(serde_json::to_value(&words).unwrap(), "twelve words");
}

#[test]
fn what_protects_keys_is_named_as_the_pages_name_it() {
    let named = |protection: pileus_ports::Protection| serde_json::to_value(Protection::from(protection)).unwrap();
    assert_eq!(named(pileus_ports::Protection::FilePermissions), "none");
    assert_eq!(named(pileus_ports::Protection::Passphrase), "passphrase");
    assert_eq!(named(pileus_ports::Protection::Keyring), "keyring");
    let found = |state: pileus_ports::KeyringState| serde_json::to_value(KeyringState::from(state)).unwrap();
    assert_eq!(found(pileus_ports::KeyringState::Ready), "ready");
    assert_eq!(found(pileus_ports::KeyringState::Locked), "locked");
    assert_eq!(found(pileus_ports::KeyringState::Missing), "missing");
}

#[test]
fn the_words_of_a_kit_go_out_once_and_what_opens_one_is_never_printed() {
    let words = Some(Words::new(SecretText::new("harbor velvet".to_owned())));
    let (files, number) = (vec!["/kits/one.pileus-kit".to_owned()], "0011-2233".to_owned());
    let made = KitMade { words, files, made_at: AT.0, number };
    assert_eq!(serde_json::to_value(&made).unwrap()["words"], "harbor velvet");
    assert!(!format!("{made:?}").contains("velvet"));
    let shared = r#"{"kind":"shares","shares":["alpha one","beta two"]}"#;
    let opening: KitOpening = serde_json::from_str(shared).unwrap();
    assert!(matches!(&opening, KitOpening::Shares { shares } if shares.len() == 2));
    assert!(!format!("{opening:?}").contains("alpha"));
    let opening: KitOpening = serde_json::from_str(r#"{"kind":"words","words":"harbor velvet"}"#).unwrap();
    assert!(!format!("{opening:?}").contains("velvet"));
}

#[test]
fn recovery_kits() {
    let key = DataKeyEntry { name: "family".to_owned(), fingerprint: "0011223344556677".to_owned(), created: AT };
    let report = app::KitReport {
        number: "0011-2233".to_owned(),
        made_at: AT,
        split: Some(app::KitSplit::new(2, 3).unwrap()),
        accounts: vec![app::KitAccount { name: "savings".to_owned(), account: account() }],
        data_keys: vec![app::KitDataKey { name: key.name.clone(), fingerprint: key.fingerprint.clone() }],
        networks: vec!["cess-testnet".to_owned(), "mine".to_owned()],
        buckets: 2,
        files: Some(u64::MAX),
        holds_all_keys: false,
    };
    let restored = app::KitRestored {
        made_at: AT,
        accounts: vec![entry(AccountOrigin::Imported)],
        data_keys: vec![key],
        networks: vec!["cess-testnet".to_owned()],
        buckets: 1,
        files: 2,
        had_catalogue: true,
        rebuilt: None,
        rebuild_problem: None,
    };
    let mut restored = KitRestored::new(restored);
    let unknown = app::UnknownFile { fid: fid(), reason: app::UnknownReason::OtherKey };
    restored.add(&app::Rebuilt { found: 3, cut_names: 0, unknown: vec![unknown] });
    restored.add_unread("cess-mainnet".to_owned());
    let (name, bytes) = ("report.pdf".to_owned(), ByteCount(5));
    let drill = app::KitDrill { fid: fid(), name, bytes, sealed: true, problem: None };
    let state = app::KitStanding { made_at: None, files_since: 7, keys_since: 1 };
    assert_json_snapshot!((KitReport::from(report), restored, KitDrill::from(&drill), KitState::from(state)));
}

#[test]
fn words_are_judged_while_they_are_typed() {
    let judged = |kind: &str, words: &str| {
        let kind: KitWords = serde_json::from_value(kind.into()).unwrap();
        KitWordsJudged::of(kind, serde_json::from_value(words.into()).unwrap())
    };
    let some = judged("words", "abandon qqqq ability");
    assert_eq!((some.unknown, some.expected, some.checksum), (vec![1], 24, None));
    let zeros = [vec!["abandon"; 23], vec!["art"]].concat().join(" ");
    assert_eq!(judged("words", &zeros).checksum, Some(true));
    assert_eq!(judged("words", &zeros.replace("art", "able")).checksum, Some(false));
    assert_ne!(judged("share", "abandon").expected, 24);
}

#[test]
fn a_kit_is_named_by_its_file_or_by_the_text_of_its_codes() {
    let read = |text: &str| serde_json::from_str::<KitSource>(text).unwrap();
    let file = KitSource::File { path: "/kits/one".to_owned() };
    assert_eq!(read(r#"{"kind":"file","path":"/kits/one"}"#), file);
    assert_eq!(read(r#"{"kind":"codes","text":"1/2"}"#), KitSource::Codes { text: "1/2".to_owned() });
    let split: KitSplit = serde_json::from_str(r#"{"needed":2,"total":3}"#).unwrap();
    assert_eq!((split.needed, split.total), (2, 3));
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
        wish: app::PricedWish::Territory(TerritoryChange::Renew { name: territory(), days: 30 }),
        quote,
        block: BlockNumber(42),
        read_at: AT,
        until: Some(AT),
    };
    let quote = SpaceQuote::new(&entry(AccountOrigin::Created), "TCESS", &priced);
    let receipt = |spent| SpaceReceipt::from(&Receipt { block: block(), spent, fee: Some(Planck(1)), order: None });
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
fn what_another_key_for_stored_files_takes() {
    let lack = app::SpaceLack { gib: 2, days: 30, new_territory: true, price: None };
    let part = app::ResealingSpace {
        territory: territory(),
        space: ByteCount(96 << 20),
        free: ByteCount(0),
        lack: Some(lack),
    };
    let resealing = app::Resealing {
        files: 1,
        elsewhere: 2,
        space: ByteCount(96 << 20),
        fee: Some(Planck(7)),
        territories: vec![part],
    };
    assert_json_snapshot!(Resealing::new(&resealing, "TCESS"));
}

#[test]
fn files_are_sealed_for_the_keys_that_are_named() {
    let read = |json| serde_json::from_str::<SealRequest>(json);
    let SealRequest::DataKey { keys } = read(r#"{"kind":"dataKey","keys":["a","b"]}"#).unwrap() else {
        panic!("not with data keys")
    };
    assert_eq!(keys, ["a", "b"]);
    assert!(matches!(read(r#"{"kind":"none"}"#), Ok(SealRequest::None)));
    assert!(read(r#"{"kind":"dataKey"}"#).is_err(), "which keys is never left open");
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
