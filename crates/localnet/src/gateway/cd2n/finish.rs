//! From a file that has arrived to the answer: coded and cached first, and only then checked and ordered.

use std::path::Path;

use pileus_localnet_runtime::primitives::AccountId;
use tokio::fs;

use super::{answer::Refusal, checks};
use crate::{
    gateway::{
        order::Brief,
        prepare::{Prepared, prepare},
        records::{self, Record},
        shared::Core,
        trouble::Trouble,
    },
    node::name::HashName,
};

/// Bytes of a file name that are kept, the last ones.
const LONGEST_NAME: usize = 63;

/// For whom, where and how a file shall be stored.
pub(super) struct Wish {
    /// Whose file it is.
    pub(super) owner: AccountId,
    /// Its territory.
    pub(super) territory: String,
    /// Its name.
    pub(super) name: String,
    /// Whether the client waits for the order.
    pub(super) waits: bool,
}

/// Store what has arrived, and say under which FID.
///
/// A client that does not wait gets it accepted, and then nothing happens any more: the published gateway looks for such
/// uploads under a name that none of them has.
pub(super) async fn finish(core: &Core, path: &Path, wish: Wish) -> Result<HashName, Refusal> {
    let (prepared, length) = code(core, path).await.map_err(|trouble| Refusal::processing(&trouble))?;
    let checked = checks::may_store(core, &wish.owner, &wish.territory, length, &prepared.fid).await;
    checked.map_err(|unmet| Refusal::unmet(unmet, &prepared.fid, wish.waits))?;
    if wish.waits && !prepared.is_dropped() {
        order(core, &prepared, wish).await?;
    }
    Ok(prepared.fid)
}

/// Plan the file and put it in the cache; answers its length too.
async fn code(core: &Core, path: &Path) -> Result<(Prepared, u64), Trouble> {
    let length = fs::metadata(path).await?.len();
    let prepared = prepare(core, path.to_owned()).await?;
    prepared.shelve(core).await?;
    Ok((prepared, length))
}

async fn order(core: &Core, prepared: &Prepared, wish: Wish) -> Result<(), Refusal> {
    let failed = |trouble: &dyn std::error::Error| Refusal::ordering(trouble.to_string());
    let known = records::record(core.ledger.as_ref(), &prepared.fid).await.map_err(|error| failed(&error))?;
    if let Record::Deal(_) = known {
        return Err(Refusal::ordering("provide file error: file is being processed"));
    }
    let brief = Brief { owner: wish.owner, name: kept(&wish.name).to_vec(), territory: wish.territory };
    prepared.order(core, brief).await.map_err(|trouble| failed(&trouble))?;
    match known {
        // The chain has added the owner, and there is nothing to bring.
        Record::File(_) => Ok(()),
        _ => prepared.track(core).await.map_err(|trouble| failed(&trouble)),
    }
}

/// The last bytes of a name, even if that cuts a character.
fn kept(name: &str) -> &[u8] {
    &name.as_bytes()[name.len().saturating_sub(LONGEST_NAME)..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_long_name_is_kept() {
        assert_eq!(kept("file.bin"), b"file.bin");
        let long = format!("\u{e9}{}", "x".repeat(62));
        assert_eq!(kept(&long)[0], 0xa9);
        assert_eq!(kept(&long).len(), 63);
    }
}
