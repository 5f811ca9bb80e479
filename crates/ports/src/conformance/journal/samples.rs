//! Records to keep.

use pileus_domain::{
    AccountId, BlockHash, BlockNumber, BlockRef, BucketName, ByteCount, CancelChoice, ChainFileName, ColumnIndex,
    Condition, ContentHash, Fid, FilePlan, FragmentAddress, GenesisHash, JobId, NodeId, Problem, Route, SegmentIndex,
    SegmentPlan, Stage, TerritoryName, TxHash,
};

use crate::{
    BucketId, CatalogueFile, DownloadDetails, JobRecord, Opening, Placement, Seal, SignedTransaction, SourceStamp,
    Timestamp, TransactionPurpose, TransactionRecord, TransactionState, TransferDetails, UploadDetails,
};

pub(super) const GENESIS: GenesisHash = GenesisHash([1; 32]);
pub(super) const OWNER: AccountId = AccountId([2; 32]);

pub(super) fn fid(byte: u8) -> Fid {
    Fid(ContentHash([byte; 32]))
}

/// A queued upload, as old as its number.
pub(super) fn upload(id: u64, file: Option<Fid>) -> JobRecord {
    JobRecord {
        id: JobId(id),
        genesis: GENESIS,
        account: Some(OWNER),
        fid: file,
        stage: Stage::Planning,
        condition: Condition::Queued,
        size: ByteCount(id),
        created: Timestamp(id),
        updated: Timestamp(id),
        details: TransferDetails::Upload(UploadDetails {
            source: b"/home/\xff/caf\xc3\xa9.txt".to_vec(),
            stamp: Some(SourceStamp { length: 7, modified: -1, identity: Some((u64::MAX, 9)) }),
            name: "café.txt".to_owned(),
            chain_name: ChainFileName::new("photos/café.txt").unwrap(),
            bucket: BucketName::new("photos").unwrap(),
            media_type: "text/plain".to_owned(),
            territory: TerritoryName::new("home").unwrap(),
            seal: Seal::DataKey {
                fingerprint: "0011223344556677".to_owned(),
                others: vec!["8899aabbccddeeff".to_owned()],
            },
            fid_rule: pileus_domain::FidRule::Merkle,
            route: Route::Direct,
            given_up: Vec::new(),
            client_allocation: false,
            cancel: Some(CancelChoice::FinishThenDelete),
        }),
    }
}

pub(super) fn download(id: u64, file: Fid) -> JobRecord {
    let details = TransferDetails::Download(DownloadDetails {
        target: b"out/file".to_vec(),
        sealed: Some(true),
        opening: Opening::Cipher,
        route: Route::Direct,
    });
    JobRecord { account: None, stage: Stage::Fetching, details, ..upload(id, Some(file)) }
}

pub(super) fn problem() -> Problem {
    Problem::new("disk_full", "The disk is full.", "Make room.").retryable().with("free", 0)
}

pub(super) fn failed() -> Condition {
    Condition::Failed(problem())
}

pub(super) fn plan(byte: u8, segments: u8) -> FilePlan {
    let segment = |s: u8| SegmentPlan {
        hash: ContentHash([byte ^ s; 32]),
        fragments: (0..12).map(|f| ContentHash([byte.wrapping_add(s).wrapping_mul(f); 32])).collect(),
    };
    FilePlan { fid: fid(byte), file_size: ByteCount(u64::from(byte)), segments: (0..segments).map(segment).collect() }
}

pub(super) fn block(number: u32) -> BlockRef {
    BlockRef { number: BlockNumber(number), hash: BlockHash([9; 32]) }
}

pub(super) fn transaction(byte: u8, job: Option<JobId>) -> TransactionRecord {
    TransactionRecord {
        transaction: SignedTransaction {
            hash: TxHash([byte; 32]),
            bytes: (0..=byte).collect(),
            signer: OWNER,
            nonce: u64::MAX,
            birth: BlockNumber(10),
            death: BlockNumber(u32::MAX),
        },
        genesis: GENESIS,
        job,
        purpose: TransactionPurpose::Other("say hello".to_owned()),
        summary: "order storage".to_owned(),
        state: TransactionState::Signed,
        created: Timestamp(u64::from(byte)),
    }
}

pub(super) fn placement(segment: u32, column: u8, node: u8) -> Placement {
    let at = FragmentAddress { segment: SegmentIndex(segment), column: ColumnIndex::new(column).unwrap() };
    Placement { at, node: NodeId(AccountId([node; 32])) }
}

pub(super) fn file(byte: u8, bucket: BucketId, added: u64) -> CatalogueFile {
    CatalogueFile {
        fid: fid(byte),
        genesis: GENESIS,
        account: OWNER,
        bucket,
        name: format!("file {byte}"),
        size: ByteCount(u64::from(byte)),
        media_type: "image/png".to_owned(),
        seal: Seal::Passphrase,
        added: Timestamp(added),
    }
}
