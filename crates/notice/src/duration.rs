//! Calendar durations as a policy states them: ISO 8601, whole years, months, weeks and days, exactly as written.
//!
//! "2 months" stays `P2M`: it is no number of days, so there is no normalisation here, and no arithmetic but for what two
//! periods have in common whatever the calendar. A general duration library would bring hours, fractions and signs, all of which a retention rule must refuse, and weight to the wasm.

use std::{fmt, str::FromStr};

/// A period of storage, `P[nY][nM][nW][nD]` (ISO 8601-1, 5.5.2.2), at least one part, each 1 to 9999.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Duration {
    /// Whole years.
    pub years: u16,
    /// Whole months.
    pub months: u16,
    /// Whole weeks.
    pub weeks: u16,
    /// Whole days.
    pub days: u16,
}

/// Why a text is no [`Duration`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a duration in whole years, months, weeks or days such as P7D, P2M or P1Y6M")]
pub struct DurationError;

impl Duration {
    /// The parts with their ISO 8601 designators, in the order in which they are written.
    pub const fn parts(self) -> [(u16, char); 4] {
        [(self.years, 'Y'), (self.months, 'M'), (self.weeks, 'W'), (self.days, 'D')]
    }

    /// All of it in months and days, by which two can be compared: a year is 12 months and a week 7 days, but no month is 30
    /// days.
    pub fn months_and_days(self) -> (u32, u32) {
        let [years, months, weeks, days] = [self.years, self.months, self.weeks, self.days].map(u32::from);
        (years * 12 + months, weeks * 7 + days)
    }

    /// `n` days.
    pub const fn from_days(n: u16) -> Self {
        Self { years: 0, months: 0, weeks: 0, days: n }
    }

    /// `n` weeks.
    pub const fn from_weeks(n: u16) -> Self {
        Self { years: 0, months: 0, weeks: n, days: 0 }
    }

    /// `n` months.
    pub const fn from_months(n: u16) -> Self {
        Self { years: 0, months: n, weeks: 0, days: 0 }
    }

    /// `n` years.
    pub const fn from_years(n: u16) -> Self {
        Self { years: n, months: 0, weeks: 0, days: 0 }
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("P")?;
        for (n, designator) in self.parts() {
            if n > 0 {
                write!(f, "{n}{designator}")?;
            }
        }
        Ok(())
    }
}

impl FromStr for Duration {
    type Err = DurationError;

    fn from_str(text: &str) -> Result<Self, DurationError> {
        let mut rest = text.strip_prefix('P').ok_or(DurationError)?;
        let mut read = Self::default();
        for (field, designator) in
            [(&mut read.years, 'Y'), (&mut read.months, 'M'), (&mut read.weeks, 'W'), (&mut read.days, 'D')]
        {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (number, after) = rest.split_at(digits);
            let Some(after) = after.strip_prefix(designator) else { continue };
            if number.is_empty() || number.len() > 4 || number.starts_with('0') {
                return Err(DurationError);
            }
            *field = number.parse().map_err(|_| DurationError)?;
            rest = after;
        }
        if rest.is_empty() && read != Self::default() { Ok(read) } else { Err(DurationError) }
    }
}

impl serde::Serialize for Duration {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Duration {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        <std::borrow::Cow<'de, str>>::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_retention_rule_cannot_mean_is_refused() {
        for bad in
            ["", "P", "7D", "P0D", "P07D", "P1.5D", "PT1H", "-P7D", "P7d", "P7D1M", "P7D7D", "P99999D", "P7", "P7D "]
        {
            assert_eq!(bad.parse::<Duration>(), Err(DurationError), "{bad}");
        }
        assert_eq!("P2M".parse(), Ok(Duration::from_months(2)));
    }

    proptest! {
        #[test]
        fn text_and_value_are_one(years in 0u16..=9999, months in 0u16..=9999, weeks in 0u16..=9999, days in 0u16..=9999) {
            let duration = Duration { years, months, weeks, days };
            prop_assume!(duration != Duration::default());
            prop_assert_eq!(duration.to_string().parse(), Ok(duration));
        }

        #[test]
        fn every_duration_is_one_for_jiff_too(text in "P([1-9][0-9]{0,3}Y)?([1-9][0-9]{0,3}M)?([1-9][0-9]{0,3}W)?([1-9][0-9]{0,3}D)?") {
            prop_assert_eq!(text.parse::<Duration>().is_ok(), text.parse::<jiff::Span>().is_ok());
        }

        #[test]
        fn no_text_panics(text in "\\PC*") {
            let _ = text.parse::<Duration>();
        }
    }
}
