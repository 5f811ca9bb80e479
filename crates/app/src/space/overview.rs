//! Everything about an account's territories at one moment.

use pileus_domain::{AccountId, BlockNumber, ByteCount, Planck, Problem, Territory};
use pileus_pipeline::problem;
use pileus_ports::{At, Bucket, CatalogueFile, StorageMarket, Timestamp};

use super::{POINT_LIMIT, Payments, Sample, Space, forecast, history, year_cost};

/// An account's rented space, and what more would cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpaceOverview {
    /// The newest block.
    pub block: BlockNumber,
    /// When it was read.
    pub read_at: Timestamp,
    /// What the account can spend.
    pub spendable: Planck,
    /// Price and supply.
    pub market: StorageMarket,
    /// The territories, by name.
    pub territories: Vec<TerritoryOverview>,
}

/// A territory with its past and its future.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TerritoryOverview {
    /// What the chain says.
    pub territory: Territory,
    /// When its term ends: an estimate.
    pub ends_at: Timestamp,
    /// Whole days until then: an estimate.
    pub days_left: u32,
    /// Files of the catalogue in it.
    pub files: usize,
    /// What was paid for it from this computer, if that is known.
    pub paid: Option<Planck>,
    /// How full it was, oldest first, at most [`POINT_LIMIT`] samples.
    pub history: Vec<Sample>,
    /// When it is full at the pace of the last thirty days.
    pub full_at: Option<Timestamp>,
    /// What another year costs at today's price.
    pub year_cost: Planck,
}

/// What the overview is made of, read at about the same time.
struct Reading {
    block: BlockNumber,
    read_at: Timestamp,
    market: StorageMarket,
    files: Vec<CatalogueFile>,
    buckets: Vec<Bucket>,
}

impl Space {
    /// Everything about an account's territories now.
    ///
    /// # Errors
    /// The chain's or the journal's problem.
    pub async fn overview(&self, account: &AccountId) -> Result<SpaceOverview, Problem> {
        let chain = &self.context.ports.chain;
        let reading = self.read(account).await?;
        let spendable = chain.balance(account).await.map_err(|e| problem::of_chain(&e))?.spendable;
        let mut all = chain.territories(account, At::Best).await.map_err(|e| problem::of_chain(&e))?;
        all.sort_by(|one, two| one.name.as_str().cmp(two.name.as_str()));
        let payments = Payments::new(&self.context.ports.journal, self.context.genesis(), *account);
        let mut territories = Vec::with_capacity(all.len());
        for territory in all {
            let paid = payments.of(&territory.name).await?;
            territories.push(reading.overview(territory, paid));
        }
        let Reading { block, read_at, market, .. } = reading;
        Ok(SpaceOverview { block, read_at, spendable, market, territories })
    }

    async fn read(&self, account: &AccountId) -> Result<Reading, Problem> {
        let (chain, journal) = (&self.context.ports.chain, &self.context.ports.journal);
        let genesis = self.context.genesis();
        Ok(Reading {
            block: chain.head(At::Best).await.map_err(|e| problem::of_chain(&e))?.number,
            read_at: self.now(),
            market: chain.market().await.map_err(|e| problem::of_chain(&e))?,
            files: journal.files(&genesis, account).await.map_err(|e| problem::of_journal(&e))?,
            buckets: journal.buckets(&genesis, account).await.map_err(|e| problem::of_journal(&e))?,
        })
    }
}

impl Reading {
    fn overview(&self, territory: Territory, paid: Option<Planck>) -> TerritoryOverview {
        let files = self.files_in(&territory);
        let samples = history::history(&files, territory.used, self.read_at);
        TerritoryOverview {
            ends_at: forecast::end_of(territory.deadline, self.block, self.read_at),
            days_left: territory.deadline.0.saturating_sub(self.block.0) / BlockNumber::DAY,
            files: files.len(),
            paid,
            full_at: forecast::full_at(&samples, territory.remaining, self.read_at),
            history: history::thin(samples, POINT_LIMIT),
            year_cost: year_cost(territory.total.0 / ByteCount::GIB.0, self.market.unit_price),
            territory,
        }
    }

    fn files_in(&self, territory: &Territory) -> Vec<&CatalogueFile> {
        let here: Vec<_> = self.buckets.iter().filter(|b| b.territory == territory.name).map(|b| b.id).collect();
        self.files.iter().filter(|file| here.contains(&file.bucket)).collect()
    }
}
