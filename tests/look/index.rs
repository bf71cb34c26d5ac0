//! The page of all pictures, the ones that differ first and marked.

use crate::baseline::Found;
use std::fmt::{self, Write as _};

/// A picture taken.
pub(crate) struct Taken {
    /// Its file.
    pub(crate) name: String,
    /// How it compares.
    pub(crate) found: Found,
}

/// The page.
pub(crate) fn index(all: &[Taken], remark: &str) -> Result<String, fmt::Error> {
    let mut page = format!("{HEAD}<p>{remark}</p>\n");
    let changed: Vec<&Taken> = all.iter().filter(|taken| [Found::Differs, Found::New].contains(&taken.found)).collect();
    if !changed.is_empty() {
        section(&mut page, "Other than before", changed.into_iter(), true)?;
    }
    let mut rest: Vec<&Taken> = all.iter().collect();
    while let Some(first) = rest.first() {
        let look = look(&first.name).to_owned();
        section(&mut page, &look, rest.iter().copied().filter(|taken| self::look(&taken.name) == look), false)?;
        rest.retain(|taken| self::look(&taken.name) != look);
    }
    Ok(page)
}

/// Language and theme: all but the width and the state.
fn look(name: &str) -> &str {
    let end = ["light", "dark"].iter().find_map(|theme| Some(name.find(theme)? + theme.len()));
    &name[..end.unwrap_or(name.len())]
}

fn section<'t>(page: &mut String, title: &str, all: impl Iterator<Item = &'t Taken>, beside: bool) -> fmt::Result {
    writeln!(page, "<h2>{title}</h2>\n<div>")?;
    for Taken { name, found } in all {
        let class = match found {
            Found::Differs => " class=\"differs\"",
            Found::New => " class=\"new\"",
            Found::Same | Found::NotCompared => "",
        };
        let mark = match found {
            Found::Differs => " — differs",
            Found::New => " — new",
            Found::Same | Found::NotCompared => "",
        };
        let figure = |page: &mut String, src: &str, caption: &str| {
            writeln!(
                page,
                "<figure{class}><a href=\"{src}\"><img src=\"{src}\" alt=\"\" loading=\"lazy\"></a><figcaption>{caption}</figcaption></figure>"
            )
        };
        figure(page, name, &format!("{name}{mark}"))?;
        if beside && *found == Found::Differs {
            figure(page, &format!("difference-{name}"), "in red: where")?;
        }
    }
    page.push_str("</div>\n");
    Ok(())
}

const HEAD: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<title>How the notice looks</title>
<style>
  body { background: #777; color: #fff; font: 16px system-ui; margin: 16px; }
  div { align-items: start; display: flex; flex-wrap: wrap; gap: 16px; }
  figure { margin: 0; }
  .differs { outline: 4px solid #f33; }
  .new { outline: 4px solid #fc3; }
  img { display: block; max-inline-size: 90vw; }
</style>
<h1>How the notice looks</h1>
";
