//! From a parsed JSON value to a [`ChangeList`], as strictly as a notice is read.

use super::{Json, Object};
use ciente_notice::{
    Change,
    changes::{ChangeList, ChangesFormat, Difference, Kind},
};

/// Reads a list of changes; `None` when the value is not of the format `ciente/changes/1`, unknown members included.
pub fn changes(json: &impl Json) -> Option<ChangeList> {
    let mut o = Object::of(json)?;
    (o.text("format")? == ChangesFormat::TEXT).then_some(())?;
    let list = ChangeList {
        format: ChangesFormat,
        id: o.text("id")?,
        since: o.text("since")?,
        version: o.text("version")?,
        locale: o.text("locale")?,
        change: change(&o.any("change")?)?,
        summary: o.optional("summary", Json::text)?,
        changes: o.list("changes", difference)?,
    };
    o.end(list)
}

fn change<J: Json>(json: &J) -> Option<Change> {
    match json.text()?.as_str() {
        "material" => Some(Change::Material),
        "editorial" => Some(Change::Editorial),
        _ => None,
    }
}

fn difference<J: Json>(json: &J) -> Option<Difference> {
    let mut o = Object::of(json)?;
    let kind = o.text("kind")?;
    let difference = Difference {
        kind: *Kind::ALL.iter().find(|known| known.as_str() == kind)?,
        change: change(&o.any("change")?)?,
        data_use: o.optional("dataUse", Json::text)?,
        section: o.optional("section", Json::text)?,
        place: o.optional("place", Json::text)?.unwrap_or_default(),
        old: o.optional("old", Json::text)?,
        new: o.optional("new", Json::text)?,
        lang: o.optional("lang", Json::text)?,
    };
    o.end(difference)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn everything() -> Value {
        json!({
            "format": "ciente/changes/1", "id": "im", "since": "1", "version": "2", "locale": "pt-BR",
            "change": "material", "summary": "S",
            "changes": [
                {"kind": "itemAdded", "change": "material", "dataUse": "a", "place": "A", "new": "n", "lang": "en"},
                {"kind": "textReworded", "change": "editorial", "section": "s", "old": "o", "new": "n"}
            ]
        })
    }

    #[test]
    fn it_reads_what_serde_reads() {
        let json = everything();
        assert_eq!(changes(&json), Some(serde_json::from_value(json).unwrap()));
    }

    #[test]
    fn it_refuses_what_serde_refuses() {
        let sound = everything();
        let members: Vec<_> = sound.as_object().unwrap().keys().map(|key| format!("/{key}")).collect();
        let inner: Vec<_> =
            sound["changes"][0].as_object().unwrap().keys().map(|key| format!("/changes/0/{key}")).collect();
        for place in members.iter().chain(&inner) {
            for wrong in [json!(null), json!(1), json!("?"), json!([]), json!({})] {
                let mut json = sound.clone();
                *json.pointer_mut(place).unwrap() = wrong.clone();
                let by_serde = serde_json::from_value::<ChangeList>(json.clone()).ok();
                assert_eq!(changes(&json), by_serde, "{wrong} at {place}");
            }
            let (parent, key) = place.rsplit_once('/').unwrap();
            let mut json = sound.clone();
            json.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(key);
            let by_serde = serde_json::from_value::<ChangeList>(json.clone()).ok();
            assert_eq!(changes(&json), by_serde, "without {place}");
        }
        for parent in ["", "/changes/0"] {
            let mut json = sound.clone();
            json.pointer_mut(parent).unwrap()["extra"] = json!(1);
            assert_eq!(changes(&json), None, "extra member at {parent}");
        }
    }
}
