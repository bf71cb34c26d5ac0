//! What was measured, and what is said of it: the median of all runs, with the least and the most.

use crate::{
    contestants::Contestant,
    measuring::{Back, First, Run},
};
use std::fmt;

/// Everything that one call measured.
pub(crate) struct Results {
    /// Where and when, in words.
    pub(crate) machine: String,
    pub(crate) runs: usize,
    pub(crate) rows: Vec<Row>,
}

/// A contestant, and its runs.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) version: String,
    pub(crate) runs: Vec<Run>,
}

impl Results {
    pub(crate) const fn new(machine: String, runs: usize) -> Self {
        Self { machine, runs, rows: Vec::new() }
    }

    /// One more run of a contestant.
    pub(crate) fn add(&mut self, contestant: &Contestant, version: &str, run: Run) {
        match self.rows.iter_mut().find(|row| row.name == contestant.name) {
            Some(row) => row.runs.push(run),
            None => self.rows.push(Row { name: contestant.name, version: version.to_owned(), runs: vec![run] }),
        }
    }
}

impl Row {
    /// A figure of the first visit.
    pub(crate) fn first(&self, figure: impl Fn(&First) -> f64) -> Figure {
        Figure::of(self.runs.iter().map(|run| figure(&run.first)).collect())
    }

    /// A figure of the second one.
    pub(crate) fn back(&self, figure: impl Fn(&Back) -> f64) -> Figure {
        Figure::of(self.runs.iter().map(|run| figure(&run.back)).collect())
    }
}

/// Median, least and most.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Figure {
    pub(crate) median: f64,
    least: f64,
    most: f64,
}

impl Figure {
    fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |index: usize| values.get(index).copied().unwrap_or(f64::NAN);
        let (last, middle) = (values.len().saturating_sub(1), values.len() / 2);
        // Of an even number of runs there are two in the middle.
        Self { median: f64::midpoint(at(last / 2), at(middle)), least: at(0), most: at(last) }
    }
}

/// `1,234 (1,200–1,300)`, or the one number where all are the same.
impl fmt::Display for Figure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [median, least, most] = [self.median, self.least, self.most].map(whole);
        if least == most { out.write_str(&median) } else { write!(out, "{median} ({least}–{most})") }
    }
}

/// A number without a fraction, in groups of three digits.
pub(crate) fn whole(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) && !grouped.ends_with('-') {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
