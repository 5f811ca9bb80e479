//! Where every fragment of a job is: a fold over its events, and over what is told of fragments on their way.

use std::collections::{BTreeMap, BTreeSet};

use pileus_domain::{ByteCount, ColumnIndex, Condition, FragmentAddress, Geometry, NodeId, Stage};
use pileus_pipeline::{Fetched, FragmentStep};
use pileus_ports::JobEvent;

/// Lines of a board: one for each storage node of a file.
const LINES: usize = ColumnIndex::COUNT as usize;
/// Levels that a fragment on its way has.
const LEVELS: u64 = 10;

/// Line from 0, segment from 0, letter of its new [`Mark`].
pub type CellChange = (u8, u32, char);

/// How far one fragment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// `w`: its segment was not read yet; of a download, nobody was asked for it.
    Waiting,
    /// `e`: its hash is known.
    Encoded,
    /// A digit: so many tenths of it have passed.
    Moving(u8),
    /// `n`: its storage node has it; of a download, it was fetched.
    OnNode,
    /// `r`: its storage node reported it on the chain.
    Reported,
    /// `o`: the file is stored in a final block.
    Stored,
    /// `f`: its job failed before it was on a node, or its node refused it.
    Failed,
}

impl Mark {
    /// The letter that its cell is written as.
    pub fn letter(self) -> char {
        match self {
            Self::Waiting => 'w',
            Self::Encoded => 'e',
            Self::Moving(tenths) => char::from(b'0' + tenths.min(9)),
            Self::OnNode => 'n',
            Self::Reported => 'r',
            Self::Stored => 'o',
            Self::Failed => 'f',
        }
    }

    /// The letter that a whole line is written as: `s` while it moves.
    fn line_letter(self) -> char {
        if matches!(self, Self::Moving(_)) { 's' } else { self.letter() }
    }

    fn moving(done: ByteCount) -> Self {
        let tenths = done.0.saturating_mul(LEVELS) / Geometry::CESS.fragment() as u64;
        Self::Moving(u8::try_from(tenths.min(LEVELS - 1)).unwrap_or(0))
    }
}

/// A line and a segment, both from 0.
type Place = (usize, u32);

/// Where every fragment of a job is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chart {
    segments: u32,
    nodes: [Option<NodeId>; LINES],
    reported: [bool; LINES],
    /// Line by line: does its node have it? Of a download: was it fetched?
    placed: Vec<bool>,
    /// Line by line, as it was last told.
    marks: Vec<Mark>,
    /// Fragments on their way.
    moving: BTreeMap<Place, Mark>,
    /// Fragments that their nodes refused.
    refused: BTreeSet<Place>,
    fetching: bool,
    stored: bool,
    failed: bool,
}

impl Chart {
    /// A chart of what is all stored, whose events need not be read.
    pub fn of_ended(condition: &Condition) -> Self {
        Self { stored: *condition == Condition::Finished, ..Self::default() }
    }

    /// Fold one event in; gives the cells whose mark changed.
    pub fn apply(&mut self, event: &JobEvent) -> Vec<CellChange> {
        match event {
            JobEvent::Planned { segments, .. } => self.begin(*segments),
            JobEvent::Allocated { nodes, .. } => self.allocate(nodes),
            JobEvent::FragmentPlaced { at, .. } => return self.place(*at),
            JobEvent::NodeReplaced { column, to, .. } => self.replace(*column, *to),
            JobEvent::ColumnReported { column, .. } => self.report(*column),
            JobEvent::StageEntered { stage } => self.enter(*stage),
            // What a download brought back is no news about what is stored.
            JobEvent::Completed { .. } => self.stored = !self.fetching,
            JobEvent::Failed { .. } => {
                self.failed = !self.fetching;
                self.moving.clear();
            }
            JobEvent::Paused | JobEvent::NeedsKey | JobEvent::Cancelled { .. } => self.moving.clear(),
            JobEvent::OrderSigned { .. }
            | JobEvent::OrderInBlock { .. }
            | JobEvent::OrderFinal { .. }
            | JobEvent::HandedOver { .. }
            | JobEvent::GatewayGivenUp { .. }
            | JobEvent::Advanced { .. } => return Vec::new(),
        }
        self.repaint()
    }

    /// Fold in how one fragment does on its way; gives the cells whose mark changed.
    pub fn step(&mut self, at: &FragmentAddress, step: FragmentStep) -> Vec<CellChange> {
        let place = (at.column.position(), at.segment.0);
        self.moving.remove(&place);
        match step {
            FragmentStep::Moving(done) => {
                self.refused.remove(&place);
                self.moving.insert(place, Mark::moving(done));
            }
            FragmentStep::Fetched => return self.place(*at),
            FragmentStep::Refused => drop(self.refused.insert(place)),
            FragmentStep::LetGo => {}
        }
        self.repaint_cell(place).into_iter().collect()
    }

    /// Fold in what an earlier process fetched.
    pub fn fetched(&mut self, fetched: &Fetched) {
        for (segment, columns) in fetched.segments() {
            for column in columns {
                self.set_placed(column.position(), segment);
            }
        }
        self.repaint();
    }

    /// Segments of the file; 0 before they are known.
    pub fn segments(&self) -> u32 {
        self.segments
    }

    /// The storage node of each line.
    pub fn nodes(&self) -> &[Option<NodeId>; LINES] {
        &self.nodes
    }

    /// All cells.
    pub fn cells(&self) -> u64 {
        self.placed.len() as u64
    }

    /// Cells whose storage node has them.
    pub fn placed(&self) -> u64 {
        self.placed.iter().filter(|placed| **placed).count() as u64
    }

    /// Lines that are reported on the chain.
    pub fn reported(&self) -> u8 {
        let count = if self.stored { LINES } else { self.reported.iter().filter(|reported| **reported).count() };
        u8::try_from(count).unwrap_or(ColumnIndex::COUNT)
    }

    /// A letter for each cell, line by line.
    pub fn letters(&self) -> String {
        self.marks.iter().map(|mark| mark.letter()).collect()
    }

    /// A letter for each line: how far it is as a whole.
    pub fn lines(&self) -> String {
        (0..LINES).map(|line| if self.fetching { self.source(line) } else { self.line(line) }.line_letter()).collect()
    }

    fn cells_of(&self, line: usize) -> &[Mark] {
        let length = self.segments as usize;
        self.marks.get(line * length..(line + 1) * length).unwrap_or_default()
    }

    /// A line of an upload is as far as the least of its fragments, once none is on its way any more.
    fn line(&self, line: usize) -> Mark {
        let cells = self.cells_of(line);
        let Some(least) = cells.iter().min().copied() else {
            return if self.stored { Mark::Stored } else { Mark::Waiting };
        };
        let begun = |mark: &Mark| matches!(mark, Mark::Moving(_) | Mark::OnNode);
        match least {
            _ if cells.contains(&Mark::Failed) => Mark::Failed,
            least if least < Mark::OnNode && cells.iter().any(begun) && !self.failed => Mark::Moving(0),
            least => least,
        }
    }

    /// A line of a download is lit once anything came from its node: four of twelve are enough.
    fn source(&self, line: usize) -> Mark {
        let cells = self.cells_of(line);
        let moving = cells.iter().copied().find(|mark| matches!(mark, Mark::Moving(_)));
        let is_there = |mark: Mark| cells.contains(&mark).then_some(mark);
        is_there(Mark::OnNode).or(moving).or(is_there(Mark::Failed)).unwrap_or(Mark::Waiting)
    }

    fn begin(&mut self, segments: u32) {
        let (cells, fetching) = (segments as usize * LINES, self.fetching);
        let (placed, marks) = (vec![false; cells], vec![Mark::Waiting; cells]);
        *self = Self { segments, placed, marks, fetching, ..Self::default() };
    }

    /// A line that goes to another node than before begins anew.
    fn allocate(&mut self, nodes: &[NodeId]) {
        for (line, node) in nodes.iter().copied().enumerate().take(LINES) {
            if self.nodes[line].is_some_and(|before| before != node) {
                self.empty(line);
            }
            self.nodes[line] = Some(node);
        }
    }

    fn replace(&mut self, column: u8, to: NodeId) {
        let Ok(column) = ColumnIndex::new(column) else { return };
        self.empty(column.position());
        self.nodes[column.position()] = Some(to);
    }

    fn report(&mut self, column: u8) {
        if let Ok(column) = ColumnIndex::new(column) {
            self.reported[column.position()] = true;
        }
    }

    fn enter(&mut self, stage: Stage) {
        (self.failed, self.fetching) = (false, stage == Stage::Fetching);
        self.moving.clear();
        self.refused.clear();
    }

    fn empty(&mut self, line: usize) {
        self.reported[line] = false;
        self.moving.retain(|place, _| place.0 != line);
        self.refused.retain(|place| place.0 != line);
        for segment in 0..self.segments {
            if let Some(placed) = self.placed.get_mut(cell(self.segments, line, segment)) {
                *placed = false;
            }
        }
    }

    fn place(&mut self, at: FragmentAddress) -> Vec<CellChange> {
        let place = (at.column.position(), at.segment.0);
        self.moving.remove(&place);
        self.refused.remove(&place);
        self.set_placed(place.0, place.1);
        self.repaint_cell(place).into_iter().collect()
    }

    fn set_placed(&mut self, line: usize, segment: u32) {
        if segment < self.segments
            && let Some(placed) = self.placed.get_mut(cell(self.segments, line, segment))
        {
            *placed = true;
        }
    }

    fn is_placed(&self, line: usize, segment: u32) -> bool {
        self.placed.get(cell(self.segments, line, segment)).copied().unwrap_or(true)
    }

    fn repaint(&mut self) -> Vec<CellChange> {
        let segments = self.segments;
        let all = (0..LINES).flat_map(|line| (0..segments).map(move |segment| (line, segment)));
        all.filter_map(|place| self.repaint_cell(place)).collect()
    }

    fn repaint_cell(&mut self, (line, segment): Place) -> Option<CellChange> {
        if segment >= self.segments {
            return None;
        }
        let mark = self.mark(line, segment);
        let kept = self.marks.get_mut(cell(self.segments, line, segment))?;
        if std::mem::replace(kept, mark) == mark {
            return None;
        }
        Some((u8::try_from(line).ok()?, segment, mark.letter()))
    }

    fn mark(&self, line: usize, segment: u32) -> Mark {
        if self.stored {
            Mark::Stored
        } else if self.reported[line] {
            Mark::Reported
        } else if self.is_placed(line, segment) {
            Mark::OnNode
        } else if self.failed || self.refused.contains(&(line, segment)) {
            Mark::Failed
        } else if let Some(moving) = self.moving.get(&(line, segment)) {
            *moving
        } else if self.fetching {
            Mark::Waiting
        } else {
            Mark::Encoded
        }
    }
}

fn cell(segments: u32, line: usize, segment: u32) -> usize {
    line * segments as usize + segment as usize
}

#[cfg(test)]
mod tests {
    use pileus_domain::{AccountId, BlockHash, BlockNumber, BlockRef, ContentHash, Fid, Problem, SegmentIndex};

    use super::*;

    const FID: Fid = Fid(ContentHash([1; 32]));

    fn node(number: u8) -> NodeId {
        NodeId(AccountId([number; 32]))
    }

    fn address(segment: u32, column: u8) -> FragmentAddress {
        FragmentAddress { segment: SegmentIndex(segment), column: ColumnIndex::new(column).unwrap() }
    }

    fn placed(segment: u32, column: u8) -> JobEvent {
        JobEvent::FragmentPlaced { at: address(segment, column), node: node(column) }
    }

    fn reported(column: u8) -> JobEvent {
        let block = BlockRef { number: BlockNumber(9), hash: BlockHash([0; 32]) };
        JobEvent::ColumnReported { column, node: node(column), block }
    }

    fn sending(segments: u32) -> Chart {
        let mut chart = Chart::default();
        chart.apply(&JobEvent::Planned { fid: FID, segments });
        chart.apply(&JobEvent::Allocated { nodes: (1..=12).map(node).collect(), by_network: true });
        chart.apply(&JobEvent::StageEntered { stage: Stage::Sending });
        chart
    }

    fn apply_all(chart: &mut Chart, events: impl IntoIterator<Item = JobEvent>) {
        for event in events {
            chart.apply(&event);
        }
    }

    #[test]
    fn before_the_plan_every_line_waits() {
        let chart = Chart::default();
        assert_eq!((chart.lines().as_str(), chart.letters().as_str(), chart.segments()), ("wwwwwwwwwwww", "", 0));
    }

    fn moving(segment: u32, column: u8, tenths: u64) -> (FragmentAddress, FragmentStep) {
        let bytes = ByteCount(tenths * Geometry::CESS.fragment() as u64 / 10 + 1);
        (address(segment, column), FragmentStep::Moving(bytes))
    }

    fn step(chart: &mut Chart, (at, step): (FragmentAddress, FragmentStep)) -> Vec<CellChange> {
        chart.step(&at, step)
    }

    #[test]
    fn a_fragment_on_its_way_has_a_level() {
        let mut chart = sending(2);
        assert_eq!(chart.lines(), "eeeeeeeeeeee");
        assert_eq!(step(&mut chart, moving(0, 2, 0)), [(1, 0, '0')]);
        assert_eq!(step(&mut chart, moving(0, 2, 6)), [(1, 0, '6')]);
        assert_eq!(step(&mut chart, moving(0, 2, 6)), []);
        assert_eq!(step(&mut chart, moving(0, 2, 10)), [(1, 0, '9')]);
        assert_eq!(chart.lines(), "eseeeeeeeeee");
        assert_eq!(chart.apply(&placed(0, 2)), [(1, 0, 'n')]);
        assert_eq!(&chart.letters()[..6], "eeneee");
        assert_eq!(step(&mut chart, moving(9, 2, 5)), []);
    }

    #[test]
    fn a_refused_fragment_shows_until_its_line_has_another_node() {
        let mut chart = sending(1);
        step(&mut chart, moving(0, 2, 3));
        assert_eq!(step(&mut chart, (address(0, 2), FragmentStep::Refused)), [(1, 0, 'f')]);
        assert_eq!(chart.lines(), "efeeeeeeeeee");
        chart.apply(&JobEvent::NodeReplaced { column: 2, from: node(2), to: node(99), reason: "full".into() });
        assert_eq!(chart.lines(), "eeeeeeeeeeee");
    }

    fn fetching(segments: u32) -> Chart {
        let mut chart = Chart::default();
        chart.apply(&JobEvent::StageEntered { stage: Stage::Fetching });
        chart.apply(&JobEvent::Planned { fid: FID, segments });
        chart
    }

    #[test]
    fn a_download_lights_only_what_it_fetched() {
        let mut chart = fetching(2);
        assert_eq!((chart.lines().as_str(), chart.letters()), ("wwwwwwwwwwww", "w".repeat(24)));
        step(&mut chart, moving(0, 1, 4));
        step(&mut chart, (address(0, 2), FragmentStep::Refused));
        step(&mut chart, (address(0, 3), FragmentStep::Fetched));
        assert_eq!((chart.lines().as_str(), &chart.letters()[..6]), ("sfnwwwwwwwww", "4wfwnw"));
        step(&mut chart, (address(0, 1), FragmentStep::LetGo));
        chart.apply(&JobEvent::Completed { fid: FID, block: None });
        assert_eq!((chart.lines().as_str(), chart.reported()), ("wfnwwwwwwwww", 0));
    }

    #[test]
    fn what_an_earlier_process_fetched_is_lit_again() {
        let mut chart = fetching(2);
        chart.fetched(&Fetched::parse("00f801f0f"));
        assert_eq!(chart.lines(), "nnnnwwwwwwwn");
        assert_eq!(&chart.letters()[..8], "nnnwnwnw");
    }

    #[test]
    fn the_changes_lead_to_the_same_board_as_the_whole() {
        let mut chart = sending(3);
        let mut folded: Vec<char> = chart.letters().chars().collect();
        let events = (0..3).flat_map(|s| (1..=12).map(move |c| placed(s, c))).chain((1..=12).map(reported));
        for event in events.chain([JobEvent::Completed { fid: FID, block: None }]) {
            for (line, segment, letter) in chart.apply(&event) {
                folded[cell(3, usize::from(line), segment)] = letter;
            }
            assert_eq!(folded.iter().collect::<String>(), chart.letters());
        }
        assert_eq!((chart.lines().as_str(), chart.reported()), ("oooooooooooo", 12));
    }

    #[test]
    fn a_line_of_a_replaced_node_begins_anew() {
        let mut chart = sending(1);
        apply_all(&mut chart, [placed(0, 1), placed(0, 2)]);
        let replaced = JobEvent::NodeReplaced { column: 2, from: node(2), to: node(99), reason: "full".into() };
        chart.apply(&replaced);
        assert_eq!(chart.lines(), "neeeeeeeeeee");
        assert_eq!(chart.nodes()[1], Some(node(99)));
    }

    #[test]
    fn another_choice_of_nodes_empties_only_the_lines_it_changes() {
        let mut chart = sending(1);
        apply_all(&mut chart, [placed(0, 1), placed(0, 2), reported(2)]);
        let nodes = (1..=12).map(|line| node(if line == 2 { 50 } else { line })).collect();
        chart.apply(&JobEvent::Allocated { nodes, by_network: true });
        assert!(chart.lines().starts_with('n'));
        assert_eq!((chart.reported(), chart.placed()), (0, 1));
    }

    #[test]
    fn a_failure_marks_what_is_not_on_a_node_until_it_goes_on() {
        let mut chart = sending(1);
        apply_all(&mut chart, [placed(0, 1), JobEvent::Failed { problem: Problem::new("x", "", "") }]);
        assert_eq!(chart.lines(), "nfffffffffff");
        chart.apply(&JobEvent::StageEntered { stage: Stage::Ordering });
        assert_eq!(chart.lines(), "neeeeeeeeeee");
    }

    #[test]
    fn a_pause_leaves_nothing_in_work() {
        let mut chart = sending(1);
        step(&mut chart, moving(0, 2, 5));
        apply_all(&mut chart, [placed(0, 1), JobEvent::Paused]);
        assert_eq!(chart.lines(), "neeeeeeeeeee");
    }
}
