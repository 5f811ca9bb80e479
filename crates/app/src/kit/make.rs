//! A new kit: the file, its page or pages, and the proof that they open.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use pileus_domain::{AccountId, GenesisHash, Problem};
use pileus_pipeline::problem;
use pileus_ports::{BucketId, Entropy, SecretText, Timestamp};
use zeroize::Zeroizing;

use super::{
    Kits, beside,
    catalogue::{KitBucket, KitFile, Shelf},
    codes,
    content::KitCore,
    disk::{self, KitPaths},
    error::KitError,
    format::{Head, SealedKit},
    key::KitKey,
    page::KitPage,
    phrase::Phrase,
    shares::{self, Share},
    source::{KitOpening, KitSplit},
};

/// A kit that was made.
#[derive(Debug, Clone)]
pub struct KitMade {
    /// Its words; none when it is split, since then nobody has them.
    pub words: Option<SecretText>,
    /// The files that were written: the kit, then its page or pages.
    pub files: Vec<PathBuf>,
    /// When it was made.
    pub made_at: Timestamp,
    /// Its number, as it is printed.
    pub number: String,
}

/// Everything that is written, before it is.
struct Draft {
    kit: SealedKit,
    core: KitCore,
    /// The words of the whole kit, or of each share.
    phrases: Vec<Phrase>,
}

impl Kits {
    /// Make a kit of everything that is here, into a folder; in shares if asked for. It is read back and opened before
    /// this says that it is there.
    ///
    /// # Errors
    /// [`KitError::Empty`], [`KitError::Stopped`], [`KitError::TooLarge`], [`KitError::File`], [`KitError::NotProven`]; `vault_locked`, or a
    /// problem of vault or journal.
    pub async fn make(&self, folder: &Path, split: Option<KitSplit>) -> Result<KitMade, Problem> {
        let core = self.core().await?;
        let shelves = self.shelves(&core.accounts()).await?;
        let (made_at, entropy, folder) = (self.clock.now(), Arc::clone(&self.entropy), folder.to_owned());
        let consent = Arc::clone(&self.consent);
        let (made, core) = beside(move || -> Result<(KitMade, KitCore), KitError> {
            let draft = Draft::new(core, &shelves, made_at, split, &*entropy)?;
            if !consent.confirm() {
                return Err(KitError::Stopped);
            }
            let paths = draft.write(&folder)?;
            Ok((draft.made(paths), draft.core))
        })
        .await?;
        if let Err(problem) = self.remember(made_at, &core).await {
            // The kit is there and opens; that this computer does not remember it is no reason to deny it.
            tracing::warn!(%problem, "the kit was made, and when is not remembered");
        }
        Ok(made)
    }

    /// Everything but the catalogue.
    async fn core(&self) -> Result<KitCore, Problem> {
        let keystore = Arc::clone(&self.keystore);
        let secrets = beside(move || keystore.bundle().map_err(|e| problem::of_keystore(&e))).await?;
        if secrets.accounts.is_empty() && secrets.data_keys.is_empty() {
            return Err(KitError::Empty.into());
        }
        Ok(KitCore { secrets, networks: self.networks.portable().await? })
    }

    /// Buckets and files of these accounts on every network that is known.
    async fn shelves(&self, accounts: &[AccountId]) -> Result<Vec<Shelf>, Problem> {
        let mut shelves = Vec::new();
        for genesis in self.known_chains().await? {
            for account in accounts {
                let shelf = self.shelf(genesis, *account).await?;
                if !shelf.buckets.is_empty() {
                    shelves.push(shelf);
                }
            }
        }
        Ok(shelves)
    }

    /// Every chain that was met.
    pub(super) async fn known_chains(&self) -> Result<Vec<GenesisHash>, Problem> {
        let mut known: Vec<GenesisHash> = Vec::new();
        for genesis in self.networks.list().await?.into_iter().filter_map(|profile| profile.genesis) {
            if !known.contains(&genesis) {
                known.push(genesis);
            }
        }
        Ok(known)
    }

    async fn shelf(&self, genesis: GenesisHash, account: AccountId) -> Result<Shelf, Problem> {
        let buckets = self.journal.buckets(&genesis, &account).await.map_err(|e| problem::of_journal(&e))?;
        let files = self.journal.files(&genesis, &account).await.map_err(|e| problem::of_journal(&e))?;
        let places: BTreeMap<BucketId, usize> = buckets.iter().map(|bucket| bucket.id).zip(0..).collect();
        let file = |file: pileus_ports::CatalogueFile| {
            Some(KitFile {
                fid: file.fid,
                bucket: *places.get(&file.bucket)?,
                name: file.name,
                size: file.size,
                media_type: file.media_type,
                seal: file.seal,
                added: file.added,
            })
        };
        let buckets = buckets.iter().map(|b| KitBucket { territory: b.territory.clone(), name: b.name.clone() });
        Ok(Shelf { genesis, account, buckets: buckets.collect(), files: files.into_iter().filter_map(file).collect() })
    }
}

impl Draft {
    /// Seal everything under a new key.
    fn new(
        core: KitCore,
        shelves: &[Shelf],
        made: Timestamp,
        split: Option<KitSplit>,
        entropy: &dyn Entropy,
    ) -> Result<Self, KitError> {
        let key = KitKey::draw(entropy);
        let kit = SealedKit::close(&key, Head::new(&key, made, split, entropy), &core, shelves)?;
        let phrases = match split {
            None => vec![key.to_phrase()],
            Some(split) => shares::deal(&key, kit.head.id, split, entropy).iter().map(Share::to_phrase).collect(),
        };
        Ok(Self { kit, core, phrases })
    }

    /// Write all files, read them back, and take them away again when they do not open.
    fn write(&self, folder: &Path) -> Result<KitPaths, KitError> {
        let split = self.kit.head.split;
        let pages = self.pages()?;
        let paths = KitPaths::free(folder, self.kit.head.made, split.map(KitSplit::total))?;
        let written = disk::write(&paths.kit, &self.kit.to_bytes())
            .and_then(|()| paths.pages.iter().zip(&pages).try_for_each(|(path, page)| disk::write(path, page)))
            .and_then(|()| self.prove(&paths));
        match written {
            Ok(()) => Ok(paths),
            Err(error) => {
                disk::remove(&paths);
                Err(error)
            }
        }
    }

    fn pages(&self) -> Result<Vec<Zeroizing<Vec<u8>>>, KitError> {
        let codes = codes::codes_of(&self.kit)?;
        let page = |(words, number): (&Phrase, u8)| {
            let share = self.kit.head.split.map(|_| number);
            KitPage { head: &self.kit.head, core: &self.core, words, share, codes: &codes }.to_pdf()
        };
        self.phrases.iter().zip(1..).map(page).collect()
    }

    /// Does what is on the disk now open with the words that are printed?
    fn prove(&self, paths: &KitPaths) -> Result<(), KitError> {
        let read = SealedKit::parse(&disk::read(&paths.kit)?).map_err(|_| KitError::NotProven)?;
        let words: Vec<SecretText> = self.phrases.iter().map(Phrase::to_text).collect();
        let openings = match self.kit.head.split {
            None => words.into_iter().map(KitOpening::Words).collect(),
            Some(split) => combinations(&words, usize::from(split.needed())),
        };
        let opens = |opening: &KitOpening| KitKey::given(opening, &read.head).and_then(|key| read.open(&key)).is_ok();
        if openings.iter().all(opens) { Ok(()) } else { Err(KitError::NotProven) }
    }

    fn made(&self, paths: KitPaths) -> KitMade {
        let words = match (self.kit.head.split, self.phrases.first()) {
            (None, Some(phrase)) => Some(phrase.to_text()),
            _ => None,
        };
        let files = std::iter::once(paths.kit).chain(paths.pages).collect();
        KitMade { words, files, made_at: self.kit.head.made, number: self.kit.head.number() }
    }
}

/// Neighbours, so that each share is tried with as many others as it takes.
fn combinations(words: &[SecretText], needed: usize) -> Vec<KitOpening> {
    words.windows(needed).map(|some| KitOpening::Shares(some.to_vec())).collect()
}
