//! The figures as a picture: for each contestant when its notice can be read and when acknowledging it has worked, and what a
//! user who is back loads.

use crate::figures::{Results, Row, whole};
use std::fmt::Write as _;

const WIDTH: f64 = 840.0;
/// Where the bars of time begin and end, and those of bytes.
const TIME: (f64, f64) = (220.0, 560.0);
const BYTES: (f64, f64) = (640.0, 770.0);
const TOP: f64 = 64.0;
const ROW: f64 = 44.0;

const STYLE: &str = "
    text { font: 13px system-ui, sans-serif; fill: #1f2328; }
    .head { font-weight: 600; }
    .value, .axis { font-size: 11px; fill: #57606a; }
    .own { font-weight: 600; }
    .read { fill: #0f766e; }
    .kept { fill: #8ccfc6; }
    .back { fill: #6b7fb8; }
    .line { stroke: #d0d7de; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; }
      .value, .axis { fill: #9da7b3; }
      .read { fill: #2dd4bf; }
      .kept { fill: #1e6f67; }
      .back { fill: #8ea2e0; }
      .line { stroke: #3d444d; }
    }
";

/// The picture. It has no ground of its own, so that it stands on a light page and on a dark one.
pub(crate) fn svg(results: &Results) -> String {
    let medians = |row: &Row| {
        let time = [row.first(|visit| visit.readable).median, row.first(|visit| visit.kept).median];
        (time, row.back(|visit| visit.bytes).median)
    };
    let all: Vec<_> = results.rows.iter().map(|row| (row, medians(row))).collect();
    let longest = all.iter().map(|(_, (time, _))| time[0].max(time[1])).fold(0.0, f64::max);
    let heaviest = all.iter().map(|(_, (_, bytes))| *bytes).fold(0.0, f64::max);
    // Half seconds, or as many of them as leave no more than six on the axis.
    let step = (longest / 3000.0).ceil().max(1.0) * 500.0;
    let end = (longest / step).ceil().max(1.0) * step;
    let x = |ms: f64| TIME.0 + (TIME.1 - TIME.0) * ms / end;
    let rows = f64::from(u32::try_from(all.len()).unwrap_or_default());
    let bottom = TOP + ROW * rows;
    let height = bottom + 44.0;

    let mut out = String::new();
    let _ = writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" aria-labelledby="title desc">
  <title id="title">How soon a notice can be read and acknowledged, and what a user who is back loads</title>
  <desc id="desc">{}</desc>
  <style>{STYLE}  </style>
  <rect class="read" x="{}" y="14" width="11" height="11"/><text x="{}" y="24">readable</text>
  <rect class="kept" x="{}" y="14" width="11" height="11"/><text x="{}" y="24">acknowledging has worked</text>
  <text class="head" x="{}" y="24">a user who is back loads</text>"#,
        spoken(&all),
        TIME.0,
        TIME.0 + 17.0,
        TIME.0 + 90.0,
        TIME.0 + 107.0,
        BYTES.0
    );
    let mut tick = 0.0;
    while tick <= end {
        let at = x(tick);
        let _ = writeln!(
            out,
            r#"  <line class="line" x1="{at:.1}" y1="{}" x2="{at:.1}" y2="{bottom}"/><text class="axis" x="{at:.1}" y="{}" text-anchor="middle">{} s</text>"#,
            TOP - 16.0,
            bottom + 16.0,
            tick / 1000.0
        );
        tick += step;
    }
    for (index, (row, (time, bytes))) in (0_u32..).zip(&all) {
        let y = TOP + ROW * f64::from(index);
        let own = if row.name.starts_with("Ciente") { " class=\"own\"" } else { "" };
        let _ = writeln!(out, r#"  <text{own} x="0" y="{:.0}">{}</text>"#, y + 11.0, row.name);
        let _ = writeln!(out, r#"  <text class="value" x="0" y="{:.0}">{}</text>"#, y + 26.0, row.version);
        for (class, ms, y) in [("read", time[0], y), ("kept", time[1], y + 15.0)] {
            let width = x(ms) - TIME.0;
            let _ = writeln!(
                out,
                r#"  <rect class="{class}" x="{}" y="{y:.0}" width="{width:.1}" height="13" rx="2"/><text class="value" x="{:.1}" y="{:.0}">{:.2} s</text>"#,
                TIME.0,
                x(ms) + 5.0,
                y + 11.0,
                ms / 1000.0
            );
        }
        let width = (BYTES.1 - BYTES.0) * bytes / heaviest.max(1.0);
        let _ = writeln!(
            out,
            r#"  <rect class="back" x="{}" y="{:.0}" width="{width:.1}" height="13" rx="2"/><text class="value" x="{:.1}" y="{:.0}">{} kB</text>"#,
            BYTES.0,
            y + 7.0,
            BYTES.0 + width + 5.0,
            y + 18.0,
            kilobytes(*bytes)
        );
    }
    let _ = writeln!(
        out,
        "  <text class=\"axis\" x=\"0\" y=\"{:.0}\">Medians of {} runs: 1.6 Mbit/s, 150 ms, processor 4 times slower, nothing in the cache, brotli</text>\n</svg>",
        height - 8.0,
        results.runs
    );
    out
}

/// The same in words, for whoever does not see it.
fn spoken(all: &[(&Row, ([f64; 2], f64))]) -> String {
    let each = all.iter().map(|(row, ([read, kept], bytes))| {
        format!(
            "{}: readable after {} ms, acknowledged after {} ms, {} bytes for a user who is back.",
            row.name,
            whole(*read),
            whole(*kept),
            whole(*bytes)
        )
    });
    each.collect::<Vec<_>>().join(" ")
}

fn kilobytes(bytes: f64) -> String {
    format!("{:.1}", bytes / 1000.0)
}
