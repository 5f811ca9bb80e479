//! Removing several files at once, and what that would do.

use futures::{StreamExt, stream};
use pileus_domain::{AccountId, ByteCount, Fid, Geometry, Planck, Problem};
use pileus_ports::CatalogueFile;

use super::{Files, PARALLEL_QUESTIONS, Removable, Removal, deletion};
use crate::bulk::{BulkOutcome, BulkWatch, for_each, refuse_too_many};

/// A file that something cannot be done to, and why.
pub type Refusal = (Fid, Problem);

/// What removing files would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovalQuestion {
    /// Files that can be removed.
    pub files: usize,
    /// Their lengths.
    pub size: ByteCount,
    /// Space that comes back.
    pub freed: ByteCount,
    /// Fees of all transactions; none when the vault is locked or the chain does not say.
    pub fee: Option<Planck>,
    /// Files that cannot be removed, and why.
    pub refused: Vec<Refusal>,
}

impl Files {
    /// What removing these files would do. Nothing is signed.
    ///
    /// # Errors
    /// [`crate::AppError::TooManyFiles`]; what stands against single files is in the answer.
    pub async fn removal_question(&self, account: &AccountId, fids: &[Fid]) -> Result<RemovalQuestion, Problem> {
        refuse_too_many(fids)?;
        let asked = stream::iter(fids.to_vec()).map(|fid| async move { (fid, self.look(account, &fid).await) });
        let found: Vec<_> = asked.buffered(PARALLEL_QUESTIONS).collect().await;
        let none = ByteCount(0);
        let mut question =
            RemovalQuestion { files: 0, size: none, freed: none, fee: Some(Planck(0)), refused: Vec::new() };
        let mut on_chain = 0;
        for (fid, looked) in found {
            match looked {
                Ok((removable, entry)) => {
                    question.add(entry.as_ref(), &removable);
                    on_chain += u128::from(matches!(removable, Removable::OnChain { .. }));
                }
                Err(problem) => question.refused.push((fid, problem)),
            }
        }
        if let (Some(fid), true) = (fids.first(), on_chain > 0) {
            let fee = self.0.fee_of(account, &deletion(account, fid)).await;
            question.fee = fee.and_then(|fee| fee.0.checked_mul(on_chain)).map(Planck);
        }
        Ok(question)
    }

    async fn look(&self, account: &AccountId, fid: &Fid) -> Result<(Removable, Option<CatalogueFile>), Problem> {
        Ok((self.removable(account, fid).await?, self.find(account, fid).await?))
    }

    /// Remove files, several at the same time, until all are gone or somebody stops it.
    ///
    /// # Errors
    /// [`crate::AppError::TooManyFiles`]; what stands against single files is in the answer.
    pub async fn remove_all(
        &self,
        account: &AccountId,
        fids: &[Fid],
        watch: BulkWatch<'_>,
    ) -> Result<BulkOutcome<Removal>, Problem> {
        refuse_too_many(fids)?;
        let work = fids.iter().map(|fid| (*fid, *fid)).collect();
        Ok(for_each(work, watch, |fid| async move { self.remove(account, &fid).await }).await)
    }
}

impl RemovalQuestion {
    fn add(&mut self, entry: Option<&CatalogueFile>, removable: &Removable) {
        self.files += 1;
        self.size.0 = self.size.0.saturating_add(entry.map_or(0, |entry| entry.size.0));
        if let Removable::OnChain { segments } = removable {
            let space = Geometry::CESS.charge().0.saturating_mul(*segments);
            self.freed.0 = self.freed.0.saturating_add(space);
        }
    }
}
