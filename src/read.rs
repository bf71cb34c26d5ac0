//! From a parsed JSON value to a [`Notice`], member by member, strict like serde.
//!
//! In the browser the engine parses the JSON and this reads the values: serde_json would more than double the code that is
//! not Yew's. Natively the same code reads `serde_json::Value`, so that the tests hold it against serde on real notices.

mod changes;

pub use changes::changes;

use ciente_notice::{
    Basis, Block, Contact, Controller, DataUse, Inline, Notice, NoticeFormat, Retention, Rule, Section, ServiceName,
};

/// A parsed JSON value.
pub trait Json: Sized {
    /// The member of an object; `None` when there is none or the value is no object.
    fn member(&self, name: &str) -> Option<Self>;
    /// How many members an object has; `None` for everything else.
    fn size(&self) -> Option<u32>;
    /// The items of an array.
    fn items(&self) -> Option<Vec<Self>>;
    /// A string.
    fn text(&self) -> Option<String>;
    /// A whole number that is not negative.
    fn whole(&self) -> Option<u32>;
    /// A boolean.
    fn boolean(&self) -> Option<bool>;
    /// Whether it is `null`.
    fn is_null(&self) -> bool;
}

/// Reads a notice; `None` when the value is not of the format `ciente/notice/1`, unknown members included.
pub fn notice(json: &impl Json) -> Option<Notice> {
    let mut o = Object::of(json)?;
    (o.text("format")? == NoticeFormat::TEXT).then_some(())?;
    let notice = Notice {
        format: NoticeFormat,
        id: o.text("id")?,
        version: o.text("version")?,
        locale: o.text("locale")?,
        effective_from: o.optional("effectiveFrom", Json::text)?,
        title: o.text("title")?,
        controller: o.optional("controller", controller)?,
        contact: o.optional("contact", contact)?,
        sections: o.list("sections", section)?,
        data_uses: o.list("dataUses", data_use)?,
        retention: o.list("retention", retention)?,
        service_names: o.optional("serviceNames", |json| list(json, service_name))?.unwrap_or_default(),
    };
    o.end(notice)
}

/// An object that counts which of its members were read, to find out in the end whether there were others.
struct Object<'j, J> {
    json: &'j J,
    unread: u32,
}

impl<'j, J: Json> Object<'j, J> {
    fn of(json: &'j J) -> Option<Self> {
        Some(Self { json, unread: json.size()? })
    }

    fn any(&mut self, name: &str) -> Option<J> {
        let member = self.json.member(name)?;
        self.unread = self.unread.checked_sub(1)?;
        Some(member)
    }

    fn text(&mut self, name: &str) -> Option<String> {
        self.any(name)?.text()
    }

    fn whole(&mut self, name: &str) -> Option<u32> {
        self.any(name)?.whole()
    }

    fn optional<T>(&mut self, name: &str, read: fn(&J) -> Option<T>) -> Option<Option<T>> {
        match self.any(name) {
            None => Some(None),
            Some(member) => read(&member).map(Some),
        }
    }

    fn nullable<T>(&mut self, name: &str, read: fn(&J) -> Option<T>) -> Option<Option<T>> {
        let member = self.any(name)?;
        if member.is_null() { Some(None) } else { read(&member).map(Some) }
    }

    fn list<T>(&mut self, name: &str, read: fn(&J) -> Option<T>) -> Option<Vec<T>> {
        list(&self.any(name)?, read)
    }

    fn inlines(&mut self, name: &str) -> Option<Vec<Inline>> {
        self.list(name, inline)
    }

    fn end<T>(self, value: T) -> Option<T> {
        (self.unread == 0).then_some(value)
    }
}

fn list<J: Json, T>(json: &J, read: fn(&J) -> Option<T>) -> Option<Vec<T>> {
    json.items()?.iter().map(read).collect()
}

fn inlines<J: Json>(json: &J) -> Option<Vec<Inline>> {
    list(json, inline)
}

fn controller<J: Json>(json: &J) -> Option<Controller> {
    let mut o = Object::of(json)?;
    let controller = Controller { name: o.text("name")?, url: o.optional("url", Json::text)? };
    o.end(controller)
}

fn contact<J: Json>(json: &J) -> Option<Contact> {
    let mut o = Object::of(json)?;
    let contact = Contact { url: o.text("url")? };
    o.end(contact)
}

fn section<J: Json>(json: &J) -> Option<Section> {
    let mut o = Object::of(json)?;
    let section = Section {
        id: o.text("id")?,
        heading: o.text("heading")?,
        level: u8::try_from(o.optional("level", Json::whole)?.unwrap_or(2)).ok()?,
        blocks: o.list("blocks", block)?,
    };
    o.end(section)
}

fn block<J: Json>(json: &J) -> Option<Block> {
    let mut o = Object::of(json)?;
    let block = match o.text("type")?.as_str() {
        "paragraph" => Block::Paragraph { content: o.inlines("content")? },
        "list" => Block::List {
            ordered: o.any("ordered")?.boolean()?,
            start: o.optional("start", Json::whole)?.unwrap_or(1),
            items: o.list("items", |item| list(item, block))?,
        },
        "table" => {
            Block::Table { columns: o.list("columns", inlines)?, rows: o.list("rows", |row| list(row, inlines))? }
        }
        "dataUses" => {
            Block::DataUses { columns: o.list("columns", inlines)?, from: o.whole("from")?, to: o.whole("to")? }
        }
        "retention" => {
            Block::Retention { columns: o.list("columns", inlines)?, from: o.whole("from")?, to: o.whole("to")? }
        }
        _ => return None,
    };
    o.end(block)
}

fn inline<J: Json>(json: &J) -> Option<Inline> {
    let mut o = Object::of(json)?;
    let inline = match o.text("type")?.as_str() {
        "text" => Inline::Text { text: o.text("text")? },
        "code" => Inline::Code { text: o.text("text")? },
        "strong" => Inline::Strong { content: o.inlines("content")? },
        "emphasis" => Inline::Emphasis { content: o.inlines("content")? },
        "link" => Inline::Link { href: o.text("href")?, content: o.inlines("content")? },
        _ => return None,
    };
    o.end(inline)
}

fn data_use<J: Json>(json: &J) -> Option<DataUse> {
    let mut o = Object::of(json)?;
    let row = DataUse {
        id: o.text("id")?,
        category: o.text("category")?,
        items: o.inlines("items")?,
        item_list: o.optional("itemList", |json| list(json, Json::text))?.unwrap_or_default(),
        purpose: o.inlines("use")?,
        legal_basis: o.inlines("legalBasis")?,
        basis: o.nullable("basis", |json| {
            let text = json.text()?;
            Basis::ALL.into_iter().find(|basis| basis.as_str() == text)
        })?,
        services: o.list("services", Json::text)?,
    };
    o.end(row)
}

fn service_name<J: Json>(json: &J) -> Option<ServiceName> {
    let mut o = Object::of(json)?;
    let service = ServiceName { abbreviation: o.text("abbreviation")?, name: o.text("name")? };
    o.end(service)
}

fn retention<J: Json>(json: &J) -> Option<Retention> {
    let mut o = Object::of(json)?;
    let row = Retention {
        data_use: o.nullable("dataUse", Json::text)?,
        category: o.text("category")?,
        text: o.inlines("text")?,
        rule: rule(&o.any("rule")?)?,
    };
    o.end(row)
}

fn rule<J: Json>(json: &J) -> Option<Rule> {
    let mut o = Object::of(json)?;
    let duration = |json: &J| json.text()?.parse().ok();
    let rule = match o.text("kind")?.as_str() {
        "fixed" => Rule::Fixed { duration: o.any("duration").and_then(|json| duration(&json))? },
        "whileUsed" => Rule::WhileUsed { then_within: o.optional("thenWithin", duration)? },
        "unspecified" => Rule::Unspecified,
        _ => return None,
    };
    o.end(rule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    impl Json for Value {
        fn member(&self, name: &str) -> Option<Self> {
            self.get(name).cloned()
        }
        fn size(&self) -> Option<u32> {
            self.as_object().map(|members| u32::try_from(members.len()).unwrap())
        }
        fn items(&self) -> Option<Vec<Self>> {
            self.as_array().cloned()
        }
        fn text(&self) -> Option<String> {
            self.as_str().map(str::to_owned)
        }
        fn whole(&self) -> Option<u32> {
            self.as_u64().and_then(|n| n.try_into().ok())
        }
        fn boolean(&self) -> Option<bool> {
            self.as_bool()
        }
        fn is_null(&self) -> bool {
            self.is_null()
        }
    }

    fn everything() -> Value {
        let text = json!([{"type": "text", "text": "t"}]);
        let rich = json!([
            {"type": "strong", "content": text}, {"type": "emphasis", "content": text}, {"type": "code", "text": "c"},
            {"type": "link", "href": "/privacy", "content": text}
        ]);
        json!({
            "format": "ciente/notice/1", "id": "im", "version": "2022-05", "locale": "pt-BR",
            "effectiveFrom": "2022-05-07", "title": "T",
            "controller": {"name": "C", "url": "/c"}, "contact": {"url": "mailto:c@c.example"},
            "sections": [{"id": "s", "heading": "S", "level": 3, "blocks": [
                {"type": "paragraph", "content": rich},
                {"type": "list", "ordered": true, "start": 3, "items": [[{"type": "paragraph", "content": text}]]},
                {"type": "table", "columns": [text], "rows": [[text]]},
                {"type": "dataUses", "columns": [text, text, text], "from": 0, "to": 2},
                {"type": "retention", "columns": [text, text], "from": 0, "to": 4}
            ]}],
            "dataUses": [
                {"id": "a", "category": "A", "items": text, "itemList": ["one", "two"], "use": text, "legalBasis": text, "basis": "contract", "services": ["CLB"]},
                {"id": "b", "category": "B", "items": [], "use": text, "legalBasis": text, "basis": null, "services": []}
            ],
            "retention": [
                {"dataUse": "a", "category": "A", "text": text, "rule": {"kind": "fixed", "duration": "P7D"}},
                {"dataUse": null, "category": "B", "text": text, "rule": {"kind": "whileUsed", "thenWithin": "P2M"}},
                {"dataUse": null, "category": "C", "text": text, "rule": {"kind": "whileUsed"}},
                {"dataUse": null, "category": "D", "text": text, "rule": {"kind": "unspecified"}}
            ],
            "serviceNames": [{"abbreviation": "CLB", "name": "Cloud Load Balancer"}]
        })
    }

    /// Every place in a JSON value, as JSON Pointers.
    fn places(value: &Value, at: &str, out: &mut Vec<String>) {
        out.push(at.to_owned());
        match value {
            Value::Object(members) => {
                members.iter().for_each(|(key, member)| places(member, &format!("{at}/{key}"), out))
            }
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(i, item)| places(item, &format!("{at}/{i}"), out));
            }
            _ => {}
        }
    }

    #[test]
    fn it_reads_what_serde_reads() {
        let json = everything();
        assert_eq!(notice(&json), Some(serde_json::from_value(json).unwrap()));
    }

    #[test]
    fn it_refuses_what_serde_refuses_wherever_it_stands() {
        let sound = everything();
        let mut all = Vec::new();
        places(&sound, "", &mut all);
        for place in &all {
            for wrong in
                [json!(null), json!(true), json!(-1), json!(1.5), json!("?"), json!([]), json!({}), json!({"extra": 1})]
            {
                let mut json = sound.clone();
                *json.pointer_mut(place).unwrap() = wrong.clone();
                let by_serde = serde_json::from_value::<Notice>(json.clone()).ok();
                assert_eq!(notice(&json), by_serde, "{wrong} at {place}");
            }
            if let Some(Value::Object(members)) = sound.pointer(place) {
                for key in members.keys() {
                    let mut json = sound.clone();
                    json.pointer_mut(place).unwrap().as_object_mut().unwrap().remove(key);
                    let by_serde = serde_json::from_value::<Notice>(json.clone()).ok();
                    assert_eq!(notice(&json), by_serde, "without {key} at {place}");
                }
                let mut json = sound.clone();
                json.pointer_mut(place).unwrap()["extra"] = json!(1);
                assert_eq!(notice(&json), None, "extra member at {place}");
            }
        }
    }
}
