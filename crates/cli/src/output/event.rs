//! Events and progress as lines for people.

use std::collections::BTreeMap;

use pileus_contract::{EventView, ProgressView};
use pileus_domain::{AccountId, ByteCount, ColumnIndex, JobId, Stage};
use pileus_ports::JobEvent;

use super::table::plain;

/// Steps in which progress is told where no bar can be drawn.
///
/// # Units
/// percent.
const STEP: u64 = 25;

/// What was told so far of each job.
#[derive(Default)]
pub(super) struct Steps {
    jobs: BTreeMap<JobId, Told>,
}

#[derive(Default)]
struct Told {
    name: String,
    progress: Option<(Stage, u64)>,
    reported: usize,
}

impl Steps {
    pub(super) fn name(&mut self, job: JobId, name: &str) {
        self.jobs.entry(job).or_default().name = plain(name);
    }

    pub(super) fn name_of(&self, job: JobId) -> &str {
        self.jobs.get(&job).map_or("", |told| &told.name)
    }

    /// A line for every step of a stage; the first sight of a stage is told by its event.
    pub(super) fn progress(&mut self, progress: &ProgressView) -> Option<String> {
        let told = self.jobs.entry(progress.job).or_default();
        let percent = progress.done.0.saturating_mul(100).checked_div(progress.total.0)?;
        let step = percent / STEP * STEP;
        let last = told.progress.filter(|(stage, _)| *stage == progress.stage).map_or(0, |(_, step)| step);
        told.progress = Some((progress.stage, step.max(last)));
        (step > last).then(|| {
            let word = stage_word(progress.stage);
            format!("{}: {word}, {step} % ({} of {})", told.name, progress.done, progress.total)
        })
    }

    /// A line for events that a person wants to see.
    pub(super) fn event(&mut self, event: &EventView) -> Option<String> {
        let told = self.jobs.entry(event.0.job).or_default();
        let text = match &event.0.event {
            JobEvent::StageEntered { stage } => {
                told.progress = None;
                stage_word(*stage).to_owned()
            }
            JobEvent::Planned { fid, segments } => format!("{} as {fid}", counted(*segments)),
            JobEvent::OrderSigned { transaction } => format!("order signed, transaction {transaction}"),
            JobEvent::OrderInBlock { block, .. } => format!("order in block {}", block.number),
            JobEvent::OrderFinal { block, .. } => format!("order final in block {}", block.number),
            JobEvent::HandedOver { gateway, name, .. } => {
                let gateway = named(*gateway, name.as_deref());
                format!("gateway {gateway} has the file; checking what it ordered")
            }
            JobEvent::GatewayGivenUp { problem, next, .. } => {
                let next = next.as_ref().map(|next| named(next.account, next.name().as_deref()));
                let next = next.map_or("The direct route".to_owned(), |next| format!("Gateway {next}"));
                format!("{} [{}] {next} goes on.", plain(&problem.message), problem.code)
            }
            JobEvent::Allocated { nodes, by_network } => {
                let who = if *by_network { "the network" } else { "Pileus" };
                format!("{who} chose {} storage nodes", nodes.len())
            }
            JobEvent::NodeReplaced { column, from, to, reason } => {
                format!("storage node {from} gave up column {column} ({reason}); now {to}")
            }
            JobEvent::ColumnReported { .. } => {
                told.reported += 1;
                format!("stored on {} of {} storage nodes", told.reported, ColumnIndex::COUNT)
            }
            JobEvent::Completed { block: Some(block), .. } => format!("stored, final in block {}", block.number),
            JobEvent::Completed { block: None, .. } => "written".to_owned(),
            JobEvent::Paused => "paused".to_owned(),
            JobEvent::NeedsKey => "waits for its key or passphrase".to_owned(),
            JobEvent::Cancelled { locked: ByteCount(0) } => "cancelled".to_owned(),
            JobEvent::Cancelled { locked } => format!("cancelled; {locked} of its order stay locked"),
            JobEvent::Failed { .. } | JobEvent::Advanced { .. } | JobEvent::FragmentPlaced { .. } => return None,
        };
        Some(format!("{}: {text}", told.name))
    }
}

/// A gateway as people know it: by its address, else by its account.
fn named(gateway: AccountId, name: Option<&str>) -> String {
    name.map_or_else(|| gateway.to_string(), plain)
}

fn counted(segments: u32) -> String {
    if segments == 1 { "1 segment".to_owned() } else { format!("{segments} segments") }
}

/// What a stage does, in a word or two.
pub(super) fn stage_word(stage: Stage) -> &'static str {
    match stage {
        Stage::Planning => "preparing",
        Stage::Ordering => "ordering",
        Stage::Allocating => "choosing storage nodes",
        Stage::Sending => "distributing",
        Stage::Confirming => "waiting for storage nodes to report",
        Stage::Fetching => "fetching",
        Stage::Deleting => "deleting",
        Stage::Done => "done",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_told_in_steps_and_never_twice() {
        let mut steps = Steps::default();
        steps.name(JobId(1), "f");
        let mut at = |done| {
            let view =
                ProgressView { job: JobId(1), stage: Stage::Sending, done: ByteCount(done), total: ByteCount(8) };
            steps.progress(&view)
        };
        assert_eq!(at(1), None);
        assert_eq!(at(2).as_deref(), Some("f: distributing, 25 % (2 B of 8 B)"));
        assert_eq!(at(3), None);
        assert!(at(8).unwrap().contains("100 %"));
        assert_eq!(at(8), None);
    }

    #[test]
    fn nothing_to_do_is_no_progress() {
        let view = ProgressView { job: JobId(1), stage: Stage::Planning, done: ByteCount(0), total: ByteCount(0) };
        assert_eq!(Steps::default().progress(&view), None);
    }
}
