//! Restore drills, and the last one of each file.

use std::time::Duration;

use pileus_domain::{ByteCount, ColumnIndex, Fid, GenesisHash, Problem};
use pileus_pipeline::{CheckProgress, Drill, VerifyDepth, VerifyReport, problem};
use pileus_ports::{Journal, Timestamp};
use serde::{Deserialize, Serialize};

use super::Files;

/// Files whose last drill is kept; the oldest drill makes room.
const KEPT_DRILLS: usize = 500;

/// What came of a restore drill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrillReport {
    /// The file.
    pub fid: Fid,
    /// When it ended.
    pub at: Timestamp,
    /// Columns that segments were rebuilt from.
    pub columns: Vec<ColumnIndex>,
    /// Fragments that were fetched and used.
    pub fragments: u32,
    /// Their bytes.
    pub bytes: ByteCount,
    /// How long it took.
    pub took: Duration,
    /// Why it did not pass; none when it did.
    pub problem: Option<Problem>,
}

impl DrillReport {
    fn new(fid: Fid, drill: Drill, begun: Timestamp, at: Timestamp) -> Self {
        let Drill { columns, fragments, bytes, trouble } = drill;
        let took = Duration::from_millis(at.0.saturating_sub(begun.0));
        Self { fid, at, columns: columns.into_iter().collect(), fragments, bytes, took, problem: trouble }
    }

    /// Was every segment rebuilt and equal to its hash?
    pub fn passed(&self) -> bool {
        self.problem.is_none()
    }
}

impl Files {
    /// Rebuild a file from a random four of the twelve fragments of each segment, and keep what came of it. Dropped,
    /// it stops and keeps nothing.
    ///
    /// # Errors
    /// A named problem when the chain does not have the file or cannot be asked, or the journal's problem.
    pub async fn drill(&self, fid: &Fid, tell: &(dyn Fn(CheckProgress) + Send + Sync)) -> Result<DrillReport, Problem> {
        let clock = &self.0.ports.clock;
        let begun = clock.now();
        let drill = self.0.pipeline.drill(fid, tell).await?;
        let report = DrillReport::new(*fid, drill, begun, clock.now());
        keep(&*self.0.ports.journal, &self.0.genesis(), report.clone()).await?;
        Ok(report)
    }

    /// The last drill of a file on this computer.
    ///
    /// # Errors
    /// The journal's problem.
    pub async fn last_drill(&self, fid: &Fid) -> Result<Option<DrillReport>, Problem> {
        let kept = kept(&*self.0.ports.journal, &self.0.genesis()).await?;
        Ok(kept.into_iter().find(|report| report.fid == *fid))
    }

    /// Fetch every fragment of a file and compare its hash; with the time when that ended. Dropped, it stops.
    ///
    /// # Errors
    /// A named problem when the chain does not have the file, or cannot be asked.
    pub async fn verify(
        &self,
        fid: &Fid,
        tell: &(dyn Fn(CheckProgress) + Send + Sync),
    ) -> Result<(VerifyReport, Timestamp), Problem> {
        let report = self.0.pipeline.verify_telling(fid, VerifyDepth::Nodes, tell).await?;
        Ok((report, self.0.ports.clock.now()))
    }
}

fn key(genesis: &GenesisHash) -> String {
    format!("drills/{genesis}")
}

/// The last drill of each file, newest first. A list that a newer program wrote counts as none.
async fn kept(journal: &dyn Journal, genesis: &GenesisHash) -> Result<Vec<DrillReport>, Problem> {
    let text = journal.setting(&key(genesis)).await.map_err(|e| problem::of_journal(&e))?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

async fn keep(journal: &dyn Journal, genesis: &GenesisHash, report: DrillReport) -> Result<(), Problem> {
    let mut all = kept(journal, genesis).await?;
    all.retain(|other| other.fid != report.fid);
    all.insert(0, report);
    all.truncate(KEPT_DRILLS);
    let text = serde_json::to_string(&all).unwrap_or_default();
    journal.set_setting(&key(genesis), &text).await.map_err(|e| problem::of_journal(&e))
}

#[cfg(test)]
mod tests {
    use pileus_domain::ContentHash;
    use pileus_ports::fake::FakeJournal;

    use super::*;

    fn report(number: u16) -> DrillReport {
        let mut hash = [0; 32];
        hash[..2].copy_from_slice(&number.to_be_bytes());
        let drill = Drill::default();
        DrillReport::new(Fid(ContentHash(hash)), drill, Timestamp(5), Timestamp(u64::from(number) + 5))
    }

    #[tokio::test]
    async fn the_last_drill_of_a_file_counts_and_the_list_is_bounded() {
        let (journal, genesis) = (FakeJournal::new(), GenesisHash([1; 32]));
        for number in 0..=u16::try_from(KEPT_DRILLS).unwrap() {
            keep(&journal, &genesis, report(number)).await.unwrap();
        }
        let later = DrillReport { at: Timestamp(99_999), ..report(7) };
        keep(&journal, &genesis, later.clone()).await.unwrap();
        let all = kept(&journal, &genesis).await.unwrap();
        assert_eq!((all.len(), &all[0]), (KEPT_DRILLS, &later));
        assert!(all.iter().all(|kept| *kept != report(0)), "the oldest made room");
        assert!(kept(&journal, &GenesisHash([2; 32])).await.unwrap().is_empty());
    }

    #[test]
    fn a_drill_takes_the_time_between_its_ends() {
        assert_eq!(report(250).took, Duration::from_millis(250));
        assert!(report(1).passed());
    }
}
