//! What a window asks of files: their details, and removing, moving and fetching several of them.

use std::sync::Arc;

use pileus_contract::window::{
    BucketNumber, Downloads, FileDetails, MoveQuestion, Moved, RefusedFile, RemovalQuestion, Removed, RemovedFile,
};
use pileus_domain::{Fid, Problem};
use pileus_ports::Consent;

use super::{CheckWindow, Session, confirm, transfers::value_refused};

impl Session {
    /// Everything that is known of one file.
    ///
    /// # Errors
    /// `file_not_listed`, or the journal's or the vault's problem.
    pub(crate) async fn file_details(self: Arc<Self>, fid: String) -> Result<FileDetails, Problem> {
        let details = self.services.files.details(&self.account()?, &parsed(&fid)?).await?;
        Ok(FileDetails::new(&details))
    }

    /// What removing files would do.
    ///
    /// # Errors
    /// `too_many_files_at_once`, or a FID that is none.
    pub(crate) async fn removal_question(self: Arc<Self>, fids: Vec<String>) -> Result<RemovalQuestion, Problem> {
        let question = self.services.files.removal_question(&self.account()?, &all_parsed(&fids)?).await?;
        Ok(RemovalQuestion::new(&question, &self.services.identity().token_symbol))
    }

    /// Remove files from the network and the catalogue, until all are gone or the person stops it.
    ///
    /// # Errors
    /// As [`Session::removal_question`]; what stands against single files is in the answer.
    pub(crate) async fn remove_files(
        self: Arc<Self>,
        fids: Vec<String>,
        window: CheckWindow,
    ) -> Result<Removed, Problem> {
        let (account, fids, files) = (self.account()?, all_parsed(&fids)?, &self.services.files);
        let outcome = self.in_bulk(&window, async |watch| files.remove_all(&account, &fids, watch).await).await?;
        let mut answer = Removed { removed: Vec::new(), refused: Vec::new(), left: texts(&outcome.left) };
        for (fid, removal) in outcome.done {
            match removal {
                Ok(removal) => answer.removed.push(RemovedFile::new(&fid, &removal)),
                Err(problem) => answer.refused.push(RefusedFile::new(fid.to_string(), problem)),
            }
        }
        Ok(answer)
    }

    /// What moving files to a bucket would do.
    ///
    /// # Errors
    /// `bucket_gone`, `too_many_files_at_once`, or a problem of the space that they would move to.
    pub(crate) async fn move_question(
        self: Arc<Self>,
        fids: Vec<String>,
        bucket: BucketNumber,
    ) -> Result<MoveQuestion, Problem> {
        let bucket = self.bucket(bucket).await?;
        let question = self.services.buckets.move_question(&bucket, &all_parsed(&fids)?).await?;
        Ok(MoveQuestion::from(&question))
    }

    /// Move files to a bucket, until all are there or the person stops it.
    ///
    /// # Errors
    /// As [`Session::move_question`]; what stands against single files is in the answer.
    pub(crate) async fn move_files(
        self: Arc<Self>,
        fids: Vec<String>,
        bucket: BucketNumber,
        window: CheckWindow,
    ) -> Result<Moved, Problem> {
        let (bucket, fids, buckets) = (self.bucket(bucket).await?, all_parsed(&fids)?, &self.services.buckets);
        let outcome = self.in_bulk(&window, async |watch| buckets.move_files(&bucket, &fids, watch).await).await?;
        let mut answer = Moved { moved: Vec::new(), refused: Vec::new(), left: texts(&outcome.left) };
        for (fid, moved) in outcome.done {
            match moved {
                Ok(()) => answer.moved.push(fid.to_string()),
                Err(problem) => answer.refused.push(RefusedFile::new(fid.to_string(), problem)),
            }
        }
        Ok(answer)
    }

    /// Fetch files into a folder, each under its own name; from the first job on each is cancelled by itself.
    ///
    /// # Errors
    /// `stopped`, `too_many_files_at_once`; what stands against single files is in the answer.
    pub(crate) async fn download_files(
        self: Arc<Self>,
        fids: Vec<String>,
        folder: String,
        consent: Arc<dyn Consent>,
    ) -> Result<Downloads, Problem> {
        all_parsed(&fids)?;
        confirm(&*consent)?;
        let mut answer = Downloads { jobs: Vec::new(), refused: Vec::new() };
        for fid in fids {
            match Arc::clone(&self).download(fid.clone(), folder.clone()).await {
                Ok(job) => answer.jobs.push(job),
                Err(problem) => answer.refused.push(RefusedFile::new(fid, problem)),
            }
        }
        Ok(answer)
    }
}

pub(super) fn parsed(fid: &str) -> Result<Fid, Problem> {
    fid.parse().map_err(value_refused)
}

fn texts(fids: &[Fid]) -> Vec<String> {
    fids.iter().map(Fid::to_string).collect()
}

/// All of them or none; more than one wish may name are refused before they are read.
fn all_parsed(fids: &[String]) -> Result<Vec<Fid>, Problem> {
    let limit = pileus_app::BULK_LIMIT;
    if fids.len() > limit {
        return Err(pileus_app::AppError::TooManyFiles { limit }.into());
    }
    fids.iter().map(|fid| parsed(fid)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wish_names_a_bounded_number_of_files() {
        let fid = "ab".repeat(32);
        assert_eq!(all_parsed(&vec![fid.clone(); pileus_app::BULK_LIMIT]).unwrap().len(), pileus_app::BULK_LIMIT);
        let refused = all_parsed(&vec![fid; pileus_app::BULK_LIMIT + 1]).unwrap_err();
        assert_eq!(refused.code, "too_many_files_at_once");
        assert_eq!(all_parsed(&["nonsense".to_owned()]).unwrap_err().code, "value_refused");
    }
}
