//! What crosses to the windows of the desktop program, as the pages read it.
//!
//! Duty: one shape for each request, answer and update of the Transfers window. The pages' own types are generated
//! from these.
//!
//! Invariants: names are written in camel case; money is a decimal string of plancks, byte counts and times are
//! numbers, hashes and addresses are strings; a passphrase comes in and never goes out.
//!
//! Absent on purpose: no words for people except those of problems. A page takes its words from its own catalogue.

mod bar;
mod board;
mod cancel;
mod chart;
mod job;
mod problem;
mod sheet;
mod shell;
mod update;

pub use bar::NetworkBar;
pub use board::{BlockPlace, Board, Fact, FactData, FactKind};
pub use cancel::{CancelChoice, CancelConsequence, QuitQuestion};
pub use chart::{CellChange, Chart, Mark};
pub use job::{Advance, Job, JobCondition, JobKind, JobSeal, JobStage};
pub use problem::Problem;
pub use sheet::{Passphrase, Refused, SealRequest, Sheet, SheetItem, SheetTotals, UploadRequest, Uploaded};
pub use shell::{Phase, ShellState};
pub use update::{JobCells, JobFact, Snapshot, Update};
