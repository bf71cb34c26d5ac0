//! The time axis of the retention chart: where a duration lies on it. Pure arithmetic; drawing it stands beside.
//!
//! Retention runs from days to decades, so the axis is logarithmic in days: two days and seven stay apart where the next
//! bar is ten years long. Months and years are only laid out as days here, never stated as such. All numbers are whole, so
//! that a picture drawn ahead of time is the browser's to the last digit.

use ciente_notice::{Duration, Notice, Rule};

/// A time axis that begins at 0 and ends at [`Scale::END`].
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scale {
    /// The end's logarithm.
    end: u64,
    /// The marks on it, each with its place.
    pub(super) ticks: Vec<(Duration, u32)>,
}

/// Periods that people think in.
const MARKS: [Duration; 9] = [
    Duration::from_days(1),
    Duration::from_weeks(1),
    Duration::from_months(1),
    Duration::from_months(3),
    Duration::from_months(6),
    Duration::from_years(1),
    Duration::from_years(2),
    Duration::from_years(5),
    Duration::from_years(10),
];

impl Scale {
    /// The length of the axis, in its own units.
    pub(super) const END: u32 = 1000;
    /// Marks nearer to each other than this would run into each other on a narrow phone.
    const APART: u32 = 260;
    /// The same of the last one, which stands before its place and not around it.
    const BEFORE_LAST: u32 = 420;

    /// An axis that holds every duration of a notice; none where it states none.
    pub(super) fn of(notice: &Notice) -> Option<Self> {
        let stated = notice.retention.iter().filter_map(|row| match row.rule {
            Rule::Fixed { duration } => Some(duration),
            Rule::WhileUsed { then_within } => then_within,
            Rule::Unspecified => None,
        });
        let longest = stated.map(logarithm).max().filter(|longest| *longest > 0)?;
        let last = MARKS.iter().map(|mark| logarithm(*mark)).find(|mark| *mark >= longest);
        let mut scale = Self { end: last.unwrap_or(longest), ticks: Vec::new() };
        // From the end: what the axis runs up to is always named.
        for mark in MARKS.into_iter().rev() {
            let place = scale.place(mark);
            let room = match scale.ticks.last() {
                None => Self::END,
                Some((_, Self::END)) => Self::END - Self::BEFORE_LAST,
                Some((_, next)) => next.saturating_sub(Self::APART),
            };
            if logarithm(mark) <= scale.end && place <= room {
                scale.ticks.push((mark, place));
            }
        }
        scale.ticks.reverse();
        Some(scale)
    }

    /// Where a duration ends, in `1..=END`.
    pub(super) fn place(&self, duration: Duration) -> u32 {
        let share = logarithm(duration).min(self.end) * u64::from(Self::END) / self.end;
        u32::try_from(share).unwrap_or(Self::END).max(1)
    }
}

/// `log2(days + 1)` in 16.16 fixed point. The day more puts a duration of nothing at 0.
fn logarithm(duration: Duration) -> u64 {
    let Duration { years, months, weeks, days } = duration;
    let [years, months, weeks, days] = [years, months, weeks, days].map(u64::from);
    // Hundredths of a day.
    let length = years * 36_525 + months * 3_044 + weeks * 700 + days * 100;
    log2(length + 100) - log2(100)
}

/// In 16.16 fixed point, linear between powers of two.
fn log2(number: u64) -> u64 {
    let whole = u64::from(number.ilog2());
    (whole << 16) + (number << 16 >> whole) - (1 << 16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ciente_notice::{NoticeFormat, Retention};

    fn notice(rules: &[Rule]) -> Notice {
        let retention = rules.iter().map(|rule| Retention {
            data_use: None,
            category: String::new(),
            text: Vec::new(),
            rule: *rule,
        });
        Notice {
            format: NoticeFormat,
            id: String::new(),
            version: String::new(),
            locale: String::new(),
            effective_from: None,
            title: String::new(),
            controller: None,
            contact: None,
            sections: Vec::new(),
            data_uses: Vec::new(),
            retention: retention.collect(),
            service_names: Vec::new(),
        }
    }

    fn fixed(duration: Duration) -> Rule {
        Rule::Fixed { duration }
    }

    #[test]
    fn longer_is_further_and_nothing_lies_outside() {
        let all = [
            Duration::from_days(1),
            Duration::from_days(2),
            Duration::from_weeks(1),
            Duration::from_months(2),
            Duration::from_years(1),
            Duration::from_years(30),
        ];
        let scale = Scale::of(&notice(&all.map(fixed))).unwrap();
        let places = all.map(|duration| scale.place(duration));
        assert!(places.is_sorted_by(|a, b| a < b), "{places:?}");
        assert!(places[0] > 0 && places[5] == Scale::END, "{places:?}");
    }

    #[test]
    fn the_axis_ends_at_a_round_period_and_its_marks_keep_apart() {
        let rules = [
            fixed(Duration::from_days(2)),
            Rule::WhileUsed { then_within: Some(Duration::from_months(2)) },
            Rule::Unspecified,
        ];
        let scale = Scale::of(&notice(&rules)).unwrap();
        assert_eq!(scale.ticks.last(), Some(&(Duration::from_months(3), Scale::END)));
        assert!(scale.ticks.windows(2).all(|pair| pair[1].1 - pair[0].1 >= Scale::APART), "{scale:?}");
        assert!(scale.ticks.len() >= 3, "{scale:?}");
    }

    #[test]
    fn without_a_stated_period_there_is_no_axis() {
        assert_eq!(Scale::of(&notice(&[])), None);
        assert_eq!(Scale::of(&notice(&[Rule::Unspecified, Rule::WhileUsed { then_within: None }])), None);
    }
}
