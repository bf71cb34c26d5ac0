//! What holds of every notice: JSON and model are one, the digest is of the content alone, and no bytes bring the reader down.

use ciente_notice::{
    Basis, Block, Contact, Controller, DataUse, Digest, Duration, Inline, Notice, NoticeFormat, Retention, Rule,
    Section, ServiceName, canonical_json, canonical_value,
};
use proptest::{collection::vec, option, prelude::*};
use serde_json::{Map, Value};

fn inlines() -> impl Strategy<Value = Vec<Inline>> {
    let leaf = prop_oneof![
        "\\PC{0,12}".prop_map(|text| Inline::Text { text }),
        "[ -~]{0,8}".prop_map(|text| Inline::Code { text }),
        Just(Inline::Text { text: "\u{1f600}\u{2028}\n\"\\\u{0}é".into() }),
    ];
    let inline = leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(|content| Inline::Strong { content }),
            vec(inner.clone(), 0..3).prop_map(|content| Inline::Emphasis { content }),
            ("[a-z:/.]{0,12}", vec(inner, 0..3)).prop_map(|(href, content)| Inline::Link { href, content }),
        ]
    });
    vec(inline, 0..3)
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let range = || (any::<u32>(), any::<u32>(), vec(inlines(), 0..3));
    let leaf = prop_oneof![
        inlines().prop_map(|content| Block::Paragraph { content }),
        (vec(inlines(), 0..3), vec(vec(inlines(), 0..2), 0..2))
            .prop_map(|(columns, rows)| Block::Table { columns, rows }),
        range().prop_map(|(from, to, columns)| Block::DataUses { columns, from, to }),
        range().prop_map(|(from, to, columns)| Block::Retention { columns, from, to }),
    ];
    let block = leaf.prop_recursive(2, 8, 2, |inner| {
        (any::<bool>(), any::<u32>(), vec(vec(inner, 0..2), 0..2)).prop_map(|(ordered, start, items)| Block::List {
            ordered,
            start,
            items,
        })
    });
    vec(block, 0..3)
}

fn duration() -> impl Strategy<Value = Duration> {
    let part = || 0u16..=9999;
    (part(), part(), part(), 1u16..=9999).prop_map(|(years, months, weeks, days)| Duration {
        years,
        months,
        weeks,
        days,
    })
}

fn rule() -> impl Strategy<Value = Rule> {
    prop_oneof![
        duration().prop_map(|duration| Rule::Fixed { duration }),
        option::of(duration()).prop_map(|then_within| Rule::WhileUsed { then_within }),
        Just(Rule::Unspecified),
    ]
}

prop_compose! {
    fn data_use()(
        (id, category) in ("[a-z-]{1,8}", "\\PC{0,8}"),
        (items, purpose, legal_basis) in (inlines(), inlines(), inlines()),
        item_list in vec("\\PC{0,8}", 0..3),
        basis in option::of(prop::sample::select(Basis::ALL.to_vec())),
        services in vec("[A-Z]{1,4}", 0..3),
    ) -> DataUse {
        DataUse { id, category, items, item_list, purpose, legal_basis, basis, services }
    }
}

prop_compose! {
    fn notice()(
        (id, version, locale, title) in ("\\PC{0,8}", "\\PC{0,8}", "[a-zA-Z-]{0,6}", "\\PC{0,8}"),
        effective_from in option::of("\\PC{0,10}"),
        controller in option::of(("\\PC{0,8}", option::of("\\PC{0,8}"))),
        names in vec(("\\PC{0,4}", "\\PC{0,8}"), 0..3),
        contact in option::of("\\PC{0,8}"),
        sections in vec(("[a-z]{0,6}", "\\PC{0,8}", any::<u8>(), blocks()), 0..3),
        data_uses in vec(data_use(), 0..3),
        retention in vec((option::of("[a-z]{0,6}"), "\\PC{0,8}", inlines(), rule()), 0..3),
    ) -> Notice {
        Notice {
            format: NoticeFormat,
            id, version, locale, title, effective_from, data_uses,
            controller: controller.map(|(name, url)| Controller { name, url }),
            service_names: names.into_iter().map(|(abbreviation, name)| ServiceName { abbreviation, name }).collect(),
            contact: contact.map(|url| Contact { url }),
            sections: sections.into_iter().map(|(id, heading, level, blocks)| Section { id, heading, level, blocks }).collect(),
            retention: retention.into_iter().map(|(data_use, category, text, rule)| Retention { data_use, category, text, rule }).collect(),
        }
    }
}

/// The same value with the members of each object in another order.
fn turned(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(turned).collect(),
        Value::Object(members) => {
            members.iter().rev().map(|(key, value)| (key.clone(), turned(value))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

/// The value with white space wherever JSON allows it, the members of each object from last to first.
fn spaced(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("\t[ {} ]\n", items.iter().map(spaced).collect::<Vec<_>>().join(" ,\r\n")),
        Value::Object(members) => {
            let each = members
                .iter()
                .rev()
                .map(|(key, value)| format!("{}\n :\t{}", Value::from(key.as_str()), spaced(value)));
            format!(" {{ {} }} ", each.collect::<Vec<_>>().join("\n,"))
        }
        other => format!(" {other} "),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn json_and_model_are_one(notice in notice()) {
        let json = serde_json::to_vec(&notice).unwrap();
        let read: Notice = serde_json::from_slice(&json).unwrap();
        prop_assert_eq!(&read, &notice);
        prop_assert_eq!(serde_json::to_vec(&read).unwrap(), json);
        // And from the canonical form, of which digests are made.
        let canonical = canonical_json(&notice).unwrap();
        let read: Notice = serde_json::from_slice(&canonical).unwrap();
        prop_assert_eq!(canonical_json(&read).unwrap(), canonical);
    }

    #[test]
    fn the_digest_is_of_the_content_alone(notice in notice()) {
        let value = serde_json::to_value(&notice).unwrap();
        let digest = Digest::of(&notice).unwrap();
        let text = spaced(&value);
        let read: Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(Digest::of_bytes(&canonical_value(&read).unwrap()), digest);
        prop_assert_eq!(Digest::of(&turned(&value)).unwrap(), digest);
        prop_assert_eq!(Digest::of(&serde_json::from_str::<Notice>(&text).unwrap()).unwrap(), digest);
    }

    #[test]
    fn another_content_has_another_digest(notice in notice(), title in "\\PC{1,8}") {
        prop_assume!(title != notice.title);
        let other = Notice { title, ..notice.clone() };
        prop_assert_ne!(Digest::of(&other).unwrap(), Digest::of(&notice).unwrap());
    }

    #[test]
    fn no_bytes_bring_the_reader_down(bytes in vec(any::<u8>(), 0..256)) {
        let _ = serde_json::from_slice::<Notice>(&bytes);
    }

    #[test]
    fn a_spoilt_notice_is_read_or_refused(notice in notice(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut json = serde_json::to_vec(&notice).unwrap();
        let at = at.index(json.len());
        json[at] = byte;
        if let Ok(read) = serde_json::from_slice::<Notice>(&json) {
            let _ = ciente_notice::validate(&read);
            prop_assert_eq!(serde_json::from_slice::<Notice>(&serde_json::to_vec(&read).unwrap()).unwrap(), read);
        }
    }
}

#[test]
fn deep_nesting_is_an_error_and_no_overflow() {
    let deep = |open: &str, close: &str, n: usize| {
        let blocks = format!("{}{}", open.repeat(n), close.repeat(n));
        format!(
            "{{\"format\":\"ciente/notice/1\",\"id\":\"a\",\"version\":\"1\",\"locale\":\"en\",\"title\":\"t\",\"dataUses\":[],\
             \"retention\":[],\"sections\":[{{\"id\":\"s\",\"heading\":\"\",\"blocks\":[{blocks}]}}]}}"
        )
    };
    let strong = ("{\"type\":\"strong\",\"content\":[", "]}");
    let list = ("{\"type\":\"list\",\"ordered\":false,\"items\":[[", "]]}");
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), list] {
        for n in [200, 100_000] {
            let error = serde_json::from_str::<Notice>(&deep(open, close, n)).unwrap_err();
            assert!(error.is_syntax() || error.is_data(), "{error}");
        }
    }
    let row = |n: usize| {
        let content = format!("{}{}", strong.0.repeat(n), strong.1.repeat(n));
        format!("{{\"dataUse\":null,\"category\":\"c\",\"text\":[{content}],\"rule\":{{\"kind\":\"unspecified\"}}}}")
    };
    assert!(serde_json::from_str::<Retention>(&row(20)).is_ok());
    assert!(serde_json::from_str::<Retention>(&row(100_000)).is_err());
    // What no reader takes must not bring a comparison down either.
    let mut inline = Inline::Text { text: "x".into() };
    for _ in 0..60 {
        inline = Inline::Strong { content: vec![inline] };
    }
    assert_eq!(ciente_notice::plain_text(&[inline]), "x");
}
