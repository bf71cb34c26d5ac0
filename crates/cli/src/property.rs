//! What must hold for every text that is given to the reader, however broken. Fuzzing and property tests call it; what
//! they feed into it stands with them.

use crate::{
    assemble,
    report::{Report, Severity, SourceText},
    source::{Document, NoticeConfig, NoticeSource, VersionConfig, VersionSource, readable},
};
use ciente_notice::{Notice, canonical_json, validate};
use std::{path::Path, sync::Arc};

/// Reads one document as `ciente build` does, and checks what it made of it: if nothing was wrong with the text, the
/// notice is valid, and its JSON reads as the same notice.
///
/// The first byte chooses the locale, the rest is Markdown. What is not UTF-8 is refused before it is read.
///
/// # Errors
///
/// A sentence that says what does not hold.
pub fn markdown(bytes: &[u8]) -> Result<(), String> {
    let Some((first, text)) = bytes.split_first() else { return Ok(()) };
    let Ok(text) = std::str::from_utf8(text) else { return Ok(()) };
    let locale = LOCALES.get(usize::from(*first) % LOCALES.len()).copied().unwrap_or("en");
    let (notices, errors) = read(text, locale);
    for notice in notices {
        let json = canonical_json(&notice).map_err(|error| format!("no canonical form: {error}"))?;
        let again: Notice = serde_json::from_slice(&json).map_err(|error| format!("cannot be read again: {error}"))?;
        if again != notice {
            return Err("it reads as another notice".into());
        }
        if errors == 0
            && let Some(violation) = validate(&notice).first()
        {
            return Err(format!("nothing was reported, but {violation}"));
        }
    }
    Ok(())
}

/// The languages whose words are known, and one whose are not.
const LOCALES: [&str; 9] = ["en", "id", "ja", "ko", "pt-BR", "zh-CN", "es", "ar", "th"];

fn read(text: &str, locale: &str) -> (Vec<Notice>, usize) {
    let file = Arc::new(SourceText::new(Path::new("text.md"), readable(text)));
    let version = VersionSource {
        label: "1".into(),
        config: VersionConfig::default(),
        effective_from: None,
        documents: vec![Document { locale: locale.into(), file }],
    };
    let mut source = NoticeSource { id: "text".into(), config: NoticeConfig::default(), versions: Vec::new() };
    let mut report = Report::new(false);
    let notices = assemble::version(&source, &version, &mut report);
    source.versions.push(version);
    (notices, report.count(Severity::Error))
}
