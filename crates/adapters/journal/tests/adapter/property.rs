//! Any order of calls gives what the journal in memory gives, closed and opened again in between.

use std::path::Path;

use pileus_domain::{
    AccountId, BucketName, ByteCount, ChainFileName, ColumnIndex, Condition, ContentHash, Fid, FragmentAddress,
    GenesisHash, JobId, NodeId, Route, SegmentIndex, Stage, TerritoryName,
};
use pileus_journal::JournalAdapter;
use pileus_ports::{
    JobEvent, JobRecord, Journal, Placement, Seal, Timestamp, TransferDetails, UploadDetails, fake::FakeJournal,
};
use proptest::{prelude::*, test_runner::RngSeed};

#[derive(Debug, Clone)]
enum Call {
    Create(u8, u8),
    Update(u8, u8, bool),
    Remove(u8),
    Place(u8, u8, u8),
    Lose(u8, u8),
    Event(u8),
    Header(u8, u8),
    Clear(u8),
    Reopen,
}

fn calls() -> impl Strategy<Value = Vec<Call>> {
    let (job, small) = (0_u8..3, 0_u8..3);
    let call = prop_oneof![
        (job.clone(), small.clone()).prop_map(|(j, f)| Call::Create(j, f)),
        (job.clone(), small.clone(), any::<bool>()).prop_map(|(j, f, e)| Call::Update(j, f, e)),
        job.clone().prop_map(Call::Remove),
        (job.clone(), small.clone(), small.clone()).prop_map(|(j, c, n)| Call::Place(j, c, n)),
        (job.clone(), small.clone()).prop_map(|(j, c)| Call::Lose(j, c)),
        job.clone().prop_map(Call::Event),
        (job.clone(), small).prop_map(|(j, h)| Call::Header(j, h)),
        job.prop_map(Call::Clear),
        Just(Call::Reopen),
    ];
    prop::collection::vec(call, 1..24)
}

fn record(id: u8, file: u8, condition: Condition) -> JobRecord {
    JobRecord {
        id: JobId(u64::from(id)),
        genesis: GenesisHash([0; 32]),
        account: Some(AccountId([1; 32])),
        fid: (file > 0).then_some(Fid(ContentHash([file; 32]))),
        stage: Stage::Sending,
        condition,
        size: ByteCount(1),
        created: Timestamp(u64::from(id / 2)),
        updated: Timestamp(2),
        details: TransferDetails::Upload(UploadDetails {
            source: vec![0xff],
            stamp: None,
            name: "n".to_owned(),
            chain_name: ChainFileName::new("name").unwrap(),
            bucket: BucketName::new("bucket").unwrap(),
            media_type: String::new(),
            territory: TerritoryName::new("territory").unwrap(),
            seal: Seal::None,
            fid_rule: pileus_domain::FidRule::Merkle,
            route: Route::Direct,
            given_up: Vec::new(),
            client_allocation: true,
            cancel: None,
        }),
    }
}

/// Make one call and put what came back into words that both journals share.
async fn make(journal: &dyn Journal, call: &Call) -> String {
    let id = |job: u8| JobId(u64::from(job));
    let outcome = match *call {
        Call::Create(job, file) => journal.create_job(&record(job, file, Condition::Queued)).await,
        Call::Update(job, file, ended) => {
            let condition = if ended { Condition::Finished } else { Condition::Running };
            journal.update_job(&record(job, file, condition)).await
        }
        Call::Remove(job) => journal.remove_job(id(job)).await,
        Call::Place(job, column, node) => {
            let at = FragmentAddress { segment: SegmentIndex(0), column: ColumnIndex::new(column + 1).unwrap() };
            journal.put_placement(id(job), &Placement { at, node: NodeId(AccountId([node; 32])) }).await
        }
        Call::Lose(job, column) => journal.remove_placements(id(job), column + 1).await,
        Call::Event(job) => journal.append_event(id(job), Timestamp(3), &JobEvent::Paused).await.map(drop),
        Call::Header(job, byte) => journal.set_header(id(job), &[byte]).await,
        Call::Clear(job) => journal.clear_plan(id(job)).await,
        Call::Reopen => Ok(()),
    };
    outcome.map_or_else(|error| error.to_string(), |()| "done".to_owned())
}

/// Everything that can be read.
async fn all(journal: &dyn Journal) -> String {
    let (jobs, events) = (journal.jobs().await.unwrap(), journal.events(None, 0, 99).await.unwrap());
    let mut parts = vec![format!("{jobs:?} {events:?}")];
    for id in (0..3).map(JobId) {
        let (header, placements) = (journal.header(id).await.unwrap(), journal.placements(id).await.unwrap());
        parts.push(format!("{header:?} {placements:?}"));
    }
    parts.join("\n")
}

async fn compare(folder: &Path, calls: &[Call]) {
    let fake = FakeJournal::new();
    let mut real = JournalAdapter::open(folder).unwrap();
    for call in calls {
        if matches!(call, Call::Reopen) {
            drop(real);
            real = JournalAdapter::open(folder).unwrap();
        }
        assert_eq!(make(&real, call).await, make(&fake, call).await, "{call:?}");
    }
    assert_eq!(all(&real).await, all(&fake).await);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, rng_seed: RngSeed::Fixed(7), ..ProptestConfig::default() })]
    #[test]
    fn any_calls_give_what_the_fake_gives(calls in calls()) {
        let folder = tempfile::tempdir().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(compare(folder.path(), &calls));
    }
}
