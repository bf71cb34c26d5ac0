//! The browser's clock, randomness and `Intl`: the only place that asks for them.

use super::json::object;
use ciente_notice::Duration;
use js_sys::Date;
use wasm_bindgen::prelude::*;

/// Milliseconds since 1970.
#[expect(clippy::disallowed_methods, reason = "the widget's one clock")]
pub(super) fn now() -> f64 {
    Date::now()
}

/// An instant as RFC 3339, UTC, milliseconds.
pub(super) fn instant(milliseconds: f64) -> String {
    Date::new(&milliseconds.into()).to_iso_string().into()
}

/// What an HTTP date says, in milliseconds since 1970.
pub(super) fn read_date(text: &str) -> Option<f64> {
    let milliseconds = Date::parse(text);
    milliseconds.is_finite().then_some(milliseconds)
}

/// Uniform in `0..1`, for jitter.
#[expect(clippy::disallowed_methods, reason = "the widget's one source of jitter")]
pub(super) fn jitter() -> f64 {
    js_sys::Math::random()
}

/// A `UUIDv7` (RFC 9562, 5.7) of this instant.
pub(super) fn new_id(milliseconds: f64) -> String {
    let mut random = [0; 10];
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    let filled = crypto.is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut random).is_ok());
    if !filled {
        // An id must not repeat; nothing depends on its being hard to guess.
        random.fill_with(|| (jitter() * 256.0) as u8);
    }
    let id = uuid::Builder::from_unix_timestamp_millis(milliseconds as u64, &random).into_uuid();
    id.as_hyphenated().to_string()
}

#[wasm_bindgen]
extern "C" {
    type Localised;
    #[wasm_bindgen(method, js_name = toLocaleString, catch)]
    fn number(this: &Localised, locale: &str, options: &JsValue) -> Result<String, JsValue>;
    #[wasm_bindgen(method, js_name = toLocaleDateString, catch)]
    fn date(this: &Localised, locale: &str, options: &JsValue) -> Result<String, JsValue>;
    #[wasm_bindgen(method, js_name = toLocaleString, catch)]
    fn instant(this: &Localised, locale: &str, options: &JsValue) -> Result<String, JsValue>;
}

/// A day (`YYYY-MM-DD`) as the locale writes it; as it stands where `Intl` does not know better.
pub(super) fn format_day(locale: &str, day: &str) -> String {
    let milliseconds = Date::parse(day);
    if !milliseconds.is_finite() {
        return day.to_owned();
    }
    let options = object([("dateStyle", "long".into()), ("timeZone", "UTC".into())]);
    let date = JsValue::from(Date::new(&milliseconds.into())).unchecked_into::<Localised>();
    date.date(locale, &options).unwrap_or_else(|_| day.to_owned())
}

/// An instant (RFC 3339) as the locale writes it, in the reader's own time zone; as it stands where `Intl` does not know
/// better.
pub(super) fn format_instant(locale: &str, instant: &str) -> String {
    let milliseconds = Date::parse(instant);
    if !milliseconds.is_finite() {
        return instant.to_owned();
    }
    let options = object([("dateStyle", "long".into()), ("timeStyle", "short".into())]);
    let date = JsValue::from(Date::new(&milliseconds.into())).unchecked_into::<Localised>();
    date.instant(locale, &options).unwrap_or_else(|_| instant.to_owned())
}

/// A duration as the locale writes it: "7 dias", "1 ano, 6 meses".
pub(super) fn format_duration(locale: &str, duration: Duration) -> String {
    let mut text = String::new();
    for (count, designator) in duration.parts() {
        if count == 0 {
            continue;
        }
        let unit = match designator {
            'Y' => "year",
            'M' => "month",
            'W' => "week",
            _ => "day",
        };
        let options = object([("style", "unit".into()), ("unit", unit.into()), ("unitDisplay", "long".into())]);
        let number = JsValue::from(count).unchecked_into::<Localised>();
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push_str(&number.number(locale, &options).unwrap_or_else(|_| format!("{count} {unit}")));
    }
    text
}
