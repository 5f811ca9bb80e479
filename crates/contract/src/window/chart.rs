//! Where every fragment of a job is: a fold over its events.

use pileus_domain::{ColumnIndex, Condition, NodeId, Stage};
use pileus_ports::JobEvent;

/// Lines of a board: one for each storage node of a file.
const LINES: usize = ColumnIndex::COUNT as usize;
/// Fragments that an upload works on at the same time, as the pipeline's limits say.
const AT_ONCE: usize = 4;

/// Line from 0, segment from 0, letter of its new [`Mark`].
pub type CellChange = (u8, u32, char);

/// How far one fragment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// `w`: its segment was not read yet.
    Waiting,
    /// `e`: its hash is known.
    Encoded,
    /// `s`: it is being derived and sent.
    Sending,
    /// `n`: its storage node has it.
    OnNode,
    /// `r`: its storage node reported it on the chain.
    Reported,
    /// `o`: the file is stored in a final block.
    Stored,
    /// `f`: its job failed before it was on a node.
    Failed,
}

impl Mark {
    /// The letter it is written as.
    pub fn letter(self) -> char {
        match self {
            Self::Waiting => 'w',
            Self::Encoded => 'e',
            Self::Sending => 's',
            Self::OnNode => 'n',
            Self::Reported => 'r',
            Self::Stored => 'o',
            Self::Failed => 'f',
        }
    }
}

/// Where every fragment of a job is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chart {
    segments: u32,
    nodes: [Option<NodeId>; LINES],
    reported: [bool; LINES],
    /// Line by line: does its node have it?
    placed: Vec<bool>,
    /// Line by line, as it was last told.
    marks: Vec<Mark>,
    /// The segment that is worked on, and its lines.
    group: Option<(u32, Vec<usize>)>,
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
            JobEvent::FragmentPlaced { at, .. } => return self.place(at.segment.0, at.column.position()),
            JobEvent::NodeReplaced { column, to, .. } => self.replace(*column, *to),
            JobEvent::ColumnReported { column, .. } => self.report(*column),
            JobEvent::StageEntered { stage } => self.enter(*stage),
            JobEvent::Completed { .. } => self.stored = true,
            JobEvent::Failed { .. } => (self.failed, self.group) = (true, None),
            JobEvent::Paused | JobEvent::NeedsKey | JobEvent::Cancelled { .. } => self.group = None,
            JobEvent::OrderSigned { .. }
            | JobEvent::OrderInBlock { .. }
            | JobEvent::OrderFinal { .. }
            | JobEvent::Advanced { .. } => return Vec::new(),
        }
        self.repaint()
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
        (0..LINES).map(|line| self.line(line).letter()).collect()
    }

    fn line(&self, line: usize) -> Mark {
        let length = self.segments as usize;
        let cells = self.marks.get(line * length..(line + 1) * length).unwrap_or_default();
        let Some(least) = cells.iter().min().copied() else {
            return if self.stored { Mark::Stored } else { Mark::Waiting };
        };
        let on_its_way = least < Mark::OnNode && cells.iter().any(|mark| matches!(mark, Mark::Sending | Mark::OnNode));
        match least {
            _ if cells.contains(&Mark::Failed) => Mark::Failed,
            _ if on_its_way && !self.failed => Mark::Sending,
            least => least,
        }
    }

    fn begin(&mut self, segments: u32) {
        let cells = segments as usize * LINES;
        *self = Self { segments, placed: vec![false; cells], marks: vec![Mark::Waiting; cells], ..Self::default() };
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
        self.group = self.group.take().map(|(segment, mut lines)| {
            lines.retain(|line| *line != column.position());
            (segment, lines)
        });
        self.next_group();
    }

    fn report(&mut self, column: u8) {
        if let Ok(column) = ColumnIndex::new(column) {
            self.reported[column.position()] = true;
        }
    }

    fn enter(&mut self, stage: Stage) {
        self.failed = false;
        self.group = (stage == Stage::Sending).then(|| (0, Vec::new()));
        self.next_group();
    }

    fn empty(&mut self, line: usize) {
        self.reported[line] = false;
        for segment in 0..self.segments {
            if let Some(placed) = self.placed.get_mut(cell(self.segments, line, segment)) {
                *placed = false;
            }
        }
    }

    fn place(&mut self, segment: u32, line: usize) -> Vec<CellChange> {
        if segment >= self.segments {
            return Vec::new();
        }
        if let Some(placed) = self.placed.get_mut(cell(self.segments, line, segment)) {
            *placed = true;
        }
        let before = self.group.clone();
        self.next_group();
        let group = |group: Option<(u32, Vec<usize>)>| {
            group.into_iter().flat_map(|(segment, lines)| lines.into_iter().map(move |line| (line, segment)))
        };
        let touched: Vec<_> = group(before).chain(group(self.group.clone())).chain([(line, segment)]).collect();
        touched.into_iter().filter_map(|(line, segment)| self.repaint_cell(line, segment)).collect()
    }

    /// Once all of a group are on their nodes, the next lowest ones are worked on.
    fn next_group(&mut self) {
        let Some((segment, lines)) = &self.group else { return };
        if lines.iter().any(|line| !self.is_placed(*line, *segment)) {
            return;
        }
        let next = (0..self.segments).find_map(|segment| {
            let todo = (0..LINES).filter(|line| !self.is_done(*line, segment));
            let lines: Vec<_> = todo.take(AT_ONCE).collect();
            (!lines.is_empty()).then_some((segment, lines))
        });
        self.group = Some(next.unwrap_or_default());
    }

    fn is_placed(&self, line: usize, segment: u32) -> bool {
        self.placed.get(cell(self.segments, line, segment)).copied().unwrap_or(true)
    }

    fn is_done(&self, line: usize, segment: u32) -> bool {
        self.reported[line] || self.is_placed(line, segment)
    }

    fn repaint(&mut self) -> Vec<CellChange> {
        let all = (0..LINES).flat_map(|line| (0..self.segments).map(move |segment| (line, segment)));
        let all: Vec<_> = all.collect();
        all.into_iter().filter_map(|(line, segment)| self.repaint_cell(line, segment)).collect()
    }

    fn repaint_cell(&mut self, line: usize, segment: u32) -> Option<CellChange> {
        let mark = self.mark(line, segment);
        let kept = self.marks.get_mut(cell(self.segments, line, segment))?;
        if std::mem::replace(kept, mark) == mark {
            return None;
        }
        Some((u8::try_from(line).ok()?, segment, mark.letter()))
    }

    fn mark(&self, line: usize, segment: u32) -> Mark {
        let in_work = |(at, lines): &(u32, Vec<usize>)| *at == segment && lines.contains(&line);
        if self.stored {
            Mark::Stored
        } else if self.reported[line] {
            Mark::Reported
        } else if self.is_placed(line, segment) {
            Mark::OnNode
        } else if self.failed {
            Mark::Failed
        } else if self.group.as_ref().is_some_and(in_work) {
            Mark::Sending
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
    use pileus_domain::{
        AccountId, BlockHash, BlockNumber, BlockRef, ContentHash, Fid, FragmentAddress, Problem, SegmentIndex,
    };

    use super::*;

    const FID: Fid = Fid(ContentHash([1; 32]));

    fn node(number: u8) -> NodeId {
        NodeId(AccountId([number; 32]))
    }

    fn placed(segment: u32, column: u8) -> JobEvent {
        let at = FragmentAddress { segment: SegmentIndex(segment), column: ColumnIndex::new(column).unwrap() };
        JobEvent::FragmentPlaced { at, node: node(column) }
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

    #[test]
    fn four_fragments_at_a_time_are_in_work() {
        let mut chart = sending(2);
        assert_eq!(chart.lines(), "sssseeeeeeee");
        assert_eq!(chart.apply(&placed(0, 2)), [(1, 0, 'n')]);
        assert_eq!(&chart.letters()[..8], "senesese");
        apply_all(&mut chart, [placed(0, 1), placed(0, 3)]);
        let changes = chart.apply(&placed(0, 4));
        assert_eq!(changes, [(3, 0, 'n'), (4, 0, 's'), (5, 0, 's'), (6, 0, 's'), (7, 0, 's')]);
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
        assert_eq!(chart.lines(), "nesseeeeeeee");
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
        apply_all(&mut chart, [placed(0, 1), JobEvent::Paused]);
        assert_eq!(chart.lines(), "neeeeeeeeeee");
    }
}
