//! The locale that a file's name states. No guessing: what is no language tag and no name of a language is none.

/// The codes of ISO 639 for the languages that privacy notices are commonly written in; a short list keeps
/// `tos.md` and `policy_to.md` from being taken for Tongan.
const LANGUAGES: &[&str] = &[
    "af", "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "ckb", "cs", "cy", "da", "de", "dv", "el", "en", "es", "et",
    "eu", "fa", "fi", "fil", "fr", "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk",
    "km", "kn", "ko", "ku", "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "my", "nb", "ne", "nl", "nn", "no", "pa",
    "pl", "ps", "pt", "ro", "ru", "sd", "si", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "th", "tl", "tr", "ug",
    "uk", "ur", "uz", "vi", "yi", "zh", "zu",
];

/// The scripts of ISO 15924 that tell written forms of one language apart; any four letters would make Italian of
/// `it-safe`.
const SCRIPTS: &[&str] = &["Arab", "Cyrl", "Deva", "Hans", "Hant", "Latn"];

/// Languages by their English names, as translation agencies write them into file names.
const NAMES: &[(&str, &str)] = &[
    ("arabic", "ar"),
    ("bahasa", "id"),
    ("brazilian portuguese", "pt-BR"),
    ("chinese-china", "zh-CN"),
    ("chinese-taiwan", "zh-TW"),
    ("dutch", "nl"),
    ("portuguese br", "pt-BR"),
    ("russian", "ru"),
    ("bahasa indonesia", "id"),
    ("chinese", "zh-CN"),
    ("chinese-simplified", "zh-CN"),
    ("chinese-traditional", "zh-TW"),
    ("english", "en"),
    ("french", "fr"),
    ("german", "de"),
    ("indonesian", "id"),
    ("italian", "it"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("portuguese", "pt"),
    ("portuguese-brazil", "pt-BR"),
    ("portuguese-brazilian", "pt-BR"),
    ("portuguese-portugal", "pt-PT"),
    ("simplified chinese", "zh-CN"),
    ("spanish", "es"),
    ("thai", "th"),
    ("traditional chinese", "zh-TW"),
    ("turkish", "tr"),
    ("vietnamese", "vi"),
];

/// The locale in a file's name without its extension: `pt-BR`, `Privacy Policy_intl_pt`, `[Portuguese-Brazil] IM – PP`,
/// `Privacy Policy (Korean)`.
pub(super) fn in_name(stem: &str) -> Option<String> {
    let stem = stem.trim();
    if let Some(locale) = tag(stem).or_else(|| named(stem)) {
        return Some(locale);
    }
    // In brackets, at either end.
    let bracketed = |open: char, close: char| {
        let first = stem.strip_prefix(open).and_then(|rest| rest.split_once(close)).map(|(name, _)| name);
        let last = stem.strip_suffix(close).and_then(|rest| rest.rsplit_once(open)).map(|(_, name)| name);
        first.into_iter().chain(last).find_map(|name| tag(name.trim()).or_else(|| named(name)))
    };
    if let Some(locale) =
        [('[', ']'), ('(', ')'), ('（', '）'), ('【', '】')].into_iter().find_map(|(a, b)| bracketed(a, b))
    {
        return Some(locale);
    }
    let is_separator = |c: char| matches!(c, '_' | '.' | '-' | ' ' | '–' | '—');
    // The longest tag at the end, behind anything that separates: `policy.pt-BR`, `policy_pt_BR`, `policy-en`.
    let ends: Vec<&str> =
        stem.char_indices().filter(|(_, c)| is_separator(*c)).map(|(i, c)| &stem[i + c.len_utf8()..]).collect();
    if let Some(locale) = ends.iter().find_map(|end| tag(end).or_else(|| named(end))) {
        return Some(locale);
    }
    // A tag with a region in front, in its usual letter case: `pt-BR_policy`. Anything else there may be words, as in
    // `is-it-safe`.
    let fronts = stem.char_indices().filter(|(_, c)| is_separator(*c)).map(|(i, _)| &stem[..i]);
    let has_region = |front: &&str| front.len() == 5 && front.bytes().skip(3).all(|b| b.is_ascii_uppercase());
    fronts.filter(has_region).find_map(tag)
}

/// A language by its English name, whatever joins the parts of it.
fn named(name: &str) -> Option<String> {
    let plain = |text: &str| {
        let words: Vec<String> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
        words.join(" ")
    };
    let name = plain(name);
    NAMES.iter().find(|(known, _)| plain(known) == name).map(|(_, locale)| (*locale).to_owned())
}

/// A language tag in its usual letter case: language, then script and region if any.
fn tag(text: &str) -> Option<String> {
    let mut subtags = text.split(['-', '_']);
    let language = subtags.next()?.to_ascii_lowercase();
    if !LANGUAGES.contains(&language.as_str()) {
        return None;
    }
    let mut tag = language;
    for (i, subtag) in subtags.enumerate() {
        let letters = subtag.bytes().all(|b| b.is_ascii_alphabetic());
        let digits = subtag.bytes().all(|b| b.is_ascii_digit());
        tag.push('-');
        match subtag.len() {
            4 if i == 0 && SCRIPTS.iter().any(|script| script.eq_ignore_ascii_case(subtag)) => {
                tag.push_str(&subtag[..1].to_ascii_uppercase());
                tag.push_str(&subtag[1..].to_ascii_lowercase());
            }
            2 if letters && i < 2 => tag.push_str(&subtag.to_ascii_uppercase()),
            3 if digits && i < 2 => tag.push_str(subtag),
            _ => return None,
        }
    }
    Some(tag)
}

#[cfg(test)]
mod tests {
    use super::in_name;

    #[test]
    fn locales_in_all_the_forms_that_people_use() {
        for (stem, locale) in [
            ("pt-BR", "pt-BR"),
            ("en", "en"),
            ("zh_hans_cn", "zh-Hans-CN"),
            ("es-419", "es-419"),
            ("Privacy Policy_intl_pt", "pt"),
            ("policy.pt-br", "pt-BR"),
            ("[Portuguese-Brazil] IM – PP", "pt-BR"),
            ("[Japanese] IM", "ja"),
            ("policy-zh-CN", "zh-CN"),
            ("Privacy Policy_intl_zh-CN", "zh-CN"),
            ("im_ja", "ja"),
            ("IM Privacy Policy (Korean)", "ko"),
            ("Privacy (pt-BR)", "pt-BR"),
            ("[Simplified Chinese] IM – PP", "zh-CN"),
            ("[Chinese (Simplified)] IM", "zh-CN"),
            ("IM – PP – Japanese", "ja"),
            ("IM_Brazilian Portuguese", "pt-BR"),
            ("policy_Indonesian", "id"),
            ("pt-BR_policy", "pt-BR"),
            ("pt_BR.policy", "pt-BR"),
            ("English", "en"),
        ] {
            assert_eq!(in_name(stem).as_deref(), Some(locale), "{stem}");
        }
    }

    #[test]
    fn other_names_state_no_locale() {
        for stem in [
            "",
            "policy",
            "tos",
            "README",
            "privacy-policy",
            "[Klingon] IM",
            "2022-05",
            "en-what-ever",
            "is-it-safe",
            "privacy (draft)",
            "no_cookies",
        ] {
            assert_eq!(in_name(stem), None, "{stem}");
        }
    }
}
