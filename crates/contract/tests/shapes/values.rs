//! One plain value of everything.

use pileus_domain::{
    AccountId, BlockHash, BlockNumber, BlockRef, BucketName, ByteCount, ChainFileName, ColumnIndex, Condition,
    ContentHash, Deal, Fid, FilePlan, GenesisHash, JobId, NodeId, Owner, Reported, Route, SegmentPlan, Stage,
    TerritoryName, TxHash,
};
use pileus_ports::{
    Bucket, BucketId, CatalogueFile, DownloadDetails, JobRecord, Seal, SignedTransaction, Timestamp,
    TransactionPurpose, TransactionRecord, TransactionState, TransferDetails, UploadDetails,
};

pub(crate) fn account() -> AccountId {
    AccountId([1; 32])
}

pub(crate) fn node() -> NodeId {
    NodeId(AccountId([2; 32]))
}

pub(crate) fn fid() -> Fid {
    Fid(ContentHash([0xab; 32]))
}

pub(crate) fn genesis() -> GenesisHash {
    GenesisHash([0xfa; 32])
}

pub(crate) fn block() -> BlockRef {
    BlockRef { number: BlockNumber(42), hash: BlockHash([0x42; 32]) }
}

pub(crate) fn column(number: u8) -> ColumnIndex {
    ColumnIndex::new(number).unwrap()
}

pub(crate) fn territory() -> TerritoryName {
    TerritoryName::new("default").unwrap()
}

pub(crate) fn plan() -> FilePlan {
    let fragments = (1..=12).map(|k| ContentHash([k; 32])).collect();
    let segment = SegmentPlan { hash: ContentHash([0x5e; 32]), fragments };
    FilePlan { fid: fid(), file_size: ByteCount(5), segments: vec![segment] }
}

pub(crate) fn deal() -> Deal {
    let owner = Owner { account: account(), file_name: "sealed".to_owned(), territory: "default".to_owned() };
    let reported = vec![Reported { column: column(1), node: node() }];
    Deal { file_size: ByteCount(5), segments: plan().segments, owner, reported }
}

pub(crate) fn bucket() -> Bucket {
    Bucket {
        id: BucketId(1),
        genesis: genesis(),
        account: account(),
        territory: territory(),
        name: BucketName::new("files").unwrap(),
        public_warned: false,
    }
}

pub(crate) fn catalogue_file() -> CatalogueFile {
    CatalogueFile {
        fid: fid(),
        genesis: genesis(),
        account: account(),
        bucket: BucketId(1),
        name: "letter.txt".to_owned(),
        size: ByteCount(5),
        media_type: "text/plain".to_owned(),
        seal: Seal::data_key("0011223344556677"),
        added: Timestamp(1_700_000_000_000),
    }
}

pub(crate) fn upload(condition: Condition, stage: Stage) -> JobRecord {
    let details = UploadDetails {
        source: b"/home/me/letter.txt".to_vec(),
        stamp: None,
        name: "letter.txt".to_owned(),
        chain_name: ChainFileName::new("sealed").unwrap(),
        bucket: BucketName::new("files").unwrap(),
        media_type: "text/plain".to_owned(),
        territory: territory(),
        seal: Seal::Passphrase,
        fid_rule: pileus_domain::FidRule::Merkle,
        route: Route::Direct,
        given_up: Vec::new(),
        client_allocation: false,
        cancel: None,
    };
    job(TransferDetails::Upload(details), condition, stage)
}

pub(crate) fn download(condition: Condition) -> JobRecord {
    let details = DownloadDetails { sealed: Some(true), ..DownloadDetails::to(b"/home/me/back.txt".to_vec()) };
    job(TransferDetails::Download(details), condition, Stage::Done)
}

fn job(details: TransferDetails, condition: Condition, stage: Stage) -> JobRecord {
    JobRecord {
        id: JobId(0x1f),
        genesis: genesis(),
        account: Some(account()),
        fid: Some(fid()),
        stage,
        condition,
        size: ByteCount(5),
        created: Timestamp(1_700_000_000_000),
        updated: Timestamp(1_700_000_000_500),
        details,
    }
}

pub(crate) fn transaction() -> TransactionRecord {
    let transaction = SignedTransaction {
        hash: TxHash([0x77; 32]),
        bytes: vec![1, 2, 3],
        signer: account(),
        nonce: 4,
        birth: BlockNumber(40),
        death: BlockNumber(104),
    };
    TransactionRecord {
        transaction,
        genesis: genesis(),
        job: Some(JobId(0x1f)),
        purpose: TransactionPurpose::Territory,
        summary: "renew territory default for 30 days".to_owned(),
        state: TransactionState::InBlock(block()),
        created: Timestamp(1_700_000_000_000),
    }
}
