//! What was measured, beside what is allowed.

/// One measured figure.
#[derive(Debug)]
pub(crate) struct Figure {
    name: &'static str,
    unit: Unit,
    measured: f64,
    allowed: Option<f64>,
}

/// What a figure counts.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Unit {
    Seconds,
    Mebibytes,
    /// Time on processors by time on the wall.
    PartOfCore,
}

impl Figure {
    /// A figure that is told and not judged.
    pub(crate) fn new(name: &'static str, unit: Unit, measured: f64) -> Self {
        Self { name, unit, measured, allowed: None }
    }

    /// The same with the most that it may be.
    pub(crate) fn within(self, allowed: f64) -> Self {
        Self { allowed: Some(allowed), ..self }
    }

    fn is_within(&self) -> bool {
        self.allowed.is_none_or(|allowed| self.measured <= allowed)
    }

    fn row(&self) -> String {
        let allowed = self.allowed.map_or_else(String::new, |allowed| self.unit.text(allowed));
        let verdict = if self.is_within() { "" } else { "  over" };
        format!("{:<44} {:>12} {:>12}{verdict}", self.name, self.unit.text(self.measured), allowed)
    }
}

impl Unit {
    fn text(self, value: f64) -> String {
        match self {
            Self::Seconds => format!("{value:.2} s"),
            Self::Mebibytes => format!("{value:.1} MiB"),
            Self::PartOfCore => format!("{:.2} %", value * 100.0),
        }
    }
}

/// Print everything; is all of it within what is allowed?
pub(crate) fn report(figures: &[Figure]) -> bool {
    println!("{:<44} {:>12} {:>12}", "", "measured", "allowed");
    for figure in figures {
        println!("{}", figure.row());
    }
    figures.iter().all(Figure::is_within)
}

/// Bytes as people compare them; counts here are far below 2^53.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
