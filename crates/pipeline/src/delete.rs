//! Deleting the file of an upload that was cancelled after its order.

use pileus_domain::Call;
use pileus_ports::{At, Signer, TransactionPurpose};

use crate::{
    problem,
    run::{Run, Stop},
};

impl Run {
    /// Delete the stored file, if it is ours; the space is back when the deletion is final.
    pub(crate) async fn delete(&self, signer: &dyn Signer) -> Result<(), Stop> {
        let job = self.job();
        let fid = job.fid.ok_or_else(|| problem::no_job(job.id))?;
        let owner = signer.account();
        let status = self.ask(|| self.pipeline.chain.file_status(&fid, At::Final)).await?;
        // The chain lets a stranger's deletion pass and does nothing (protocol §4.10).
        if !status.file.is_some_and(|file| file.is_owned_by(&owner)) {
            return Ok(());
        }
        let summary = format!("delete {fid}");
        let call = Call::DeleteFile { owner, fid };
        let deleted = self.pipeline.execute(call, signer, TransactionPurpose::Delete { fid }, summary, Some(job.id));
        self.race(deleted).await??;
        self.pipeline.journal.remove_file(&job.genesis, &owner, &fid).await?;
        Ok(())
    }
}
