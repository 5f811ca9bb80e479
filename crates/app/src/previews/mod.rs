//! Stored files that are shown without being downloaded.

mod kind;

use std::sync::{Arc, Mutex, PoisonError, Weak};

use pileus_domain::{AccountId, ByteCount, Fid, Problem};
use pileus_pipeline::{
    SegmentShelf, StoredFile,
    problem::{of_journal, of_keystore},
};
use pileus_ports::{KeystoreError, SecretText};

use crate::{AppError, context::Context, transfers::keys_to_open};

pub use kind::{PreviewKind, PreviewType};

/// What a window may show of one file.
#[derive(Clone)]
pub struct PreviewFile {
    /// The name that the catalogue has for it.
    pub name: String,
    /// What shows it, and the type of its bytes.
    pub shown: PreviewType,
    /// Its bytes.
    pub file: StoredFile,
    /// How many of its first bytes are shown.
    pub readable: ByteCount,
}

/// Shows files of the catalogue; clones share it.
#[derive(Clone)]
pub struct Previews {
    context: Arc<Context>,
    /// There while a file is open that was put on it.
    shelf: Arc<Mutex<Weak<SegmentShelf>>>,
}

impl Previews {
    /// Longest picture that is shown: a web view holds it whole.
    ///
    /// # Units
    /// Bytes.
    pub const PICTURE_LIMIT: ByteCount = ByteCount(64 << 20);
    /// How much of a text is shown.
    ///
    /// # Units
    /// Bytes.
    pub const TEXT_LIMIT: ByteCount = ByteCount(2 << 20);

    pub(crate) fn new(context: Arc<Context>) -> Self {
        Self { context, shelf: Arc::default() }
    }

    /// Open a file of the catalogue to be shown; a passphrase is needed where no data key opens it.
    ///
    /// # Errors
    /// [`AppError::PreviewUnknownKind`], [`AppError::PreviewTooLarge`], `passphrase_needed`, `file_passphrase_wrong`,
    /// `wrong_key`, or the problem of the chain, the keystore or the storage nodes.
    pub async fn open(
        &self,
        account: &AccountId,
        fid: &Fid,
        passphrase: Option<SecretText>,
    ) -> Result<PreviewFile, Problem> {
        let entry = self.context.ports.journal.file(&self.context.genesis(), account, fid).await;
        let entry = entry.map_err(|e| of_journal(&e))?.ok_or(AppError::FileUnknown { fid: *fid })?;
        let shown = PreviewType::of(&entry.name, &entry.media_type);
        let shown = shown.ok_or_else(|| AppError::PreviewUnknownKind { name: entry.name.clone() })?;
        refuse_size(&entry.name, shown.kind, entry.size)?;
        let file = self.open_file(fid, passphrase).await?;
        let length = ByteCount(file.length());
        // The catalogue may be wrong about a length; the file's own is what is shown.
        refuse_size(&entry.name, shown.kind, length)?;
        let readable = if shown.kind == PreviewKind::Text { length.min(Self::TEXT_LIMIT) } else { length };
        Ok(PreviewFile { name: entry.name, shown, file, readable })
    }

    /// Keys that lie in a locked keystore may be the ones that fit.
    async fn open_file(&self, fid: &Fid, passphrase: Option<SecretText>) -> Result<StoredFile, Problem> {
        let keystore = &*self.context.ports.keystore;
        let keys = keys_to_open(keystore, passphrase)?;
        let opened = self.context.pipeline.open_stored(fid, keys, self.shelf()).await;
        opened.map_err(|problem| match problem.code.as_str() {
            "wrong_key" if keystore.is_locked() => of_keystore(&KeystoreError::Locked),
            _ => problem,
        })
    }

    /// The shelf that all open files share; its memory is given back with the last of them.
    fn shelf(&self) -> Arc<SegmentShelf> {
        let mut kept = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        kept.upgrade().unwrap_or_else(|| {
            let shelf = Arc::default();
            *kept = Arc::downgrade(&shelf);
            shelf
        })
    }
}

fn refuse_size(name: &str, kind: PreviewKind, length: ByteCount) -> Result<(), AppError> {
    let limit = Previews::PICTURE_LIMIT;
    if kind == PreviewKind::Picture && length > limit {
        return Err(AppError::PreviewTooLarge { name: name.to_owned(), length, limit });
    }
    Ok(())
}
