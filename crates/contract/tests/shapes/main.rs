//! The JSON that machines read, pinned: a change here is a change of the contract.

mod catalogue;
mod gateways;
mod kits;
mod problems;
mod values;
mod windows;

use std::path::Path;

use insta::assert_json_snapshot;
use pileus_app::{
    BucketSummary, CancelConsequence, FileEntry, FileReport, Health, NetworkProfile, Outcome, Quote, Receipt, Removal,
    Resealing, ResealingSpace, SpaceLack, Standing, TransactionReport, Update,
};
use pileus_contract::{
    AccountFileView, AccountView, Answer, BalanceView, BucketView, CancelView, DataKeyFileView, DataKeyUseView,
    DataKeyView, FileStatusView, FileView, KeystoreView, Line, LocalnetAccountView, LocalnetGatewayView, LocalnetView,
    NetworkInfoView, NetworkView, PlanView, ProblemView, QuoteView, ReceiptView, RemovalView, ResealingView,
    RotationView, TerritoryView, TransactionView, TransferView, UpdateView, VerifyView,
};
use pileus_domain::{
    BlockNumber, BlockRef, ByteCount, Call, Condition, FileState, FragmentAddress, JobId, Planck, Problem,
    SegmentIndex, Stage, TerritoryName, TerritoryState, TxHash,
};
use pileus_pipeline::{FragmentFinding, FragmentTrouble, RunEnd, VerifyReport};
use pileus_ports::{
    AccountEntry, AccountOrigin, Balance, Capabilities, ChainIdentity, DataKeyEntry, DispatchFailure, EndpointHealth,
    EventRecord, FileStatus, JobEvent, Protection, StorageMarket, Timestamp, TransactionOutcome,
};

use values::*;

fn result(answer: Answer) -> Line {
    Line::Result(answer)
}

#[test]
fn lines_on_the_way_to_a_result() {
    let event = |sequence, event| {
        let record = EventRecord { sequence, job: JobId(0x1f), at: Timestamp(1_700_000_000_000), event };
        Line::from(UpdateView::of(Update::Certain(record)).unwrap())
    };
    let progress = Update::Progress {
        job: JobId(0x1f),
        stage: Stage::Sending,
        done: ByteCount(8 << 20),
        total: ByteCount(96 << 20),
    };
    let at = FragmentAddress { segment: SegmentIndex(0), column: column(5) };
    let lines = [
        Line::Notice { message: "A sentence.".to_owned() },
        event(1, JobEvent::StageEntered { stage: Stage::Planning }),
        event(2, JobEvent::Planned { fid: fid(), segments: 3 }),
        event(3, JobEvent::OrderSigned { transaction: TxHash([0x77; 32]) }),
        event(4, JobEvent::OrderInBlock { transaction: TxHash([0x77; 32]), block: block() }),
        event(5, JobEvent::Allocated { nodes: vec![node()], by_network: true }),
        event(6, JobEvent::FragmentPlaced { at, node: node() }),
        event(
            7,
            JobEvent::NodeReplaced { column: 5, from: node(), to: node(), reason: "no report in time".to_owned() },
        ),
        event(8, JobEvent::ColumnReported { column: 5, node: node(), block: block() }),
        event(9, JobEvent::Completed { fid: fid(), block: Some(block()) }),
        event(10, JobEvent::Failed { problem: problem() }),
        event(11, JobEvent::Cancelled { locked: ByteCount(96 << 20) }),
        Line::from(UpdateView::of(progress).unwrap()),
        Line::Quote(QuoteView::from(&quote())),
        Line::Problem(ProblemView::from(&problem())),
    ];
    assert_json_snapshot!(lines);
}

#[test]
fn plans() {
    assert_json_snapshot!(result(Answer::Plan(PlanView::from(&plan()))));
}

#[test]
fn transfers() {
    let outcome = |job, end, block: Option<BlockRef>| TransferView::from(&Outcome { job, end, block });
    let stored = upload(Condition::Finished, Stage::Done);
    let failed = upload(Condition::Failed(problem()), Stage::Sending);
    let written = download(Condition::Finished);
    let consequence =
        CancelConsequence { signed: true, locked: ByteCount(96 << 20), until: Some(BlockNumber(864_000)) };
    let lines = [
        result(Answer::Upload(outcome(stored, RunEnd::Finished, Some(block())))),
        result(Answer::Resume(outcome(failed.clone(), RunEnd::Failed(problem()), None))),
        result(Answer::Download(outcome(written.clone(), RunEnd::Finished, None))),
        result(Answer::Cancel(CancelView::new(&consequence, &failed))),
        result(Answer::Jobs { jobs: vec![(&failed).into(), (&written).into()] }),
    ];
    assert_json_snapshot!(lines);
}

#[test]
fn files() {
    let stored = Standing::Stored { weakest: 11, fragments: 12 };
    let entry = FileEntry {
        file: catalogue_file(),
        bucket: "files".to_owned(),
        territory: "default".to_owned(),
        standing: stored.clone(),
    };
    let status = FileStatus { at: block(), deal: Some(deal()), file: None, allocation: None };
    let report = FileReport {
        fid: fid(),
        standing: Standing::Ordered { reported: 1, columns: 12 },
        health: Health::of(&status, &status),
        at: block(),
        declared: Some(ByteCount(5)),
        status,
        jobs: vec![upload(Condition::Running, Stage::Confirming)],
    };
    let at = FragmentAddress { segment: SegmentIndex(0), column: column(5) };
    let finding = FragmentFinding { at, node: node(), trouble: FragmentTrouble::Missing, told: "not there".to_owned() };
    let verify = VerifyReport {
        fid: fid(),
        file_size: ByteCount(5),
        fragments: 12,
        findings: vec![finding],
        weakest: 11,
        fetched: true,
    };
    let removal = Removal { block: Some(block()), fee: Some(Planck(17)) };
    let lines = [
        result(Answer::Ls { files: vec![FileView::from(&entry)] }),
        result(Answer::StatusFile(FileStatusView::from(&report))),
        result(Answer::Verify(VerifyView::from(&verify))),
        result(Answer::Rm(RemovalView::new(fid(), &removal))),
    ];
    assert_json_snapshot!(lines);
}

#[test]
fn standings() {
    let lines = [
        Standing::Unknown,
        Standing::Ordered { reported: 9, columns: 12 },
        Standing::Completing,
        Standing::Stored { weakest: 12, fragments: 12 },
        Standing::NotReadable { state: FileState::Recovery },
    ];
    assert_json_snapshot!(lines);
}

#[test]
fn transactions() {
    let failure = DispatchFailure { pallet: "FileBank".to_owned(), name: "NonExistent".to_owned() };
    let outcome = |outcome| TransactionOutcome {
        block: block(),
        index: 1,
        result: outcome,
        fee: Some(Planck(17)),
        events: vec![("System.ExtrinsicSuccess".to_owned(), std::collections::BTreeMap::new())],
    };
    let view = |report| result(Answer::StatusTransaction(TransactionView::new(TxHash([0x77; 32]), &report)));
    let lines = [
        view(TransactionReport::Own(Box::new(transaction()))),
        view(TransactionReport::Found(outcome(Ok(())))),
        view(TransactionReport::Found(outcome(Err(failure)))),
        view(TransactionReport::EventsGone(block())),
    ];
    assert_json_snapshot!(lines);
}

#[test]
fn buckets_and_territories() {
    let summary = BucketSummary { bucket: bucket(), files: 2, size: ByteCount(10) };
    let territory = pileus_domain::Territory {
        name: territory(),
        token: pileus_domain::TerritoryToken([0; 32]),
        total: ByteCount(10 << 30),
        used: ByteCount(96 << 20),
        locked: ByteCount(0),
        remaining: ByteCount((10 << 30) - (96 << 20)),
        start: BlockNumber(0),
        deadline: BlockNumber(432_000),
        state: TerritoryState::Active,
    };
    let receipt = Receipt { block: block(), spent: Some(Planck(300)), fee: Some(Planck(17)), order: None };
    let lines = [
        result(Answer::BucketList { buckets: vec![BucketView::from(&summary)] }),
        result(Answer::BucketCreate(BucketView::from(&bucket()))),
        result(Answer::TerritoryList { territories: vec![TerritoryView::new(&territory, BlockNumber(100))] }),
        result(Answer::TerritoryRent(ReceiptView::new(&quote(), &receipt))),
    ];
    assert_json_snapshot!(lines);
}

#[test]
fn accounts() {
    let entry = AccountEntry {
        name: "default".to_owned(),
        account: account(),
        origin: AccountOrigin::Created,
        is_default: true,
        created: Timestamp(1),
    };
    let key =
        DataKeyEntry { name: "default".to_owned(), fingerprint: "0011223344556677".to_owned(), created: Timestamp(1) };
    let balance = Balance { free: Planck(u128::MAX), spendable: Planck(5), reserved: Planck(0) };
    let keystore = KeystoreView {
        protection: Protection::FilePermissions,
        accounts: vec![AccountView::from(&entry)],
        data_keys: vec![DataKeyView::from(&key)],
    };
    let lines = [
        result(Answer::AccountNew(AccountView::from(&entry))),
        result(Answer::AccountExport(AccountFileView::new(&entry, Path::new("account.json")))),
        result(Answer::AccountShow(BalanceView::new(&entry, balance, "TCESS"))),
        result(Answer::AccountList(keystore)),
        result(Answer::AccountProtect { protection: Protection::Passphrase }),
        result(Answer::AccountRemove(AccountView::from(&entry))),
    ];
    assert_json_snapshot!(lines);
}

fn resealing() -> Resealing {
    let lack = SpaceLack { gib: 2, days: 41, new_territory: false, price: Some(Planck(820)) };
    let part = |name: &str, lack| ResealingSpace {
        territory: TerritoryName::new(name).unwrap(),
        space: ByteCount(96 << 20),
        free: ByteCount(5),
        lack,
    };
    let territories = vec![part("attic", None), part("home", Some(lack))];
    Resealing { files: 3, elsewhere: 1, space: ByteCount(192 << 20), fee: Some(Planck(7)), territories }
}

#[test]
fn data_keys() {
    let key = |name: &str, fingerprint: &str| DataKeyEntry {
        name: name.to_owned(),
        fingerprint: fingerprint.to_owned(),
        created: Timestamp(1),
    };
    let (new, old) = (key("default", "0011223344556677"), key("default (old)", "8899aabbccddeeff"));
    let lines = [
        result(Answer::KeyList { keys: vec![DataKeyUseView::new(&new, 3)] }),
        result(Answer::KeyCreate(DataKeyView::from(&new))),
        result(Answer::KeyDerive(DataKeyView::from(&new))),
        result(Answer::KeyImport(DataKeyView::from(&new))),
        result(Answer::KeyExport(DataKeyFileView::new(&new, Some(Path::new("work.key"))))),
        result(Answer::KeyExport(DataKeyFileView::new(&new, None))),
        result(Answer::KeyRename(DataKeyView::from(&new))),
        result(Answer::KeyRotate(RotationView { key: (&new).into(), old: (&old).into(), new_upload: None })),
        result(Answer::KeyRotate(RotationView {
            key: (&new).into(),
            old: (&old).into(),
            new_upload: Some(ResealingView::new(&resealing(), "TCESS")),
        })),
        result(Answer::KeyRemove(DataKeyView::from(&old))),
        result(Answer::KeyMove { protection: Protection::Keyring }),
    ];
    assert_json_snapshot!(lines);
}

#[test]
fn networks() {
    let profile = NetworkProfile {
        name: "mine".to_owned(),
        rpc: vec!["wss://rpc.example.org".to_owned()],
        allow_private_addresses: false,
        genesis: Some(genesis()),
    };
    let identity = ChainIdentity {
        genesis: genesis(),
        name: "cess-testnet".to_owned(),
        runtime: "cess-node-137".to_owned(),
        ss58_prefix: pileus_domain::Ss58Prefix::CESS,
        token_symbol: "TCESS".to_owned(),
        existential_deposit: Planck::TOKEN,
        capabilities: Capabilities { buckets: false, http_nodes: true, network_allocation: true },
    };
    let market = StorageMarket { unit_price: Planck(Planck::TOKEN.0), available: ByteCount(1 << 40) };
    let health = EndpointHealth { url: "wss://rpc.example.org".to_owned(), in_use: true, trouble: None, since: None };
    let localnet = LocalnetView {
        rpc: "ws://127.0.0.1:9944".to_owned(),
        nodes: vec!["http://localhost:15001".to_owned()],
        gateways: vec![LocalnetGatewayView {
            account: account(),
            url: "http://localhost:15100".to_owned(),
            software: pileus_domain::GatewaySoftware::Deoss,
        }],
        accounts: vec![LocalnetAccountView {
            name: "Alice".to_owned(),
            address: "address".to_owned(),
            uri: "//Alice".to_owned(),
        }],
        genesis: "0x00".to_owned(),
        allocation: "network".to_owned(),
        control: "http://127.0.0.1:9945".to_owned(),
        control_token_file: "control-token".to_owned(),
        process: 1,
    };
    let info = NetworkInfoView::new("mine", &identity, (block(), block()), market, &[health]);
    let lines = [
        result(Answer::NetworkList { networks: vec![NetworkView::new(&profile, true)] }),
        result(Answer::NetworkInfo(info)),
        result(Answer::LocalnetStart(localnet.clone())),
        result(Answer::LocalnetStatus { running: true, network: Some(localnet) }),
        result(Answer::LocalnetStatus { running: false, network: None }),
    ];
    assert_json_snapshot!(lines);
}

/// No view has a field that could hold a secret.
#[test]
fn an_order_to_sign_does_not_cross_over() {
    let text = serde_json::to_string(&QuoteView::from(&quote())).unwrap();
    assert!(!text.contains("call") && !text.contains("MintTerritory"));
}

fn problem() -> Problem {
    Problem::new("source_changed", "The file changed.", "Resume.").retryable().with("path", "f")
}

fn quote() -> Quote {
    Quote {
        call: Call::RenewTerritory { name: territory(), days: 30 },
        account: account(),
        summary: "renew territory default for 30 days".to_owned(),
        price: Planck(300),
        fee: Planck(17),
        balance: Planck(1_000),
        resulting: Planck(683),
    }
}
