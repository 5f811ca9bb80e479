//! Every refusal of the services as a person reads it.

use std::path::PathBuf;

use pileus_app::AppError;
use pileus_domain::{BucketName, ByteCount, JobId, Planck, Problem, TerritoryName, TerritoryState};

use crate::values::{account, fid};

fn refusals() -> Vec<AppError> {
    let path = || PathBuf::from("letter.txt");
    let name = || TerritoryName::new("default").unwrap();
    let bucket = || BucketName::new("files").unwrap();
    let network = || "mine".to_owned();
    let gib = ByteCount(1 << 30);
    vec![
        AppError::FileTooLarge { path: path(), length: ByteCount(40 << 30) },
        AppError::TargetExists { path: path() },
        AppError::TargetFolderMissing { path: path() },
        AppError::JobFinished { job: JobId(0x1f) },
        AppError::JobElsewhere { job: JobId(0x1f) },
        AppError::NoAccount,
        AppError::AccountMissing { name: "me".to_owned() },
        AppError::NoSpaceAsked,
        AppError::NoDaysAsked,
        AppError::TermTooShort { days: 29, least: 30 },
        AppError::TerritoryExists { name: name() },
        AppError::TerritoryMissing { name: name() },
        AppError::NoTerritory,
        AppError::TerritoryClosed { name: name(), state: TerritoryState::Frozen },
        AppError::TerritoryInUse { name: name(), used: gib },
        AppError::TerritoryFull { name: name(), remaining: ByteCount(96 << 20), needed: ByteCount(96 << 20) },
        AppError::MarketTooSmall { wanted: ByteCount(2 << 30), available: gib },
        AppError::BalanceTooLow { needed: Planck(9 * Planck::TOKEN.0), spendable: Planck(Planck::TOKEN.0) },
        AppError::PriceChanged { before: Planck(9 * Planck::TOKEN.0), now: Planck(10 * Planck::TOKEN.0) },
        AppError::QuoteExpired,
        AppError::PriceOverflow,
        AppError::BucketMissing { name: bucket() },
        AppError::BucketAmbiguous { name: bucket() },
        AppError::BucketExists { name: bucket(), territory: name() },
        AppError::BucketInUse { name: bucket(), files: 2 },
        AppError::FileUnknown { fid: fid() },
        AppError::FilePending { fid: fid() },
        AppError::NotOwner { fid: fid(), account: account() },
        AppError::FileNotListed { fid: fid() },
        AppError::TooManyFiles { limit: 1_000 },
        AppError::BucketGone { number: 7 },
        AppError::FileInJob { fid: fid(), job: JobId(0x1f) },
        AppError::NetworkMissing { name: network() },
        AppError::NetworkExists { name: network() },
        AppError::NetworkName { name: "a b".to_owned() },
        AppError::NetworkPreset { name: "cess-testnet".to_owned() },
        AppError::NetworkInUse { name: network() },
        AppError::KeyName { name: " x".to_owned() },
        AppError::PassphraseEmpty,
        AppError::TooManyKeys { limit: 16 },
        AppError::DataKeyNeeded { name: "default".to_owned(), files: 3 },
        AppError::AccountNameNeeded { name: "savings".to_owned() },
        AppError::NetworkAddress { url: "http://rpc.example.org".to_owned() },
        AppError::PrivateAddresses,
        AppError::NetworkChanged { name: network() },
        AppError::SettingDamaged { what: "networks" },
        AppError::FundsMissing,
        AppError::TransactionMissing { hash: "0x77".to_owned(), from: 1, to: 2_400 },
        AppError::PreviewUnknownKind { name: "archive.zip".to_owned() },
        AppError::PreviewTooLarge {
            name: "map.png".to_owned(),
            length: ByteCount(65 << 20),
            limit: ByteCount(64 << 20),
        },
        AppError::Value("x".parse::<JobId>().unwrap_err()),
    ]
}

#[test]
fn every_refusal_reads_well() {
    let rendered = refusals().into_iter().map(|error| {
        let problem = Problem::from(error);
        let again = if problem.retry { " (may pass)" } else { "" };
        format!("[{}]{again}\n  {}\n  {}\n", problem.code, problem.message, problem.remedy)
    });
    insta::assert_snapshot!(rendered.collect::<String>());
}

#[test]
fn codes_are_different_and_well_formed() {
    let mut codes: Vec<&str> = refusals().iter().map(AppError::code).collect();
    assert!(codes.iter().all(|code| code.chars().all(|c| c.is_ascii_lowercase() || c == '_')));
    codes.sort_unstable();
    let all = codes.len();
    codes.dedup();
    assert_eq!(codes.len(), all);
}
