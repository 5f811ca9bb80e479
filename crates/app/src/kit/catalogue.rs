//! The catalogue inside a kit: buckets and files of every account on every network. Only the file of a kit has it.

use pileus_domain::{AccountId, BucketName, ByteCount, ContentHash, Fid, GenesisHash, TerritoryName};
use pileus_ports::{Seal, Timestamp};
use zeroize::Zeroizing;

use super::{
    error::KitError,
    wire::{Reader, Writer},
};

/// Most bytes of the catalogue.
pub(super) const CATALOGUE_LIMIT: usize = 64 << 20;

const NOT_SEALED: u8 = 0;
const SEALED_WITH_KEYS: u8 = 1;
const SEALED_WITH_PASSPHRASE: u8 = 2;

/// Buckets and files of one account on one network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shelf {
    pub(super) genesis: GenesisHash,
    pub(super) account: AccountId,
    pub(super) buckets: Vec<KitBucket>,
    pub(super) files: Vec<KitFile>,
}

/// A bucket by its names, which mean the same on every computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KitBucket {
    pub(super) territory: TerritoryName,
    pub(super) name: BucketName,
}

/// A file of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KitFile {
    pub(super) fid: Fid,
    /// Its bucket's place on the shelf.
    pub(super) bucket: usize,
    pub(super) name: String,
    pub(super) size: ByteCount,
    pub(super) media_type: String,
    pub(super) seal: Seal,
    pub(super) added: Timestamp,
}

/// The catalogue as bytes.
pub(super) fn to_bytes(shelves: &[Shelf]) -> Result<Zeroizing<Vec<u8>>, KitError> {
    let mut writer = Writer::growing(CATALOGUE_LIMIT, "buckets and files");
    writer.count(shelves.len())?;
    for shelf in shelves {
        writer.put(&shelf.genesis.0)?;
        writer.put(&shelf.account.0)?;
        writer.count(shelf.buckets.len())?;
        for bucket in &shelf.buckets {
            writer.text(bucket.territory.as_str())?;
            writer.text(bucket.name.as_str())?;
        }
        writer.count(shelf.files.len())?;
        shelf.files.iter().try_for_each(|file| put_file(&mut writer, file))?;
    }
    Ok(writer.finish())
}

/// The catalogue from bytes.
pub(super) fn of_bytes(bytes: &[u8]) -> Result<Vec<Shelf>, KitError> {
    let mut reader = Reader::new(bytes);
    let shelves = reader.list(take_shelf)?;
    reader.end()?;
    Ok(shelves)
}

fn take_shelf(reader: &mut Reader<'_>) -> Result<Shelf, KitError> {
    let (genesis, account) = (GenesisHash(reader.array()?), AccountId(reader.array()?));
    let buckets = reader.list(take_bucket)?;
    let files = reader.list(take_file)?;
    if files.iter().any(|file| file.bucket >= buckets.len()) {
        return Err(KitError::Damaged);
    }
    Ok(Shelf { genesis, account, buckets, files })
}

fn take_bucket(reader: &mut Reader<'_>) -> Result<KitBucket, KitError> {
    let territory = TerritoryName::new(reader.text()?).map_err(|_| KitError::Damaged)?;
    let name = BucketName::new(reader.text()?).map_err(|_| KitError::Damaged)?;
    Ok(KitBucket { territory, name })
}

fn put_file(writer: &mut Writer, file: &KitFile) -> Result<(), KitError> {
    writer.put(&file.fid.0.0)?;
    writer.count(file.bucket)?;
    writer.number(file.size.0)?;
    writer.number(file.added.0)?;
    match &file.seal {
        Seal::None => writer.byte(NOT_SEALED)?,
        Seal::Passphrase => writer.byte(SEALED_WITH_PASSPHRASE)?,
        Seal::DataKey { .. } => {
            writer.byte(SEALED_WITH_KEYS)?;
            writer.count(file.seal.fingerprints().count())?;
            file.seal.fingerprints().try_for_each(|fingerprint| writer.text(fingerprint))?;
        }
    }
    writer.text(&file.name)?;
    writer.text(&file.media_type)
}

fn take_file(reader: &mut Reader<'_>) -> Result<KitFile, KitError> {
    let fid = Fid(ContentHash(reader.array()?));
    let bucket = reader.length()?;
    let size = ByteCount(reader.number()?);
    let added = Timestamp(reader.number()?);
    let seal = take_seal(reader)?;
    let (name, media_type) = (reader.text()?.to_owned(), reader.text()?.to_owned());
    Ok(KitFile { fid, bucket, name, size, media_type, seal, added })
}

fn take_seal(reader: &mut Reader<'_>) -> Result<Seal, KitError> {
    match reader.byte()? {
        NOT_SEALED => Ok(Seal::None),
        SEALED_WITH_PASSPHRASE => Ok(Seal::Passphrase),
        SEALED_WITH_KEYS => {
            let mut fingerprints = reader.list(|reader| reader.text().map(str::to_owned))?.into_iter();
            let fingerprint = fingerprints.next().ok_or(KitError::Damaged)?;
            Ok(Seal::DataKey { fingerprint, others: fingerprints.collect() })
        }
        _ => Err(KitError::Damaged),
    }
}

#[cfg(test)]
pub(super) mod samples {
    use super::*;

    pub(in crate::kit) fn catalogue() -> Vec<Shelf> {
        let bucket = |name: &str| KitBucket {
            territory: TerritoryName::new("space").unwrap(),
            name: BucketName::new(name).unwrap(),
        };
        let file = |number: u8, seal: Seal| KitFile {
            fid: Fid(ContentHash([number; 32])),
            bucket: 1,
            name: format!("file {number}"),
            size: ByteCount(number.into()),
            media_type: "text/plain".into(),
            seal,
            added: Timestamp(number.into()),
        };
        let two = Seal::DataKey { fingerprint: "00ff".into(), others: vec!["ff00".into()] };
        let files = vec![file(1, Seal::None), file(2, two), file(3, Seal::Passphrase)];
        let buckets = vec![bucket("empty"), bucket("letters")];
        vec![Shelf { genesis: GenesisHash([8; 32]), account: AccountId([3; 32]), buckets, files }]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_reads_back() {
        let shelves = samples::catalogue();
        let bytes = to_bytes(&shelves).unwrap();
        assert_eq!(of_bytes(&bytes).unwrap(), shelves);
        assert!((0..bytes.len()).all(|length| of_bytes(&bytes[..length]).is_err()), "cut anywhere");
    }

    #[test]
    fn a_file_in_no_bucket_is_damage() {
        let mut shelves = samples::catalogue();
        shelves[0].files[0].bucket = 2;
        let bytes = to_bytes(&shelves).unwrap();
        assert!(matches!(of_bytes(&bytes), Err(KitError::Damaged)));
    }
}
