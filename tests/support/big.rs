//! A notice as big as they come, in words of our own: 200 data uses, and 60,000 words with their retention and the text.

use anyhow::{Result, ensure};
use std::{fmt::Write as _, fs, path::Path};

/// Rows of the data-use table, and of the retention table.
pub const ROWS: usize = 200;
/// Words of the whole document, at least.
pub const WORDS: usize = 60_000;

const VOCABULARY: [&str; 40] = [
    "lamp", "harbour", "ticket", "signal", "quiet", "morning", "ledger", "window", "carries", "keeps", "reads",
    "shows", "under", "before", "after", "between", "small", "clear", "steady", "public", "message", "channel",
    "visitor", "device", "setting", "record", "number", "minute", "region", "service", "support", "answer", "question",
    "reason", "measure", "fault", "quality", "delivery", "archive", "account",
];

/// Words that are the same each time.
struct Words(u32);

impl Words {
    fn next(&mut self) -> &'static str {
        // Numerical Recipes' generator; its high bits are the random ones.
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        VOCABULARY[(self.0 >> 16) as usize % VOCABULARY.len()]
    }

    fn some(&mut self, count: usize) -> String {
        (0..count).map(|_| self.next()).collect::<Vec<_>>().join(" ")
    }

    fn sentences(&mut self, count: usize) -> String {
        (0..count).map(|_| format!("We {}.", self.some(14))).collect::<Vec<_>>().join(" ")
    }
}

/// The document.
pub fn document() -> String {
    let mut words = Words(7);
    let mut text =
        String::from("# A big notice\n\n## Uses\n\n| Personal information | Use | Legal basis |\n|---|---|---|\n");
    for n in 1..=ROWS {
        let items: Vec<String> = (0..12).map(|_| words.some(3)).collect();
        let basis = "Processing is necessary to perform our contract with you.";
        let _ =
            writeln!(text, "| **{} {n}:** {} | {} | {basis} |", words.some(2), items.join("; "), words.sentences(4));
    }
    text.push_str("\n## Periods\n\n| Personal information | Retention |\n|---|---|\n");
    let names: Vec<String> =
        text.split("| **").skip(1).filter_map(|row| Some(row.split_once(":**")?.0.to_owned())).collect();
    for (n, name) in names.iter().enumerate() {
        let _ = writeln!(text, "| {name} | We keep this data for {} days. |", n % 90 + 1);
    }
    let mut count = text.split_whitespace().count();
    for section in 1.. {
        if count >= WORDS {
            break;
        }
        let body: Vec<String> = (0..6).map(|_| words.sentences(6)).collect();
        let part = format!("\n## {} {section}\n\n{}\n", words.some(3), body.join("\n\n"));
        count += part.split_whitespace().count();
        text.push_str(&part);
    }
    text
}

/// The document as a notice with the id `big`, built into `out`.
pub fn build(out: &Path) -> Result<()> {
    let work = tempfile::TempDir::new()?;
    let source = work.path().join("big");
    fs::create_dir_all(source.join("1"))?;
    fs::write(source.join("1/en.md"), document())?;
    crate::programs::build_notices(&[source], out)?;
    let built: ciente_notice::Notice = serde_json::from_slice(&fs::read(out.join("big/1/en.json"))?)?;
    ensure!(built.data_uses.len() == ROWS && built.retention.len() == ROWS, "not as big as it should be");
    Ok(())
}
