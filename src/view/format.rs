//! Days and periods as the browser's `Intl` writes them, in the locales of the widget's own words, from the same source:
//! Unicode's CLDR.

use ciente_notice::Duration;
use icu_calendar::Date;
use icu_datetime::{DateTimeFormatter, fieldsets::YMD};
use icu_decimal::{DecimalFormatter, input::Decimal};
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};

/// A day (`YYYY-MM-DD`) as `dateStyle: "long"` has it; `None` where it is none.
pub(super) fn day(locale: &str, day: &str) -> Option<String> {
    let mut parts = day.splitn(3, '-');
    let date =
        Date::try_new_gregorian(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?)
            .ok()?;
    let formatter = DateTimeFormatter::try_new(locale.parse::<Locale>().ok()?.into(), YMD::long()).ok()?;
    Some(formatter.format(&date.to_any()).to_string())
}

/// A duration as `style: "unit", unitDisplay: "long"` has it, its parts as lists of units are joined: "1 ano, 6 meses".
pub(super) fn duration(locale: &str, duration: Duration) -> String {
    let language = locale.split('-').next().unwrap_or_default();
    let parts = duration.parts().into_iter().filter(|&(count, _)| count > 0);
    let texts: Vec<_> = parts
        .map(|(count, designator)| {
            let unit = unit(language, designator, category(locale, count));
            unit.replace("{}", &number(locale, count))
        })
        .collect();
    texts.join(between(language))
}

/// What stands between the parts of a period (CLDR, lists of type "unit").
fn between(language: &str) -> &'static str {
    match language {
        "ar" => " و",
        "zh" => "",
        "ja" | "ko" => " ",
        _ => ", ",
    }
}

fn category(locale: &str, count: u16) -> PluralCategory {
    let rules = locale.parse::<Locale>().ok().and_then(|l| PluralRules::try_new_cardinal(l.into()).ok());
    rules.map_or(PluralCategory::Other, |rules| rules.category_for(count))
}

fn number(locale: &str, count: u16) -> String {
    let formatter =
        locale.parse::<Locale>().ok().and_then(|l| DecimalFormatter::try_new(l.into(), Default::default()).ok());
    formatter.map_or_else(|| count.to_string(), |formatter| formatter.format(&Decimal::from(count)).to_string())
}

/// CLDR's long unit patterns. A crate for them exists only as an experiment; these are eight languages and four units.
fn unit(language: &str, designator: char, category: PluralCategory) -> &'static str {
    use PluralCategory::{Few, Many, One, Two};
    match (language, designator, category) {
        ("ar", 'Y', One) => "سنة",
        ("ar", 'Y', Two) => "سنتان",
        ("ar", 'Y', Few) => "{} سنوات",
        ("ar", 'Y', _) => "{} سنة",
        ("ar", 'M', One) => "شهر",
        ("ar", 'M', Two) => "شهران",
        ("ar", 'M', Few) => "{} أشهر",
        ("ar", 'M', Many) => "{} شهرًا",
        ("ar", 'M', _) => "{} شهر",
        ("ar", 'W', One) => "أسبوع",
        ("ar", 'W', Two) => "أسبوعان",
        ("ar", 'W', Few) => "{} أسابيع",
        ("ar", 'W', Many) => "{} أسبوعًا",
        ("ar", 'W', _) => "{} أسبوع",
        ("ar", _, One) => "يوم",
        ("ar", _, Two) => "يومان",
        ("ar", _, Few) => "{} أيام",
        ("ar", _, Many) => "{} يومًا",
        ("ar", _, _) => "{} يوم",
        ("es", 'Y', One) => "{} año",
        ("es", 'Y', _) => "{} años",
        ("es", 'M', One) => "{} mes",
        ("es", 'M', _) => "{} meses",
        ("es", 'W', One) => "{} semana",
        ("es", 'W', _) => "{} semanas",
        ("es", _, One) => "{} día",
        ("es", _, _) => "{} días",
        ("id", 'Y', _) => "{} tahun",
        ("id", 'M', _) => "{} bulan",
        ("id", 'W', _) => "{} minggu",
        ("id", _, _) => "{} hari",
        ("ja", 'Y', _) => "{} 年",
        ("ja", 'M', _) => "{} か月",
        ("ja", 'W', _) => "{} 週間",
        ("ja", _, _) => "{} 日",
        ("ko", 'Y', _) => "{}년",
        ("ko", 'M', _) => "{}개월",
        ("ko", 'W', _) => "{}주",
        ("ko", _, _) => "{}일",
        ("pt", 'Y', One) => "{} ano",
        ("pt", 'Y', _) => "{} anos",
        ("pt", 'M', One) => "{} mês",
        ("pt", 'M', _) => "{} meses",
        ("pt", 'W', One) => "{} semana",
        ("pt", 'W', _) => "{} semanas",
        ("pt", _, One) => "{} dia",
        ("pt", _, _) => "{} dias",
        ("zh", 'Y', _) => "{}年",
        ("zh", 'M', _) => "{}个月",
        ("zh", 'W', _) => "{}周",
        ("zh", _, _) => "{}天",
        (_, 'Y', One) => "{} year",
        (_, 'Y', _) => "{} years",
        (_, 'M', One) => "{} month",
        (_, 'M', _) => "{} months",
        (_, 'W', One) => "{} week",
        (_, 'W', _) => "{} weeks",
        (_, _, One) => "{} day",
        (_, _, _) => "{} days",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As Chromium 156 has them (ICU 78, CLDR 48); `tests/e2e/two_stages.rs` holds the page itself against the view.
    #[test]
    fn days_are_written_as_the_browser_writes_them() {
        for (locale, text) in [
            ("en", "May 7, 2022"),
            ("ar", "7 مايو 2022"),
            ("es", "7 de mayo de 2022"),
            ("id", "7 Mei 2022"),
            ("ja", "2022年5月7日"),
            ("ko", "2022년 5월 7일"),
            ("pt-BR", "7 de maio de 2022"),
            ("zh-CN", "2022年5月7日"),
        ] {
            assert_eq!(day(locale, "2022-05-07").as_deref(), Some(text), "{locale}");
        }
        assert_eq!(day("en", "2022-13-07"), None);
        assert_eq!(day("en", "soon"), None);
    }

    #[test]
    fn periods_are_written_as_the_browser_writes_them() {
        for (locale, period, text) in [
            ("en", "P1Y1M1W1D", "1 year, 1 month, 1 week, 1 day"),
            ("en", "P1234D", "1,234 days"),
            ("es", "P1234D", "1234 días"),
            ("es", "P9Y9M", "9 años, 9 meses"),
            ("id", "P1234D", "1.234 hari"),
            ("pt-BR", "P1Y6M", "1 ano, 6 meses"),
            ("pt-BR", "P7D", "7 dias"),
            ("ja", "P3M", "3 か月"),
            ("ko", "P2W", "2주"),
            ("ja", "P1Y6M", "1 年 6 か月"),
            ("ko", "P1Y6M", "1년 6개월"),
            ("zh-CN", "P1Y6M", "1年6个月"),
            ("ar", "P1Y6M", "سنة و6 أشهر"),
            ("zh-CN", "P2M", "2个月"),
            ("ar", "P1D", "يوم"),
            ("ar", "P2M", "شهران"),
            ("ar", "P7D", "7 أيام"),
            ("ar", "P90D", "90 يومًا"),
            ("ar", "P100D", "100 يوم"),
        ] {
            assert_eq!(duration(locale, period.parse().unwrap()), text, "{locale} {period}");
        }
    }

    #[test]
    fn every_locale_of_the_widget_has_its_own_units() {
        for strings in crate::strings::ALL {
            let language = strings.locale.split('-').next().unwrap();
            if language != "en" {
                for designator in ['Y', 'M', 'W', 'D'] {
                    let english = unit("en", designator, PluralCategory::Other);
                    assert_ne!(unit(language, designator, PluralCategory::Other), english, "{language}");
                }
            }
        }
    }
}
