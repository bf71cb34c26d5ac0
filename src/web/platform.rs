//! The browser's clock and randomness: the only place that asks for them.

use js_sys::Date;

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
