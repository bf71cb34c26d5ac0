//! Services that the `use` column names. No language is needed: their abbreviations stand in brackets once.

use super::words;
use ciente_notice::ServiceName;

/// The abbreviations that the texts introduce, each once and spelled as it was introduced.
///
/// An abbreviation is introduced by brackets behind a name, `Cloud Load Balancer (CLB)`, or behind a name within the
/// brackets, `(Tencent Real-Time Communication, TRTC)`.
pub(crate) fn introduced(texts: &[String]) -> Vec<String> {
    let mut known: Vec<String> = Vec::new();
    for (abbreviation, _) in texts.iter().flat_map(|text| introduced_in(text)) {
        add(&mut known, abbreviation);
    }
    known
}

/// The names of those abbreviations, where it is certain which words are the name.
pub(crate) fn service_names(texts: &[String]) -> Vec<ServiceName> {
    let mut names: Vec<ServiceName> = Vec::new();
    let known = introduced(texts);
    for (abbreviation, before) in texts.iter().flat_map(|text| introduced_in(text)) {
        // In the spelling in which the rows name it.
        let Some(known) = known.iter().find(|one| one.eq_ignore_ascii_case(abbreviation)) else { continue };
        let is_new = !names.iter().any(|service| service.abbreviation == *known);
        if let (true, Some(name)) = (is_new, full_name(abbreviation, before)) {
            names.push(ServiceName { abbreviation: known.clone(), name });
        }
    }
    names
}

/// The words before an abbreviation that it stands for: those whose initials it is, `Cloud Load Balancer (CLB)`, or a
/// product for what it names, `TencentDB for Redis (Redis)`. Names are in Latin letters in every language.
fn full_name(abbreviation: &str, before: &str) -> Option<String> {
    const LONGEST: usize = 8;
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || ",、，;".contains(c));
    let start = before.rfind(|c: char| !c.is_ascii() || ",.;:()[]/\"".contains(c));
    let rest = start.map_or(before, |at| before[at..].trim_start_matches(|c: char| !c.is_ascii_alphanumeric()));
    let words: Vec<&str> = rest.split_ascii_whitespace().collect();
    let is_name = |word: &str| word.starts_with(|c: char| c.is_ascii_uppercase());
    let last = |count: usize| words.len().checked_sub(count).map(|from| &words[from..]);
    let spelt = (2..=LONGEST).filter_map(last).find(|words| {
        let initials: String =
            words.iter().flat_map(|word| word.split('-')).filter_map(|part| part.chars().next()).collect();
        words.iter().all(|word| is_name(word)) && initials.eq_ignore_ascii_case(abbreviation)
    });
    let product = || {
        last(3).filter(|three| is_name(three[0]) && three[1] == "for" && three[2].eq_ignore_ascii_case(abbreviation))
    };
    spelt.or_else(product).map(|words| words.join(" "))
}

/// For each text, the abbreviations that it names, in order. They are those that the texts introduce, and those in
/// `elsewhere`: a translation may use what only the source spells out.
pub(crate) fn services(texts: &[String], elsewhere: &[String]) -> Vec<Vec<String>> {
    let mut known = introduced(texts);
    elsewhere.iter().for_each(|abbreviation| add(&mut known, abbreviation));
    texts
        .iter()
        .map(|text| {
            let mut named: Vec<(usize, &String)> =
                known.iter().filter_map(|one| Some((whole_word(text, one)?, one))).collect();
            named.sort();
            named.into_iter().map(|(_, one)| one.clone()).collect()
        })
        .collect()
}

/// More services than these, no notice names; each is looked for in each text.
const MOST: usize = 500;

fn add(known: &mut Vec<String>, abbreviation: &str) {
    if known.len() < MOST && !known.iter().any(|one| one.eq_ignore_ascii_case(abbreviation)) {
        known.push(abbreviation.to_owned());
    }
}

/// The abbreviations that one text introduces, each with what stands before it.
fn introduced_in(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    for (open, bracket) in text.match_indices(['(', '（']) {
        let inside = &text[open + bracket.len()..];
        let Some(close) = inside.find([')', '）', '(', '（']) else { continue };
        if inside[close..].starts_with(['(', '（']) {
            continue;
        }
        let inside = inside[..close].trim();
        let candidate = inside.rsplit([',', '、', '，', ';']).next().unwrap_or(inside).trim();
        let before =
            if candidate.len() < inside.len() { &inside[..inside.len() - candidate.len()] } else { &text[..open] };
        if is_abbreviation(candidate, before) && !NO_SERVICES.contains(&candidate) && !is_denied(before) {
            found.push((candidate, before));
        }
    }
    found
}

/// Abbreviations that privacy notices introduce, and that name no service: techniques, identifiers, laws, places.
const NO_SERVICES: &[&str] = &[
    "IP", "IPv4", "IPv6", "ID", "IDs", "UUID", "UIN", "URL", "URLs", "URI", "HTTP", "HTTPS", "TLS", "SSL", "DNS",
    "VPN", "MAC", "IMEI", "IMSI", "IDFA", "IDFV", "GAID", "OAID", "MSISDN", "SIM", "OS", "SDK", "SDKs", "API", "APIs",
    "UI", "AI", "IA", "ML", "GPS", "SMS", "MMS", "PDF", "QR", "PIN", "OTP", "MFA", "2FA", "PII", "DPO", "DPA", "SCC",
    "SCCs", "BCR", "BCRs", "GDPR", "RGPD", "DSGVO", "UK-GDPR", "LGPD", "ANPD", "CCPA", "CPRA", "PIPL", "PDPA", "PDP",
    "APPI", "PIPA", "HIPAA", "PECR", "TTDSG", "TDDDG", "BDSG", "CPF", "CNPJ", "EU", "UE", "EEA", "EEE", "EWR", "UK",
    "US", "USA", "EUA", "KYC", "AML", "VAT",
];

/// Whether the part of the sentence that leads to a name says that it is not used.
fn is_denied(before: &str) -> bool {
    let clause = before.rsplit(['.', ';', ',', ':', '。', '、', '，']).next().unwrap_or(before);
    let denials = ["not", "never", "nao", "nunca", "jamais", "tidak", "bukan", "nicht", "nie", "pas"];
    words(clause).iter().any(|word| denials.contains(&word.as_str()))
}

/// One word that begins with a capital and has two of them, or that repeats a word of the name before it, as `Redis` does
/// after `TencentDB for Redis`.
fn is_abbreviation(word: &str, before: &str) -> bool {
    let plain = (2..=16).contains(&word.len())
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'+');
    if !plain {
        return false;
    }
    // The name reaches back to whatever ended the name before it.
    let name = before.rsplit([',', '(', ')', '.', '、', '，', '（', '）', '。']).next().unwrap_or(before);
    word.bytes().filter(u8::is_ascii_uppercase).count() >= 2 || whole_word(name, word).is_some()
}

/// Where a word stands in a text by itself. Letters of scripts without spaces may touch it: `CLS에`.
fn whole_word(text: &str, word: &str) -> Option<usize> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || ('\u{c0}'..='\u{24f}').contains(&c);
    let lower = text.to_ascii_lowercase();
    lower
        .match_indices(&word.to_ascii_lowercase())
        .map(|(i, _)| i)
        .find(|i| !text[..*i].ends_with(is_part) && !text[i + word.len()..].starts_with(is_part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(texts: &[&str]) -> Vec<Vec<String>> {
        services(&texts.iter().map(ToString::to_string).collect::<Vec<_>>(), &["OLD".to_owned()])
    }

    #[test]
    fn abbreviations_are_found_again_in_every_row() {
        assert_eq!(
            of(&[
                "Goes to Big Box (BB), Store for Kettle (Kettle) and Queue (Live Wire Bus, LWB).",
                "Goes to our lwb, BB and KETTLE features, not to BBQ.",
                "大箱子（XDB）和BB。",
            ]),
            [vec!["BB", "Kettle", "LWB"], vec!["LWB", "BB", "Kettle"], vec!["XDB", "BB"]]
        );
    }

    #[test]
    fn what_is_introduced_elsewhere_counts_in_the_spelling_of_here() {
        assert_eq!(of(&["old feature", "Or (Old Lamp Desk, OlD)"]), [["OlD"], ["OlD"]]);
    }

    #[test]
    fn a_name_is_what_the_abbreviation_spells_and_nothing_less_certain() {
        for (text, name) in [
            ("with the services Cloud Load Balancer (CLB).", Some("Cloud Load Balancer")),
            ("aos serviços Cloud Object Storage (COS)", Some("Cloud Object Storage")),
            ("そのために、Cloud Load Balancer（CLB）と", Some("Cloud Load Balancer")),
            ("with Live Real-Time Bus (LRTB)", Some("Live Real-Time Bus")),
            ("to others (Live Wire Bus, LWB)", Some("Live Wire Bus")),
            ("and LampDB for Kettle (Kettle)", Some("LampDB for Kettle")),
            ("our Kettle message queue (Kettle)", None),
            ("the big Lamp Desk (BLD)", None),
            ("caixa grande (XDB)", None),
            ("Cloud. Object Storage (COS)", None),
        ] {
            let found = service_names(&[text.to_owned()]).pop().map(|service| service.name);
            assert_eq!(found.as_deref(), name, "{text}");
        }
    }

    #[test]
    fn what_is_no_service_or_is_denied_introduces_nothing() {
        let text = "We log your Internet Protocol (IP) address to comply with the General Data Protection Regulation (GDPR) and never use Acme Ad Network (AAN).";
        assert_eq!(of(&[text, "We do not use Big Box (BB), but keep it in Cloud Store (CS)."]), [vec![], vec!["CS"]]);
    }

    #[test]
    fn other_brackets_introduce_nothing() {
        assert_eq!(of(&["x (optional), y (Optional), z (such as A and B), (2022), (i)"]), [Vec::<String>::new()]);
    }
}
