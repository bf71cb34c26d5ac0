//! Records as lines: a table (RFC 4180) that is safe to open in a spreadsheet, and NDJSON. No file is written here.

use crate::Kept;

/// The names of the columns, as a line.
pub const CSV_HEADER: &str = "index,id,tenant,subject,action,notice,version,locale,digest,shown_at,acted_at,received_at,authenticated,origin,widget\r\n";

/// A record as a line, with its end.
pub fn csv_line(record: &Kept) -> String {
    let a = &record.receipt.acknowledgement;
    let cells: [&str; 15] = [
        &record.index.to_string(),
        &a.id.to_string(),
        &a.tenant,
        &a.subject,
        a.action.as_str(),
        &a.notice.id,
        &a.notice.version,
        &a.notice.locale,
        &a.notice.digest.to_string(),
        &a.shown_at,
        &a.acted_at,
        &record.receipt.received_at,
        if record.receipt.authenticated.is_some() { "yes" } else { "no" },
        &a.client.origin,
        &a.client.widget,
    ];
    cells.map(cell).join(",") + "\r\n"
}

pub(crate) fn table(records: &[Kept]) -> String {
    CSV_HEADER.to_owned() + &records.iter().map(csv_line).collect::<String>()
}

/// The receipts as they were issued, one a line.
pub(crate) fn ndjson(records: &[Kept]) -> String {
    // Text and numbers only, so this cannot fail.
    let line = |kept: &Kept| serde_json::to_string(&kept.receipt).unwrap_or_default() + "\n";
    records.iter().map(line).collect()
}

/// What clients sent is text. A spreadsheet takes what begins with one of these for a formula, and runs it; an apostrophe
/// in front makes it text again (OWASP, "CSV Injection"). Full-width forms count in some spreadsheets, white space before
/// them is skipped in others; and where lists are separated by semicolons, a cell begins behind each.
fn cell(text: &str) -> String {
    const FORMULA: [char; 9] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '|'];
    let mut safe = String::with_capacity(text.len() + 1);
    if text.starts_with(['\t', '\r', '\n']) {
        safe.push('\'');
    }
    for piece in text.split_inclusive([';', '\t']) {
        // An apostrophe that was there is told from one that is put there.
        if piece.starts_with('\'') || piece.trim_start().starts_with(FORMULA) {
            safe.push('\'');
        }
        safe.push_str(piece);
    }
    let text = safe;
    if text.contains(['"', ',', '\r', '\n', ';', '\'']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn what_could_run_is_text() {
        for (text, written) in [
            ("alice", "alice"),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\""),
            ("+1", "\"'+1\""),
            ("-1", "\"'-1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("  =1", "\"'  =1\""),
            ("\t=1", "\"'\t'=1\""),
            ("＝1", "\"'＝1\""),
            ("a=1", "a=1"),
            ("'=1", "\"''=1\""),
            ("a;=b", "\"a;'=b\""),
            ("a;'=b", "\"a;''=b\""),
            ("x; =cmd|'/C calc'!A0;y", "\"x;' =cmd|'/C calc'!A0;y\""),
        ] {
            assert_eq!(cell(text), written);
        }
    }
}
