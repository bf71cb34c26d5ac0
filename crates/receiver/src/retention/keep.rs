//! How long acknowledgements themselves are kept, by tenant. Applying it is the store's work, at the receiver's word.

use ciente_notice::NameRule;
use jiff::{Span, Timestamp, tz::TimeZone};

/// A period for all tenants, and others for some.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Keep {
    default: Option<Period>,
    tenants: Vec<(String, Period)>,
}

/// A period in ISO 8601, kept in one form (`P5Y`): databases take no other, and compare it as text.
#[derive(Debug, Clone)]
struct Period {
    text: String,
    span: Span,
}

impl PartialEq for Period {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// Why a value is no rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeepError {
    /// Not a period.
    #[error(
        "\"{0}\" is no period of years, months, weeks and days in ISO 8601; for five years write P5Y, for one tenant 1400000000=P5Y"
    )]
    Period(String),
    /// So long that no calendar goes back that far.
    #[error("\"{0}\" is longer than {LONGEST} years; to keep for ever, set no period")]
    TooLong(String),
    /// Nothing before the equals sign.
    #[error("\"{0}\" names no tenant; write TENANT=P5Y, or P5Y for all")]
    Tenant(String),
    /// No tenant can have this name.
    #[error("\"{0}\" names a tenant that cannot be: a name has {rule}", rule = NameRule::TENANT)]
    Name(String),
    /// Two rules for one tenant.
    #[error("there are two periods for {0}")]
    Twice(String),
}

/// The longest period, in years: databases' calendars begin not much earlier.
const LONGEST: i16 = 1000;

/// Records to be removed because their time is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expiry {
    pub(crate) tenants: Tenants,
    /// Received before this instant, in the form of the wire.
    pub(crate) before: String,
    /// For the tombstones.
    pub(crate) reason: String,
    /// What that instant follows from: years, months, weeks and days in ISO 8601, in capitals.
    pub(crate) period: String,
}

/// Whose records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tenants {
    One(String),
    AllBut(Vec<String>),
}

impl Keep {
    /// Keeps for ever.
    pub fn for_ever() -> Self {
        Self::default()
    }

    /// Reads `P5Y` (for all tenants) and `TENANT=P5Y` (for one).
    ///
    /// # Errors
    /// [`KeepError`], with the value.
    pub fn read<S: AsRef<str>>(values: impl IntoIterator<Item = S>) -> Result<Self, KeepError> {
        let mut keep = Self::default();
        for value in values {
            let value = value.as_ref();
            // A tenant's name may hold an equals sign, a period never does.
            match value.rsplit_once('=') {
                None if keep.default.is_some() => return Err(KeepError::Twice("all tenants".into())),
                None => keep.default = Some(Period::read(value)?),
                Some(("", _)) => return Err(KeepError::Tenant(value.into())),
                Some((tenant, _)) if keep.tenants.iter().any(|(known, _)| known == tenant) => {
                    return Err(KeepError::Twice(format!("the tenant {tenant}")));
                }
                Some((tenant, _)) if !NameRule::TENANT.allows(tenant) => return Err(KeepError::Name(value.into())),
                Some((tenant, period)) => keep.tenants.push((tenant.into(), Period::read(period)?)),
            }
        }
        Ok(keep)
    }

    /// What is over at `now`.
    pub(crate) fn expired(&self, now: Timestamp) -> Vec<Expiry> {
        let expiry = |tenants, period: &Period| {
            let before = now.to_zoned_datetime(TimeZone::UTC).checked_sub(period.span).ok()?;
            let reason = format!("retention {}", period.text);
            Some(Expiry { tenants, before: format!("{:.3}", before.timestamp()), reason, period: period.text.clone() })
        };
        let named = self.tenants.iter().map(|(tenant, period)| expiry(Tenants::One(tenant.clone()), period));
        let others = || Tenants::AllBut(self.tenants.iter().map(|(tenant, _)| tenant.clone()).collect());
        named.chain(self.default.iter().map(|period| expiry(others(), period))).flatten().collect()
    }

    pub(crate) const fn is_for_ever(&self) -> bool {
        self.default.is_none() && self.tenants.is_empty()
    }
}

impl Period {
    fn read(text: &str) -> Result<Self, KeepError> {
        let bad = || KeepError::Period(text.into());
        let span: Span = text.starts_with('P').then(|| text.parse().ok()).flatten().ok_or_else(bad)?;
        let dates_only = span.fieldwise()
            == Span::new()
                .years(span.get_years())
                .months(span.get_months())
                .weeks(span.get_weeks())
                .days(span.get_days())
                .fieldwise();
        if !dates_only || !span.is_positive() {
            return Err(bad());
        }
        let today = jiff::civil::date(2026, 1, 1);
        let is_short = today.checked_sub(span).is_ok_and(|first| today.year() - first.year() <= LONGEST);
        if !is_short {
            return Err(KeepError::TooLong(text.into()));
        }
        let days = i64::from(span.get_days());
        let parts = [(i64::from(span.get_years()), 'Y'), (i64::from(span.get_months()), 'M')];
        let parts = parts.into_iter().chain([(i64::from(span.get_weeks()), 'W'), (days, 'D')]);
        let parts = parts.filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count}{unit}"));
        Ok(Self { text: format!("P{}", parts.collect::<String>()), span })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tenant_has_its_period_and_the_others_share_one() {
        let keep = Keep::read(["P5Y", "a=b=P1M", "1400000000=P2W"]).unwrap();
        let now = "2026-03-31T10:00:00Z".parse().unwrap();
        let expired = keep.expired(now);
        let read: Vec<_> = expired.iter().map(|e| (e.before.as_str(), e.reason.as_str())).collect();
        assert_eq!(
            read,
            [
                // A month before the last of March is the last of February.
                ("2026-02-28T10:00:00.000Z", "retention P1M"),
                ("2026-03-17T10:00:00.000Z", "retention P2W"),
                ("2021-03-31T10:00:00.000Z", "retention P5Y"),
            ]
        );
        assert_eq!(expired[0].tenants, Tenants::One("a=b".into()));
        assert_eq!(expired[2].tenants, Tenants::AllBut(vec!["a=b".into(), "1400000000".into()]));
        assert!(Keep::for_ever().expired(now).is_empty() && Keep::for_ever().is_for_ever());
    }

    /// PostgreSQL's table takes capitals only.
    #[test]
    fn a_period_has_one_form_however_it_is_written() {
        for (written, kept) in
            [("P5y", "P5Y"), ("P05Y", "P5Y"), ("P1y2M0W3d", "P1Y2M3D"), ("P60M", "P60M"), ("P2w", "P2W")]
        {
            let now = "2026-03-31T10:00:00Z".parse().unwrap();
            assert_eq!(Keep::read([written]).unwrap().expired(now)[0].period, kept, "{written}");
        }
        assert_eq!(Keep::read(["t=P5y"]), Keep::read(["t=P5Y"]));
    }

    #[test]
    fn what_is_no_rule_is_named() {
        for bad in ["", "5Y", "P", "P0D", "-P1Y", "PT1H", "P1DT1H", "for ever", "t=", "t=5"] {
            let error = Keep::read([bad]).unwrap_err();
            assert!(matches!(error, KeepError::Period(_)), "{bad}: {error}");
        }
        for long in ["P1001Y", "t=P9999Y", "P400000D"] {
            let error = Keep::read([long]).unwrap_err();
            assert!(matches!(error, KeepError::TooLong(_)), "{long}: {error}");
        }
        assert!(Keep::read(["P1000Y"]).is_ok());
        for bad in ["x".repeat(129), " ".into(), "a\0".into()] {
            assert!(matches!(Keep::read([format!("{bad}=P1Y")]), Err(KeepError::Name(_))), "{bad:?}");
        }
        assert_eq!(Keep::read(["=P1Y"]), Err(KeepError::Tenant("=P1Y".into())));
        assert!(matches!(Keep::read(["P1Y", "P2Y"]), Err(KeepError::Twice(_))));
        assert!(matches!(Keep::read(["t=P1Y", "t=P2Y"]), Err(KeepError::Twice(_))));
    }
}
