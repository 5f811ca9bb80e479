//! Files under their FIDs: kept from uploads, or rebuilt from storage nodes when somebody asks for them.

use std::path::Path;

use axum::body::Body;
use pileus_codec::rebuild_segment;
use pileus_domain::Geometry;
use pileus_localnet_runtime::pallets::file_bank::{FileInfo, SegmentInfo};
use tokio::{
    fs::{self, File},
    io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt, SeekFrom},
};
use tokio_util::io::ReaderStream;

use super::{
    errand::Errand,
    records::{self, Reachable, Record},
    shared::Core,
    trouble::Trouble,
};
use crate::node::name::HashName;

/// Pieces in which a file is read from disk.
///
/// # Units
/// bytes.
const READ_PIECE: usize = 256 * 1024;

/// How a file came to be in the cache.
pub(super) enum Cached {
    /// It was there.
    There,
    /// It was fetched for this request.
    Fetched,
}

/// Have a file in the cache, fetched from storage nodes where it is not.
pub(super) async fn have(core: &Core, fid: &HashName) -> Result<Cached, Trouble> {
    let path = core.folder.cached(fid);
    if fs::try_exists(&path).await.unwrap_or(false) {
        return Ok(Cached::There);
    }
    let record = records::record(core.ledger.as_ref(), fid).await?;
    let Record::File(file) = record else { return Err(Trouble::Unknown) };
    let arrival = core.folder.arrival();
    fetch(core, fid, &file, &arrival).await?;
    fs::rename(&arrival, &path).await?;
    Ok(Cached::Fetched)
}

/// How long a file in the cache is.
///
/// # Units
/// bytes.
pub(super) async fn length(core: &Core, fid: &HashName) -> Result<u64, Trouble> {
    Ok(fs::metadata(core.folder.cached(fid)).await?.len())
}

/// Bytes of a file in the cache, from a place that is in it.
pub(super) async fn part(core: &Core, fid: &HashName, start: u64, length: u64) -> Result<Body, Trouble> {
    let mut file = File::open(core.folder.cached(fid)).await?;
    file.seek(SeekFrom::Start(start)).await?;
    Ok(Body::from_stream(ReaderStream::with_capacity(file.take(length), READ_PIECE)))
}

/// Rebuild a file from any four fragments of each segment.
async fn fetch(core: &Core, fid: &HashName, info: &FileInfo, path: &Path) -> Result<(), Trouble> {
    let nodes = records::nodes(core.ledger.as_ref()).await?;
    let mut file = File::create(path).await?;
    let mut left = usize::try_from(info.file_size).map_err(|_| Trouble::Shape { what: "length of a file" })?;
    for segment in &info.segment_list {
        for shard in shards(core, fid, segment, &nodes).await? {
            let wanted = left.min(shard.len());
            file.write_all(&shard[..wanted]).await?;
            left -= wanted;
        }
    }
    Ok(file.flush().await?)
}

/// The four data shards of a segment.
async fn shards(
    core: &Core,
    fid: &HashName,
    segment: &SegmentInfo,
    nodes: &[Reachable],
) -> Result<Vec<Vec<u8>>, Trouble> {
    let geometry = Geometry::CESS;
    let mut shards: Vec<Option<Vec<u8>>> = vec![None; geometry.total()];
    for (column, declared) in segment.fragment_list.iter().enumerate() {
        if shards.iter().flatten().count() == geometry.data() {
            break;
        }
        let Some(node) = nodes.iter().find(|node| node.account == declared.miner) else { continue };
        let Some(fragment) = HashName::of(&declared.hash) else { continue };
        let errand = Errand { pair: &core.settings.pair, endpoint: &node.endpoint, fid, fragment: &fragment };
        if let Ok(bytes) = errand.fetch().await {
            shards[column] = Some(bytes.to_vec());
        }
    }
    let rebuilt = tokio::task::spawn_blocking(move || rebuild_segment(geometry, &mut shards).map(|()| shards)).await;
    Ok(rebuilt??.into_iter().take(geometry.data()).flatten().collect())
}
