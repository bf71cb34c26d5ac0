//! The page of an evidence bundle, for people. Plain HTML without scripts, styles from elsewhere or links out of it that
//! load anything: it must look the same in ten years.

use crate::{Bundle, BundleItem, Checkpoint};
use ciente_notice::{Block, Inline, Notice, direction};
use serde_json::Value;
use std::fmt::{self, Write};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#1b1b1f;background:#fff}\
table{border-collapse:collapse;width:100%;margin:1rem 0}tbody th{font-weight:400}th,td{border:1px solid #bbb;padding:.4rem .6rem;text-align:start;vertical-align:top}\
body,code{overflow-wrap:anywhere}td,th{overflow-wrap:break-word}tr{break-inside:avoid}article{border-inline-start:4px solid #bbb;\
padding-inline-start:1rem;margin:2rem 0;overflow-x:auto}";

/// The whole file; `data` is the element that carries the bundle.
pub(crate) fn render(bundle: &Bundle, data: &str) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut out, bundle, data);
    out
}

/// Whether a file is that page. It ends with the first difference: a small file may ask for a page without end.
pub(crate) fn is_rendered(bundle: &Bundle, data: &str, file: &str) -> bool {
    let mut rest = Rest(file);
    write(&mut rest, bundle, data).is_ok() && rest.0.is_empty()
}

/// What is left of a file that is compared with what is written.
struct Rest<'f>(&'f str);

impl Write for Rest<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.strip_prefix(text).ok_or(fmt::Error)?;
        Ok(())
    }
}

fn write(out: &mut impl Write, bundle: &Bundle, data: &str) -> fmt::Result {
    let (subject, tenant) = (name(&bundle.subject), name(&bundle.tenant));
    writeln!(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
    writeln!(
        out,
        "<meta name=\"viewport\" content=\"width=device-width\">\n<title>Evidence: {}</title>",
        titled(&bundle.subject)
    )?;
    writeln!(
        out,
        "<style>{STYLE}</style>\n{data}\n</head>\n<body>\n<main>\n<h1>Which privacy notice {subject} was shown</h1>"
    )?;
    writeln!(
        out,
        "<p>This file says which notices the user <strong>{subject}</strong> of the app <strong>{tenant}</strong> was shown, what \
         the user did then, and the exact words. By its own word it was made at {}. A record says what the user did when the \
         notice was shown. To acknowledge is to take note of it; it is no consent.</p>",
        text(&bundle.exported_at)
    )?;
    out.write_str(
        "<p>To check it, you need this file, the log's public key from a source that you trust, and the program: \
         <code>ciente verify FILE --key KEYFILE</code>. The check covers every word of this page.</p>\n",
    )?;
    out.write_str(
        "<p>The words of a notice stand here as its author wrote them. What the screen made of them (a short form in front, \
         periods in plain words, the names of buttons) came with the program, in the user's language, and is not in this file.</p>\n",
    )?;
    if let Ok(Checkpoint { origin, size, root }) = Checkpoint::read_unverified(&bundle.checkpoint) {
        let (origin, root) = (text(&origin), text(&root.to_string()));
        writeln!(out, "<p>Log: <code>{origin}</code>, {size} records, root <code>{root}</code>.</p>")?;
    }
    if bundle.records.is_empty() {
        out.write_str("<p>It holds no record, which proves nothing.</p>\n")?;
    }
    for item in &bundle.records {
        record(out, item)?;
    }
    for (digest, notice) in &bundle.notices {
        writeln!(out, "<h2 id=\"{0}\">The words with the digest <code>{0}</code></h2>", text(digest))?;
        match serde_json::from_value::<Notice>(notice.clone()) {
            Ok(notice) => words(out, &notice)?,
            // Words of a later format: shown as they are, rather than not at all.
            Err(_) => writeln!(out, "<pre>{}</pre>", text(&notice.to_string()))?,
        }
    }
    out.write_str("</main>\n</body>\n</html>\n")
}

fn record(out: &mut impl Write, item: &BundleItem) -> fmt::Result {
    let at = |pointer: &str| text(item.receipt.pointer(pointer).and_then(Value::as_str).unwrap_or("—"));
    let who = if item.receipt["authenticated"].is_null() { "as stated by the client" } else { "verified by a token" };
    let digest = at("/acknowledgement/notice/digest");
    writeln!(out, "<h2>Record {}</h2>\n<table>", item.index)?;
    for (name, value) in [
        ("What the user did", at("/acknowledgement/action")),
        ("Notice", at("/acknowledgement/notice/id")),
        ("Version", at("/acknowledgement/notice/version")),
        ("Language", at("/acknowledgement/notice/locale")),
        ("The words", format!("<a href=\"#{digest}\"><code>{digest}</code></a>")),
        ("Shown at, by the user's clock", at("/acknowledgement/shownAt")),
        ("Done at, by the user's clock", at("/acknowledgement/actedAt")),
        ("Received at", at("/receivedAt")),
        ("Who it was", who.to_owned()),
        ("On a page of", format!("<bdi>{}</bdi>", at("/acknowledgement/client/origin"))),
        ("Record's id", at("/acknowledgement/id")),
    ] {
        writeln!(out, "<tr><th scope=\"row\">{name}</th><td>{value}</td></tr>")?;
    }
    out.write_str("</table>\n")
}

fn words(out: &mut impl Write, notice: &Notice) -> fmt::Result {
    let (locale, dir) = (text(&notice.locale), direction(&notice.locale));
    writeln!(out, "<article lang=\"{locale}\" dir=\"{dir}\">\n<h3>{}</h3>", text(&notice.title))?;
    if let Some(date) = &notice.effective_from {
        writeln!(out, "<p><span lang=\"en\">In force from: {}</span></p>", text(date))?;
    }
    if let Some(controller) = &notice.controller {
        writeln!(
            out,
            "<p><span lang=\"en\">Controller: </span>{}</p>",
            linked(controller.url.as_deref(), &controller.name)
        )?;
    }
    if let Some(contact) = &notice.contact {
        writeln!(out, "<p><span lang=\"en\">Contact: </span>{}</p>", linked(Some(&contact.url), contact.address()))?;
    }
    for section in &notice.sections {
        if !section.heading.is_empty() {
            writeln!(out, "<h4>{}</h4>", text(&section.heading))?;
        }
        blocks(out, notice, &section.blocks)?;
    }
    out.write_str("</article>\n")
}

fn blocks(out: &mut impl Write, notice: &Notice, all: &[Block]) -> fmt::Result {
    for block in all {
        match block {
            Block::Paragraph { content } => writeln!(out, "<p>{}</p>", inlines(content))?,
            Block::List { ordered, start, items } => {
                let (open, close) =
                    if *ordered { (format!("<ol start=\"{start}\">"), "</ol>") } else { ("<ul>".into(), "</ul>") };
                writeln!(out, "{open}")?;
                for item in items {
                    out.write_str("<li>")?;
                    blocks(out, notice, item)?;
                    out.write_str("</li>\n")?;
                }
                writeln!(out, "{close}")?;
            }
            Block::Table { columns, rows } => {
                table(out, Cell::Data, columns, rows.iter().map(|row| row.iter().map(|cell| inlines(cell)).collect()))?;
            }
            Block::DataUses { columns, from, to } => {
                let rows = notice.data_uses.iter().skip(*from as usize).take(to.saturating_sub(*from) as usize);
                let cells = |row: &ciente_notice::DataUse| {
                    let items = inlines(&row.items);
                    let between = if items.is_empty() { "" } else { "<br>" };
                    let first = format!("<strong>{}</strong>{between}{items}", text(&row.category));
                    vec![first, inlines(&row.purpose), inlines(&row.legal_basis)]
                };
                table(out, Cell::RowHeader, columns, rows.map(cells))?;
            }
            Block::Retention { columns, from, to } => {
                let rows = notice.retention.iter().skip(*from as usize).take(to.saturating_sub(*from) as usize);
                table(out, Cell::RowHeader, columns, rows.map(|row| vec![text(&row.category), inlines(&row.text)]))?;
            }
        }
    }
    Ok(())
}

/// What a row's first cell is.
#[derive(Clone, Copy)]
enum Cell {
    /// It says what the row is about.
    RowHeader,
    Data,
}

fn table(
    out: &mut impl Write,
    first: Cell,
    columns: &[Vec<Inline>],
    rows: impl Iterator<Item = Vec<String>>,
) -> fmt::Result {
    out.write_str("<table>\n")?;
    if !columns.is_empty() {
        let cells: String = columns.iter().map(|cell| format!("<th scope=\"col\">{}</th>", inlines(cell))).collect();
        writeln!(out, "<thead><tr>{cells}</tr></thead>")?;
    }
    out.write_str("<tbody>\n")?;
    for row in rows {
        let cell = |(nth, cell): (usize, &String)| match (nth, first) {
            (0, Cell::RowHeader) => format!("<th scope=\"row\">{cell}</th>"),
            _ => format!("<td>{cell}</td>"),
        };
        let cells: String = row.iter().enumerate().map(cell).collect();
        writeln!(out, "<tr>{cells}</tr>")?;
    }
    out.write_str("</tbody>\n</table>\n")
}

fn inlines(all: &[Inline]) -> String {
    let one = |inline: &Inline| match inline {
        Inline::Text { text: words } => text(words).replace('\n', "<br>"),
        Inline::Strong { content } => format!("<strong>{}</strong>", inlines(content)),
        Inline::Emphasis { content } => format!("<em>{}</em>", inlines(content)),
        Inline::Code { text: words } => format!("<code>{}</code>", text(words)),
        // The address as text: a link in evidence should not lead anywhere by itself.
        Inline::Link { href, content } => format!("{} (<code>{}</code>)", inlines(content), text(href)),
    };
    all.iter().map(one).collect()
}

/// Words with the address behind them, where there is one that they do not say themselves.
fn linked(url: Option<&str>, words: &str) -> String {
    match url.filter(|url| *url != words) {
        Some(url) => format!("{} (<code>{}</code>)", text(words), text(url)),
        None => text(words),
    }
}

/// What somebody outside named: letters written from right to left must not turn the words around it.
fn name(words: &str) -> String {
    format!("<bdi>{}</bdi>", text(words))
}

/// The same in a title, which has no elements: between the characters that isolate (UAX #9), none of them inside.
fn titled(words: &str) -> String {
    let is_direction = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    format!("\u{2068}{}\u{2069}", text(&words.replace(is_direction, "")))
}

fn text(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
