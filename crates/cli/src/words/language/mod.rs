//! Which languages' words are known, one file each. A text of any other language keeps its words and gets no class.

mod ar;
mod en;
mod es;
mod id;
mod ja;
mod ko;
mod pt;
mod zh;

use super::Language;

/// The words of a locale's language, by its first subtag.
pub(crate) fn language(locale: &str) -> Option<&'static Language> {
    match locale.split('-').next()?.to_ascii_lowercase().as_str() {
        "ar" => Some(&ar::ARABIC),
        "en" => Some(&en::ENGLISH),
        "es" => Some(&es::SPANISH),
        "id" => Some(&id::INDONESIAN),
        "ja" => Some(&ja::JAPANESE),
        "ko" => Some(&ko::KOREAN),
        "pt" => Some(&pt::PORTUGUESE),
        "zh" => Some(&zh::CHINESE),
        _ => None,
    }
}
