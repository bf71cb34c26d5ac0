//! Whether a locale is written from left to right.

/// Languages that are usually written from right to left, by the Unicode CLDR's likely subtags.
const RTL_LANGUAGES: [&str; 18] =
    ["ar", "arc", "ckb", "dv", "fa", "glk", "he", "iw", "ks", "lrc", "mzn", "nqo", "pnb", "ps", "sd", "ug", "ur", "yi"];

/// Scripts that are, whatever the language.
const RTL_SCRIPTS: [&str; 7] = ["adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"];

/// The direction in which a locale is written, for the `dir` attribute: its script says so, where it names one.
pub fn direction(locale: &str) -> &'static str {
    // Only a script has four letters (RFC 5646, 2.2.3), and comes before any variant.
    let script =
        locale.split('-').skip(1).find(|tag| tag.len() == 4 && tag.bytes().all(|letter| letter.is_ascii_alphabetic()));
    let is_rtl = match script {
        Some(script) => RTL_SCRIPTS.contains(&&*script.to_ascii_lowercase()),
        None => {
            let language = locale.split('-').next().unwrap_or_default();
            RTL_LANGUAGES.contains(&&*language.to_ascii_lowercase())
        }
    };
    if is_rtl { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_is_written_as_its_script_is_or_as_its_language_usually_is() {
        for locale in ["ar", "AR-eg", "ps", "ckb-IQ", "yi", "az-Arab", "pa-arab-PK", "zxx-Hebr"] {
            assert_eq!(direction(locale), "rtl", "{locale}");
        }
        for locale in ["pt-BR", "ja", "az", "az-Latn", "ks-Deva-IN", "sd-deva", "sr-Cyrl", "es-419", "de-1996"] {
            assert_eq!(direction(locale), "ltr", "{locale}");
        }
    }
}
