//! What a fresh data folder needs before its first upload.

use std::sync::Arc;

use async_trait::async_trait;
use pileus_domain::{AccountId, BucketName, ByteCount, Planck, Problem, TerritoryName};
use pileus_pipeline::problem;
use pileus_ports::{AccountEntry, At, Bucket, JournalError, SecretText};
use tokio::time::Instant;

use crate::{AppError, Keys, Territories, TerritoryChange, context::Context, territories};

/// Name of the account and the data key that are made when none is named.
const DEFAULT: &str = "default";
/// The bucket that is made when none is named.
const DEFAULT_BUCKET: &str = "files";
/// Space rented on the local network, in GiB, as far as it is for sale.
const LOCAL_SPACE: u32 = 10;
/// Term of it in days.
const LOCAL_TERM: u32 = 365;
/// Tokens beyond the price, for fees of many uploads.
const SPENDING_MONEY: Planck = Planck(10_000 * Planck::TOKEN.0);

/// The problem code of a territory that is there already.
const NAME_TAKEN: &str = "territory_name_taken";

/// Gives money to an account of the local network.
#[async_trait]
pub trait Faucet: Send + Sync {
    /// Put so much on an account; returns once it is asked for.
    async fn endow(&self, account: &AccountId, amount: Planck) -> Result<(), Problem>;
}

/// What a person named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// The account, by name or address.
    pub account: Option<String>,
    /// The territory.
    pub territory: Option<TerritoryName>,
    /// The bucket.
    pub bucket: Option<BucketName>,
    /// Is the data key `default` needed?
    pub default_key: bool,
}

/// What an upload can start with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ready {
    /// Who stores.
    pub account: AccountEntry,
    /// Where it is charged.
    pub territory: TerritoryName,
    /// Where it goes.
    pub bucket: Bucket,
}

/// What was found or made, and sentences about what was made.
#[derive(Debug)]
pub struct FirstUse {
    /// What an upload can start with.
    pub ready: Ready,
    /// What was made, for the person to read.
    pub made: Vec<String>,
    /// The words of a new account, to be shown or kept this once.
    pub words: Option<SecretText>,
}

/// Makes what is missing; clones share it.
#[derive(Clone)]
pub struct Setup(Arc<Context>);

impl Setup {
    pub(crate) fn new(context: Arc<Context>) -> Self {
        Self(context)
    }

    /// Find what was named, make what is missing.
    ///
    /// With a faucet (the local network) account, money and territory are made as well; without one they cost real
    /// money and are the person's to get. Bucket and data key are made anywhere.
    ///
    /// # Errors
    /// A named problem about what is missing and cannot be made.
    pub async fn first_use(&self, wishes: &Wishes, faucet: Option<&dyn Faucet>) -> Result<FirstUse, Problem> {
        let mut made = Vec::new();
        let (account, words) = self.account(wishes, faucet.is_some(), &mut made)?;
        let territory = self.territory(&account, wishes, faucet, &mut made).await?;
        let bucket = self.bucket(&account.account, &territory, wishes, &mut made).await?;
        if wishes.default_key {
            self.data_key(&mut made)?;
        }
        Ok(FirstUse { ready: Ready { account, territory, bucket }, made, words })
    }

    fn keys(&self) -> Keys {
        Keys::new(Arc::clone(&self.0.ports.keystore))
    }

    fn account(
        &self,
        wishes: &Wishes,
        may_make: bool,
        made: &mut Vec<String>,
    ) -> Result<(AccountEntry, Option<SecretText>), Problem> {
        let keys = self.keys();
        if wishes.account.is_some() || !may_make {
            return Ok((keys.account(wishes.account.as_deref())?, None));
        }
        let (account, words) = keys.ensure_account(DEFAULT)?;
        if words.is_some() {
            let address = account.account.to_ss58(self.0.identity.ss58_prefix);
            made.push(format!("Made account {:?}: {address}", account.name));
        }
        Ok((account, words))
    }

    async fn territory(
        &self,
        account: &AccountEntry,
        wishes: &Wishes,
        faucet: Option<&dyn Faucet>,
        made: &mut Vec<String>,
    ) -> Result<TerritoryName, Problem> {
        let chain = &self.0.ports.chain;
        let all = chain.territories(&account.account, At::Best).await.map_err(|e| problem::of_chain(&e))?;
        if let Some(territory) = territories::choose(&all, wishes.territory.as_ref())? {
            return Ok(territory.name.clone());
        }
        let Some(faucet) = faucet else { return Err(AppError::NoTerritory.into()) };
        let name = default_territory()?;
        match self.rent(&account.account, &name, faucet, made).await {
            // Another process was quicker.
            Err(problem) if problem.code == NAME_TAKEN => Ok(name),
            rented => rented.map(|()| name),
        }
    }

    /// See to it that an account of the local network can spend so much; gives sentences about what was done.
    ///
    /// # Errors
    /// [`AppError::FundsMissing`], or the chain's or the faucet's problem.
    pub async fn provide(
        &self,
        account: &AccountId,
        amount: Planck,
        faucet: &dyn Faucet,
    ) -> Result<Vec<String>, Problem> {
        let mut made = Vec::new();
        self.fund(account, amount, faucet, &mut made).await?;
        Ok(made)
    }

    /// Rent what is for sale, up to the local network's size, with money from the faucet.
    async fn rent(
        &self,
        account: &AccountId,
        name: &TerritoryName,
        faucet: &dyn Faucet,
        made: &mut Vec<String>,
    ) -> Result<(), Problem> {
        let market = self.0.ports.chain.market().await.map_err(|e| problem::of_chain(&e))?;
        let for_sale = u32::try_from(market.available.0 / ByteCount::GIB.0).unwrap_or(u32::MAX);
        let gib = LOCAL_SPACE.min(for_sale).max(1);
        let price = territories::price(u64::from(gib), LOCAL_TERM, market.unit_price)?;
        self.fund(account, price, faucet, made).await?;
        let service = Territories::new(Arc::clone(&self.0));
        let change = TerritoryChange::Rent { name: name.clone(), gib, days: LOCAL_TERM };
        let quote = service.quote(account, &change).await?;
        service.carry_out(&quote).await?;
        made.push(format!("Rented territory \"{name}\": {gib} GiB for {LOCAL_TERM} days"));
        Ok(())
    }

    async fn fund(
        &self,
        account: &AccountId,
        price: Planck,
        faucet: &dyn Faucet,
        made: &mut Vec<String>,
    ) -> Result<(), Problem> {
        let wanted = price.checked_add(SPENDING_MONEY).ok_or(AppError::PriceOverflow)?;
        let least = price.checked_add(Planck::TOKEN).ok_or(AppError::PriceOverflow)?;
        if self.spendable(account).await? >= least {
            return Ok(());
        }
        faucet.endow(account, wanted).await?;
        let until = Instant::now() + self.0.settings.funds_patience;
        while self.spendable(account).await? < least {
            if Instant::now() >= until {
                return Err(AppError::FundsMissing.into());
            }
            tokio::time::sleep(self.0.settings.poll).await;
        }
        made.push(format!("Put {wanted} {} of the local network on it", self.0.identity.token_symbol));
        Ok(())
    }

    async fn spendable(&self, account: &AccountId) -> Result<Planck, Problem> {
        Ok(self.0.ports.chain.balance(account).await.map_err(|e| problem::of_chain(&e))?.spendable)
    }

    async fn bucket(
        &self,
        account: &AccountId,
        territory: &TerritoryName,
        wishes: &Wishes,
        made: &mut Vec<String>,
    ) -> Result<Bucket, Problem> {
        let name = match &wishes.bucket {
            Some(name) => name.clone(),
            None => BucketName::new(DEFAULT_BUCKET).map_err(AppError::from)?,
        };
        let journal = &self.0.ports.journal;
        let genesis = self.0.genesis();
        let all = journal.buckets(&genesis, account).await.map_err(|e| problem::of_journal(&e))?;
        if let Some(bucket) = all.into_iter().find(|b| b.name == name && b.territory == *territory) {
            return Ok(bucket);
        }
        match journal.create_bucket(&genesis, account, territory, &name).await {
            Ok(bucket) => {
                made.push(format!("Made bucket \"{name}\" in territory \"{territory}\""));
                Ok(bucket)
            }
            Err(e @ JournalError::Bucket { .. }) => self.made_meanwhile(account, territory, &name, &e).await,
            Err(e) => Err(problem::of_journal(&e)),
        }
    }

    /// Another process was quicker.
    async fn made_meanwhile(
        &self,
        account: &AccountId,
        territory: &TerritoryName,
        name: &BucketName,
        error: &JournalError,
    ) -> Result<Bucket, Problem> {
        let all =
            self.0.ports.journal.buckets(&self.0.genesis(), account).await.map_err(|e| problem::of_journal(&e))?;
        let found = all.into_iter().find(|b| b.name == *name && b.territory == *territory);
        found.ok_or_else(|| problem::of_journal(error))
    }

    fn data_key(&self, made: &mut Vec<String>) -> Result<(), Problem> {
        let (key, new) = self.keys().ensure_data_key(DEFAULT)?;
        if new {
            made.push(format!(
                "Made data key \"{}\" ({}); only this data folder can open what it seals",
                key.name, key.fingerprint
            ));
        }
        Ok(())
    }
}

fn default_territory() -> Result<TerritoryName, Problem> {
    Ok(TerritoryName::new(territories::DEFAULT).map_err(AppError::from)?)
}
