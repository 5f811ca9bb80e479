//! The process that is measured.

use std::{path::Path, time::Duration};

use pileus_domain::{ByteCount, JobId};
use pileus_pipeline::{RunEnd, control};
use tokio::time::sleep;

use crate::{client::Client, figures::Figures, meter, open_files::OpenFiles, pause};

/// The first argument that makes the benchmark this process; the folder and the chain's address follow.
pub(crate) const ROLE: &str = "upload-and-be-measured";
/// The file to upload, in the folder.
pub(crate) const SOURCE: &str = "source";
/// The data folder, in the folder.
pub(crate) const DATA: &str = "data";

/// The upload that is measured.
const MEASURED: JobId = JobId(1);

/// Rest before the idle program is measured.
const REST: Duration = Duration::from_secs(1);

pub(crate) fn main(folder: &Path, rpc: &str) {
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    let figures = runtime.block_on(measure(folder, rpc));
    println!("{}", figures.to_json());
}

/// Upload the file as the program does, and tell what it took.
async fn measure(folder: &Path, rpc: &str) -> Figures {
    let (source, data) = (folder.join(SOURCE), folder.join(DATA));
    let length = ByteCount(source.metadata().expect("the source").len());
    let client = Client::open(&data, rpc).await;
    client.rent_for(ByteCount(length.0 + pause::LENGTH.0)).await;
    client.upload_job(MEASURED, &source).await;
    sleep(REST).await;

    let open_files = OpenFiles::watch(data.clone());
    let (_steering, control) = control();
    let idle = meter::begin_peak();
    let before = meter::Usage::now();
    let end = client.pipeline.run_upload(MEASURED, client.keys(), control).await;
    let used = meter::Usage::now().since(&before);
    let peak = meter::peak();
    assert_eq!(end, RunEnd::Finished, "the upload");

    let plan = client.pipeline.journal.plan(MEASURED).await.expect("the journal").expect("a stored file has a plan");
    Figures {
        fid: plan.fid,
        sealed: plan.territory_bytes(),
        idle,
        memory: ByteCount(peak.0.saturating_sub(idle.0)),
        read: used.read,
        written: used.written,
        work: used.work,
        time: used.time,
        temporary: open_files.end(),
    }
}
