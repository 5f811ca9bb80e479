//! One file of the catalogue with everything that is known of it.

use pileus_app as app;
use pileus_domain::{ColumnIndex, FileRecord, NodeId};
use pileus_ports::FileStatus;
use serde::Serialize;
use specta::Type;
use specta_typescript::Number;

use super::{DrillReport, FileRow, FileState, PreviewKind};

/// Everything that is known of one file.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FileDetails {
    /// As the catalogue keeps it.
    pub row: FileRow,
    /// What the chain says; none when it could not be asked.
    pub state: Option<FileState>,
    /// The territory of its bucket.
    pub territory: String,
    /// The name of its bucket.
    pub bucket_name: String,
    /// Segments of the file.
    pub segments: u32,
    /// The public name on the chain; none while the chain does not have it.
    pub chain_name: Option<String>,
    /// Addresses of all who store it.
    pub owners: Vec<String>,
    /// Block of the last report.
    pub stored_block: Option<u32>,
    /// The block that was looked at.
    pub as_of: Option<u32>,
    /// The data keys that open it, each alone; none for plain files and those with a passphrase.
    pub keys: Vec<FileKey>,
    /// Where its twelve columns are, in their order.
    pub lines: Vec<FileLine>,
    /// A letter for each fragment, line by line: `o` held, `f` lost, `w` unknown.
    pub cells: String,
    /// The last restore drill on this computer.
    pub last_drill: Option<DrillReport>,
    /// What happened to it, oldest first.
    pub history: Vec<FileEvent>,
    /// How it can be shown in the window, if it can.
    pub can_preview: Option<PreviewKind>,
}

impl FileDetails {
    /// From the service's answer.
    pub fn new(details: &app::FileDetails) -> Self {
        let segments = app::segments_of(&details.file);
        let status = details.status.as_ref();
        let record = status.and_then(|status| status.file.as_ref());
        let columns = columns(status, segments);
        Self {
            row: FileRow::from(&details.file),
            state: details.health.map(FileState::from),
            territory: details.bucket.as_ref().map(|bucket| bucket.territory.to_string()).unwrap_or_default(),
            bucket_name: details.bucket.as_ref().map(|bucket| bucket.name.to_string()).unwrap_or_default(),
            segments: record.map_or(segments, |record| u32::try_from(record.segments.len()).unwrap_or(u32::MAX)),
            chain_name: chain_name(details),
            owners: owners(status),
            stored_block: record.map(|record| record.completion.0),
            as_of: status.map(|status| status.at.number.0),
            keys: details.keys.iter().map(FileKey::from).collect(),
            lines: columns.iter().map(Column::line).collect(),
            cells: columns.iter().flat_map(|column| column.letters.chars()).collect(),
            last_drill: details.drill.as_ref().map(DrillReport::from),
            history: history(details, record),
            can_preview: preview(details),
        }
    }
}

/// The name under which the account stores it.
fn chain_name(details: &app::FileDetails) -> Option<String> {
    let status = details.status.as_ref()?;
    let own = status.file.as_ref().and_then(|record| {
        record.owners.iter().find(|owner| owner.account == details.file.account).map(|owner| owner.file_name.clone())
    });
    own.or_else(|| status.deal.as_ref().map(|deal| deal.owner.file_name.clone()))
}

fn owners(status: Option<&FileStatus>) -> Vec<String> {
    let Some(status) = status else { return Vec::new() };
    match (&status.file, &status.deal) {
        (Some(file), _) => file.owners.iter().map(|owner| owner.account.to_string()).collect(),
        (None, Some(deal)) => vec![deal.owner.account.to_string()],
        (None, None) => Vec::new(),
    }
}

/// One column as it is known.
struct Column {
    number: u8,
    node: Option<NodeId>,
    letters: String,
}

impl Column {
    fn line(&self) -> FileLine {
        let count = |letters: usize| u32::try_from(letters).unwrap_or(u32::MAX);
        FileLine {
            column: self.number,
            node: self.node.map(|node| node.to_string()),
            holding: count(self.letters.matches('o').count()),
            segments: count(self.letters.len()),
        }
    }
}

/// Where the twelve columns of a file are, by what the chain says.
pub(super) fn lines(status: &FileStatus, segments: u32) -> Vec<FileLine> {
    columns(Some(status), segments).iter().map(Column::line).collect()
}

/// All twelve: of a stored file fragment by fragment, of an open order by its reports.
fn columns(status: Option<&FileStatus>, segments: u32) -> Vec<Column> {
    ColumnIndex::all().map(|column| of_column(status, column, segments)).collect()
}

fn of_column(status: Option<&FileStatus>, column: ColumnIndex, segments: u32) -> Column {
    let number = column.number();
    let all = |letter: &str| letter.repeat(segments as usize);
    let Some(status) = status else { return Column { number, node: None, letters: all("w") } };
    if let Some(record) = &status.file {
        return stored_column(record, column);
    }
    let mut reports = status.deal.iter().flat_map(|deal| &deal.reported);
    if let Some(report) = reports.find(|report| report.column == column) {
        return Column { number, node: Some(report.node), letters: all("o") };
    }
    let node = status.allocation.as_ref().and_then(|allocation| allocation.node(column));
    Column { number, node, letters: all("w") }
}

fn stored_column(record: &FileRecord, column: ColumnIndex) -> Column {
    let fragments: Vec<_> = record.segments.iter().map(|s| s.fragments.get(column.position())).collect();
    let letter = |fragment: Option<&pileus_domain::FragmentRecord>| match fragment {
        Some(fragment) if fragment.available => 'o',
        Some(_) => 'f',
        None => 'w',
    };
    let mut nodes = fragments.iter().flatten().map(|fragment| fragment.node);
    let first = nodes.next();
    let node = first.filter(|first| nodes.all(|node| node == *first));
    Column { number: column.number(), node, letters: fragments.iter().copied().map(letter).collect() }
}

fn history(details: &app::FileDetails, record: Option<&FileRecord>) -> Vec<FileEvent> {
    let added = details.file.added.0;
    let stored = details.finished.map_or(added, |finished| finished.0);
    let block = record.map(|record| record.completion.0);
    let mut history = vec![FileEvent { at: added, kind: FileEventKind::Added, block: None }];
    history.extend(record.map(|_| FileEvent { at: stored, kind: FileEventKind::Stored, block }));
    history.extend(details.drill.iter().map(|d| FileEvent { at: d.at.0, kind: FileEventKind::Drill, block: None }));
    history.sort_by_key(|event| event.at);
    history
}

/// What the preview would refuse for its size is not offered.
fn preview(details: &app::FileDetails) -> Option<PreviewKind> {
    let file = &details.file;
    let kind = app::PreviewType::of(&file.name, &file.media_type)?.kind;
    let fits = kind != app::PreviewKind::Picture || file.size <= app::Previews::PICTURE_LIMIT;
    fits.then(|| kind.into())
}

impl From<&app::KeyUse> for FileKey {
    fn from(key: &app::KeyUse) -> Self {
        Self { fingerprint: key.fingerprint.clone(), name: key.name.clone(), known: key.name.is_some() }
    }
}

/// A data key of a sealed file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FileKey {
    /// Its fingerprint.
    pub fingerprint: String,
    /// What the person calls it, when it is here.
    pub name: Option<String>,
    /// Is it on this computer?
    pub known: bool,
}

/// One column of a file: fragment *k* of every segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FileLine {
    /// Which, from 1 to 12.
    pub column: u8,
    /// Address of its storage node; none when its fragments are on several.
    pub node: Option<String>,
    /// Fragments that the chain says are held.
    pub holding: u32,
    /// Fragments in all.
    pub segments: u32,
}

/// One thing that happened to a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FileEvent {
    /// When, in milliseconds since 1970.
    #[specta(type = Number)]
    pub at: u64,
    /// What.
    pub kind: FileEventKind,
    /// In which block.
    pub block: Option<u32>,
}

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FileEventKind {
    /// It came into the catalogue.
    Added,
    /// The network has stored it.
    Stored,
    /// It was restored and compared.
    Drill,
}
