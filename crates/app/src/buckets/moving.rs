//! Moving files to another bucket, of the same territory or another one.

use std::collections::BTreeMap;

use pileus_domain::{AccountId, Call, Fid, Planck, Problem, TerritoryName};
use pileus_pipeline::problem;
use pileus_ports::{At, Bucket, BucketId, CatalogueFile};

use super::Buckets;
use crate::{
    AppError,
    bulk::{BulkOutcome, BulkWatch, for_each, refuse_too_many},
    files::segments_of,
};

/// What moving files to another bucket would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveQuestion {
    /// Files that would move.
    pub files: usize,
    /// Files among them that change their territory; each is a transaction.
    pub crossing: usize,
    /// Fees of all transactions; none when the vault is locked or the chain does not say.
    pub fee: Option<Planck>,
}

/// A file to move, and whether the chain must be told.
struct Step {
    file: CatalogueFile,
    crosses: bool,
}

impl Buckets {
    /// A bucket by its number.
    ///
    /// # Errors
    /// [`AppError::BucketGone`].
    pub async fn by_number(&self, account: &AccountId, id: BucketId) -> Result<Bucket, Problem> {
        let found = self.all(account).await?.into_iter().find(|bucket| bucket.id == id);
        found.ok_or_else(|| AppError::BucketGone { number: id.0 }.into())
    }

    /// What moving these files would do. Nothing is signed.
    ///
    /// # Errors
    /// [`AppError::TooManyFiles`], or those of the space that files would move to, as in [`Buckets::move_files`].
    pub async fn move_question(&self, to: &Bucket, fids: &[Fid]) -> Result<MoveQuestion, Problem> {
        let (steps, _) = self.steps(to, fids).await?;
        let crossing: Vec<_> = steps.iter().filter(|step| step.crosses).collect();
        let fee = match crossing.first() {
            Some(step) => self.0.fee_of(&to.account, &moving(&to.account, &step.file.fid, &to.territory)).await,
            None => Some(Planck(0)),
        };
        let fee = fee.and_then(|fee| fee.0.checked_mul(crossing.len() as u128)).map(Planck);
        Ok(MoveQuestion { files: steps.len(), crossing: crossing.len(), fee })
    }

    /// Move files to a bucket, several at the same time, until all are there or somebody stops it.
    ///
    /// # Errors
    /// [`AppError::TooManyFiles`], [`AppError::TerritoryMissing`], [`AppError::TerritoryClosed`],
    /// [`AppError::TerritoryFull`].
    pub async fn move_files(
        &self,
        to: &Bucket,
        fids: &[Fid],
        watch: BulkWatch<'_>,
    ) -> Result<BulkOutcome<()>, Problem> {
        let (steps, unknown) = self.steps(to, fids).await?;
        let work = steps.into_iter().map(|step| (step.file.fid, step)).collect();
        let mut outcome = for_each(work, watch, |step| self.move_one(step, to)).await;
        let refused = unknown.into_iter().map(|fid| (fid, Err(AppError::FileNotListed { fid }.into())));
        outcome.done.extend(refused);
        Ok(outcome)
    }

    /// The files that are not in the bucket yet, and those that the catalogue does not have.
    async fn steps(&self, to: &Bucket, fids: &[Fid]) -> Result<(Vec<Step>, Vec<Fid>), Problem> {
        refuse_too_many(fids)?;
        let territories: BTreeMap<BucketId, TerritoryName> =
            self.all(&to.account).await?.into_iter().map(|bucket| (bucket.id, bucket.territory)).collect();
        let (mut steps, mut unknown) = (Vec::new(), Vec::new());
        for fid in fids {
            let file = self.0.ports.journal.file(&self.0.genesis(), &to.account, fid).await;
            match file.map_err(|e| problem::of_journal(&e))? {
                Some(file) if file.bucket == to.id => {}
                Some(file) => {
                    let crosses = territories.get(&file.bucket) != Some(&to.territory);
                    steps.push(Step { file, crosses });
                }
                None => unknown.push(*fid),
            }
        }
        let segments = steps.iter().filter(|step| step.crosses).map(|step| u64::from(segments_of(&step.file)));
        let segments = segments.fold(0, u64::saturating_add);
        if segments > 0 {
            self.refuse_full(&to.account, &to.territory, segments).await?;
        }
        Ok((steps, unknown))
    }

    async fn move_one(&self, step: Step, to: &Bucket) -> Result<(), Problem> {
        if step.crosses {
            self.move_on_chain(&step.file.fid, to).await?;
        }
        let moved = CatalogueFile { bucket: to.id, ..step.file };
        self.0.ports.journal.put_file(&moved).await.map_err(|e| problem::of_journal(&e))
    }

    /// What the chain no longer has needs no transaction.
    async fn move_on_chain(&self, fid: &Fid, to: &Bucket) -> Result<(), Problem> {
        let status = self.0.ports.chain.file_status(fid, At::Best).await.map_err(|e| problem::of_chain(&e))?;
        match (&status.file, &status.deal) {
            (Some(file), _) if file.is_owned_by(&to.account) => self.move_file(&to.account, fid, &to.territory).await,
            (Some(_), _) => Err(AppError::NotOwner { fid: *fid, account: to.account }.into()),
            (None, Some(_)) => Err(AppError::FilePending { fid: *fid }.into()),
            (None, None) => Ok(()),
        }
    }
}

/// The call that charges a file to another territory.
pub(super) fn moving(account: &AccountId, fid: &Fid, territory: &TerritoryName) -> Call {
    Call::MoveFile { owner: *account, fid: *fid, territory: territory.clone() }
}
