//! `ciente diff`: what changed between two versions, and whether it is material. Each form of output has a file of its own.

mod json;
mod judge;
mod markdown;
mod sides;
mod text;

pub(crate) use judge::{Declaration, Judgement, Side, judge};
pub(crate) use sides::DiffError;

use crate::{
    args::{DiffArgs, DiffFormat},
    build::print_findings,
    report::{Format, Report, Severity},
    terminal::has_colour,
};
use ciente_notice::Change;
use std::{
    io::{self, Write},
    process::ExitCode,
};

/// Compares, prints, and says what it comes to: 0 editorial or nothing, 1 material. 2, for "could not run", is the
/// caller's.
pub(crate) fn run(args: &DiffArgs) -> Result<ExitCode, DiffError> {
    let mut report = Report::new(false);
    let sides = sides::sides(args, &mut report);
    if report.count(Severity::Error) > 0 {
        print_findings(&report, Format::Text, "")?;
        return Err(DiffError::Broken);
    }
    let (old, new, declaration) = sides?;
    let Some(judgement) = judge(&old, &new, &declaration) else {
        let locales =
            |side: &Side| side.notices.iter().map(|notice| notice.locale.as_str()).collect::<Vec<_>>().join(", ");
        return Err(DiffError::NoLocale {
            old: old.label.clone(),
            old_locales: locales(&old),
            new: new.label.clone(),
            new_locales: locales(&new),
        });
    };
    let mut refusals = Report::new(false);
    judgement.check(&old, &new, &declaration, &mut refusals);
    if refusals.count(Severity::Error) > 0 {
        print_findings(&refusals, Format::Text, "")?;
    }
    let out = match args.format {
        DiffFormat::Text => text::render(&old, &new, &judgement, has_colour(&io::stdout())),
        DiffFormat::Json => json::render(&old, &new, &judgement),
        DiffFormat::Markdown => markdown::render(&old, &new, &judgement),
    };
    io::stdout().lock().write_all(out.as_bytes())?;
    Ok(ExitCode::from(u8::from(judgement.change == Change::Material)))
}
