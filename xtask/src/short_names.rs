//! Short names between the WebAssembly and its glue. wasm-bindgen's hold a hash each, which no compression makes smaller, and
//! both files have all of them.

use crate::progress::output;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::{path::Path, process::Command};

/// The one module that everything is imported from afterwards; `wasm-opt` calls it so.
const MODULE: &str = "a";

/// Which names became which, as `wasm-opt` prints them.
#[derive(Debug)]
pub(crate) struct Names {
    /// Of modules, the one of wasm-bindgen itself first.
    modules: Vec<String>,
    imports: Vec<[String; 2]>,
    exports: Vec<[String; 2]>,
}

/// Shortens the names of a module, in place; `wasm_opt` is the program with the features that the module needs.
pub(crate) fn of_module(mut wasm_opt: Command, wasm: &Path) -> Result<Names> {
    wasm_opt.arg("--minify-imports-and-exports-and-modules").arg(wasm).arg("-o").arg(wasm);
    let printed = output(&mut wasm_opt).context("wasm-opt cannot shorten names. Try `npm ci` in xtask/tools.")?;
    Names::read(&serde_json::from_str(&printed).context("what wasm-opt prints is no JSON")?)
}

impl Names {
    fn read(printed: &Value) -> Result<Self> {
        let pairs = |list: &str| -> Result<Vec<[String; 2]>> {
            let entries = printed[list].as_array().with_context(|| format!("wasm-opt prints no {list}"))?;
            let pair = |entry: &Value| {
                let [.., before, after] = entry.as_array()?.as_slice() else { return None };
                Some([before.as_str()?.to_owned(), after.as_str()?.to_owned()])
            };
            entries.iter().map(|entry| pair(entry).with_context(|| format!("{entry} is no pair of names"))).collect()
        };
        let imports = printed["imports"].as_array().into_iter().flatten();
        let mut modules: Vec<_> = imports.filter_map(|entry| Some(entry[0].as_str()?.to_owned())).collect();
        modules.sort_by_key(|module| (!module.ends_with("_bg.js"), module.clone()));
        modules.dedup();
        Ok(Self { modules, imports: pairs("imports")?, exports: pairs("exports")? })
    }

    /// The glue, minified, with the same names. Fails rather than guess where a name stands for two things.
    pub(crate) fn in_glue(&self, glue: &str) -> Result<String> {
        // The exports are properties of one variable, whatever it is called.
        let start = glue.find(".__wbindgen_start(").context("the glue starts nothing")?;
        let exports = glue[..start].rsplit(|c| !is_of_name(c)).next().unwrap_or_default();
        let mut glue = glue.to_owned();
        for [before, after] in &self.exports {
            glue = replaced(&glue, &format!("{exports}.{before}"), &format!("{exports}.{after}")).0;
        }
        for [before, after] in &self.imports {
            let (next, count) = replaced(&glue, &format!("{before}:"), &format!("{after}:"));
            if count != 1 {
                bail!("the glue says {before} {count} times, and once was expected");
            }
            glue = next;
        }
        self.in_one_module(glue)
    }

    /// The imports of all modules as those of one.
    fn in_one_module(&self, mut glue: String) -> Result<String> {
        let [own, others @ ..] = self.modules.as_slice() else { bail!("nothing is imported") };
        let mut spread = String::new();
        for module in others {
            // A snippet's functions are a variable's properties.
            let entry = format!(",\"{module}\":");
            let at = glue.find(&entry).with_context(|| format!("the glue does not import {module}"))?;
            let rest = &glue[at + entry.len()..];
            let variable = rest.split(|c| !is_of_name(c)).next().unwrap_or_default().to_owned();
            spread.push_str(&format!("...{variable},"));
            glue.replace_range(at..at + entry.len() + variable.len(), "");
        }
        let (glue, count) = replaced(&glue, &format!("\"{own}\":{{"), &format!("{MODULE}:{{{spread}"));
        if count != 1 {
            bail!("the glue names {own} {count} times, and once was expected");
        }
        Ok(glue)
    }
}

const fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '$')
}

/// Puts one name in another's place, where it is no part of a longer one; says how often.
fn replaced(text: &str, before: &str, after: &str) -> (String, usize) {
    let (mut out, mut end, mut count) = (String::with_capacity(text.len()), 0, 0);
    for (at, _) in text.match_indices(before) {
        let is_part = text[..at].ends_with(is_of_name)
            || (before.ends_with(is_of_name) && text[at + before.len()..].starts_with(is_of_name));
        if !is_part {
            out.push_str(&text[end..at]);
            out.push_str(after);
            end = at + before.len();
            count += 1;
        }
    }
    out.push_str(&text[end..]);
    (out, count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn names() -> Names {
        let printed = json!({ "imports": [["./snippets/db.js", "all", "b"], ["./x_bg.js", "__wbg_open_1f", "a"]],
            "exports": [["__wbindgen_start", "c"], ["open", "d"], ["open_more", "e"]] });
        Names::read(&printed).unwrap()
    }

    #[test]
    fn only_the_modules_own_names_change() {
        let glue = "x(F,{all:()=>y});let i={\"./x_bg.js\":{__wbg_open_1f:function(q){indexedDB.open(q);w.open(q);w.open_more(1)}},\"./snippets/db.js\":F};w.__wbindgen_start();ww.open();Promise.all(w)";
        let short = "x(F,{b:()=>y});let i={a:{...F,a:function(q){indexedDB.open(q);w.d(q);w.e(1)}}};w.c();ww.open();Promise.all(w)";
        assert_eq!(names().in_glue(glue).unwrap(), short);
    }

    #[test]
    fn a_name_that_stands_for_two_things_is_not_guessed_at() {
        let glue = "({all:1,__wbg_open_1f:2});({all:3});w.__wbindgen_start()";
        assert_eq!(names().in_glue(glue).unwrap_err().to_string(), "the glue says all 2 times, and once was expected");
    }

    #[test]
    fn glue_of_another_shape_is_refused() {
        for glue in [
            "({all:1,__wbg_open_1f:2})",
            "({all:1,__wbg_open_1f:2});w.__wbindgen_start()",
            "({all:1,__wbg_open_1f:2,\"./snippets/db.js\":F});w.__wbindgen_start()",
        ] {
            assert!(names().in_glue(glue).is_err(), "{glue}");
        }
        assert!(Names::read(&json!({ "imports": [] })).is_err());
    }
}
