//! What makes a [`Notice`] valid beyond its JSON types. Every violation is returned, not only the first.

use crate::{
    Block, Inline, Notice, Violation, ViolationCode, digest::descend, is_allowed_link, is_locale, is_notice_id,
    is_version_label, plain_text,
};
use std::collections::HashSet;

/// All violations of a notice, in document order; empty when it is valid.
pub fn validate(notice: &Notice) -> Vec<Violation> {
    let mut check = Check::default();
    check.names(notice);
    check.sections(notice);
    check.rows(notice);
    check.cover(notice);
    check.found
}

#[derive(Default)]
struct Check {
    place: String,
    depth: usize,
    found: Vec<Violation>,
}

/// How deep lists or inlines nest: more than anyone writes, and less than what a stack or a reader of JSON bears.
const DEEPEST: usize = 32;

impl Check {
    fn at(&mut self, token: &str, visit: impl FnOnce(&mut Self)) {
        let mut place = std::mem::take(&mut self.place);
        descend(&mut place, token, |place| {
            self.place.clone_from(place);
            visit(self);
        });
        self.place = place;
    }

    fn each<'a, T>(&mut self, member: &str, items: &'a [T], mut visit: impl FnMut(&mut Self, &'a T)) {
        self.at(member, |check| {
            for (i, item) in items.iter().enumerate() {
                check.at(&i.to_string(), |check| visit(check, item));
            }
        });
    }

    fn report(&mut self, code: ViolationCode, detail: impl Into<String>) {
        self.found.push(Violation { pointer: self.place.clone(), code, detail: detail.into() });
    }

    fn text(&mut self, member: &str, text: &str) {
        self.at(member, |check| check.words(text));
    }

    /// A text that is the place itself.
    fn words(&mut self, text: &str) {
        if text.trim().is_empty() {
            self.report(ViolationCode::Empty, "there must be words here");
        }
        self.characters(text);
    }

    /// A line feed is a line break; every other control character is one that nobody sees and programs trip over.
    fn characters(&mut self, text: &str) {
        if let Some(c) = text.chars().find(|c| c.is_control() && *c != '\n') {
            let detail = format!("the control character U+{:04X} has no place in a text", u32::from(c));
            self.report(ViolationCode::Malformed, detail);
        }
    }

    fn link(&mut self, member: &str, href: &str) {
        if !is_allowed_link(href) {
            let detail = format!("\"{href}\": links are https:, mailto:, tel: or relative");
            self.at(member, |check| check.report(ViolationCode::RefusedLink, detail));
        }
    }

    fn deeper(&mut self, visit: impl FnOnce(&mut Self)) {
        if self.depth >= DEEPEST {
            return self.report(ViolationCode::Malformed, format!("nested deeper than {DEEPEST} levels"));
        }
        self.depth += 1;
        visit(self);
        self.depth -= 1;
    }

    fn names(&mut self, notice: &Notice) {
        let malformed = ViolationCode::Malformed;
        if !is_notice_id(&notice.id) {
            self.at("id", |c| {
                c.report(malformed, "an id is 1 to 64 of a-z, 0-9, '.', '_' and '-', first a letter or digit")
            });
        }
        if !is_version_label(&notice.version) {
            self.at("version", |c| {
                c.report(malformed, "a label is 1 to 64 letters, digits, '.', '_' and '-', first a letter or digit");
            });
        }
        if !is_locale(&notice.locale) {
            self.at("locale", |c| c.report(malformed, "not a language tag such as pt-BR (BCP 47)"));
        }
        if notice
            .effective_from
            .as_ref()
            .is_some_and(|day| day.len() != 10 || day.parse::<jiff::civil::Date>().is_err())
        {
            self.at("effectiveFrom", |c| c.report(malformed, "not a day such as 2022-05-07"));
        }
        self.text("title", &notice.title);
        if let Some(controller) = &notice.controller {
            self.at("controller", |check| {
                check.text("name", &controller.name);
                controller.url.iter().for_each(|url| check.link("url", url));
            });
        }
        if let Some(contact) = &notice.contact {
            self.at("contact", |check| check.link("url", &contact.url));
        }
    }

    fn sections(&mut self, notice: &Notice) {
        let mut ids = HashSet::new();
        self.each("sections", &notice.sections, |check, section| {
            check.id(&section.id, &mut ids);
            check.at("heading", |check| check.characters(&section.heading));
            if !(1..=6).contains(&section.level) {
                check.at("level", |c| c.report(ViolationCode::Malformed, "a level is 1 to 6"));
            }
            check.at("blocks", |check| check.blocks(&section.blocks));
        });
    }

    fn id<'a>(&mut self, id: &'a str, seen: &mut HashSet<&'a str>) {
        if !is_notice_id(id) {
            self.at("id", |c| c.report(ViolationCode::Malformed, "an id is 1 to 64 of a-z, 0-9, '.', '_' and '-'"));
        }
        if !seen.insert(id) {
            self.at("id", |c| c.report(ViolationCode::Duplicate, format!("\"{id}\" is the id of an earlier one")));
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for (i, block) in blocks.iter().enumerate() {
            self.at(&i.to_string(), |check| check.block(block));
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph { content } => self.inlines("content", content),
            Block::List { items, .. } => {
                self.deeper(|check| check.each("items", items, |check, item| check.blocks(item)));
            }
            Block::Table { columns, rows } => {
                self.each("columns", columns, |check, cell| check.cell(cell));
                self.each("rows", rows, |check, row| {
                    if row.len() != columns.len() {
                        check.report(
                            ViolationCode::Ragged,
                            format!("{} cells in a table of {} columns", row.len(), columns.len()),
                        );
                    }
                    for (i, cell) in row.iter().enumerate() {
                        check.at(&i.to_string(), |check| check.cell(cell));
                    }
                });
            }
            Block::DataUses { columns, .. } | Block::Retention { columns, .. } => {
                self.each("columns", columns, |check, cell| check.cell(cell));
            }
        }
    }

    fn inlines(&mut self, member: &str, inlines: &[Inline]) {
        self.at(member, |check| check.cell(inlines));
    }

    fn cell(&mut self, inlines: &[Inline]) {
        for (i, inline) in inlines.iter().enumerate() {
            self.at(&i.to_string(), |check| match inline {
                Inline::Text { text } | Inline::Code { text } => check.at("text", |check| check.characters(text)),
                Inline::Strong { content } | Inline::Emphasis { content } => {
                    check.deeper(|check| check.inlines("content", content));
                }
                Inline::Link { href, content } => {
                    check.link("href", href);
                    check.deeper(|check| check.inlines("content", content));
                }
            });
        }
    }

    fn rows(&mut self, notice: &Notice) {
        let mut ids = HashSet::new();
        self.each("dataUses", &notice.data_uses, |check, row| {
            check.id(&row.id, &mut ids);
            check.text("category", &row.category);
            check.each("itemList", &row.item_list, |check, item| check.words(item));
            check.each("services", &row.services, |check, service| check.words(service));
            check.inlines("items", &row.items);
            check.inlines("use", &row.purpose);
            check.inlines("legalBasis", &row.legal_basis);
        });
        let mut abbreviations = HashSet::new();
        self.each("serviceNames", &notice.service_names, |check, service| {
            check.text("abbreviation", &service.abbreviation);
            check.text("name", &service.name);
            if !abbreviations.insert(service.abbreviation.as_str()) {
                let detail = format!("\"{}\" has a name already", service.abbreviation);
                check.at("abbreviation", |check| check.report(ViolationCode::Duplicate, detail));
            }
        });
        self.each("retention", &notice.retention, |check, row| {
            if let Some(id) = row.data_use.as_deref().filter(|id| !ids.contains(id)) {
                check.at("dataUse", |c| c.report(ViolationCode::Dangling, format!("no data use has the id \"{id}\"")));
            }
            check.text("category", &row.category);
            if plain_text(&row.text).trim().is_empty() {
                check.at("text", |c| c.report(ViolationCode::Empty, "a retention rule has words"));
            }
            check.inlines("text", &row.text);
        });
    }

    /// Every row is shown by exactly one block: nothing hidden, nothing twice.
    fn cover(&mut self, notice: &Notice) {
        let mut shown = [Vec::new(), Vec::new()];
        let mut stack: Vec<&Block> = notice.sections.iter().flat_map(|s| &s.blocks).collect();
        while let Some(block) = stack.pop() {
            match block {
                Block::DataUses { from, to, .. } => shown[0].push((*from as usize, *to as usize)),
                Block::Retention { from, to, .. } => shown[1].push((*from as usize, *to as usize)),
                Block::List { items, .. } => stack.extend(items.iter().flatten()),
                Block::Paragraph { .. } | Block::Table { .. } => {}
            }
        }
        let [data_uses, retention] = shown;
        for (member, mut ranges, rows) in
            [("dataUses", data_uses, notice.data_uses.len()), ("retention", retention, notice.retention.len())]
        {
            ranges.sort_unstable();
            let end = ranges.iter().try_fold(0, |end, &(from, to)| (from == end && to > from).then_some(to));
            if end != Some(rows) {
                self.at(member, |c| {
                    c.report(
                        ViolationCode::RowCover,
                        format!("the blocks of the text must show each of the {rows} rows once"),
                    );
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Contact, Controller, DataUse, Duration, NoticeFormat, Retention, Rule, Section, ServiceName};

    fn text(text: &str) -> Vec<Inline> {
        vec![Inline::Text { text: text.into() }]
    }

    fn notice() -> Notice {
        Notice {
            format: NoticeFormat,
            id: "im".into(),
            version: "2022-05".into(),
            locale: "en".into(),
            effective_from: Some("2022-05-07".into()),
            title: "Messages".into(),
            controller: Some(Controller { name: "Lamp Works".into(), url: Some("https://lamp.example".into()) }),
            contact: Some(Contact { url: "mailto:ask@lamp.example".into() }),
            sections: vec![Section {
                id: "use".into(),
                heading: "Use".into(),
                level: 2,
                blocks: vec![
                    Block::DataUses { columns: vec![], from: 0, to: 1 },
                    Block::Retention { columns: vec![], from: 0, to: 1 },
                ],
            }],
            data_uses: vec![DataUse {
                id: "logs".into(),
                category: "Logs".into(),
                items: text("address"),
                item_list: vec![],
                purpose: text("repair"),
                legal_basis: text("contract"),
                basis: None,
                services: vec![],
            }],
            retention: vec![Retention {
                data_use: Some("logs".into()),
                category: "Logs".into(),
                text: text("7 days"),
                rule: Rule::Fixed { duration: Duration::from_days(7) },
            }],
            service_names: vec![ServiceName { abbreviation: "LW".into(), name: "Lamp Works".into() }],
        }
    }

    fn found(change: impl FnOnce(&mut Notice)) -> Vec<(String, ViolationCode)> {
        let mut notice = notice();
        change(&mut notice);
        validate(&notice).into_iter().map(|v| (v.pointer, v.code)).collect()
    }

    fn one(pointer: &str, code: ViolationCode) -> Vec<(String, ViolationCode)> {
        vec![(pointer.into(), code)]
    }

    #[test]
    fn a_sound_notice_has_no_violation() {
        assert_eq!(found(|_| ()), []);
    }

    #[test]
    fn each_violation_has_its_place_and_code() {
        use ViolationCode as V;
        assert_eq!(found(|n| n.id = "../x".into()), one("/id", V::Malformed));
        assert_eq!(found(|n| n.version = String::new()), one("/version", V::Malformed));
        assert_eq!(found(|n| n.locale = "pt_BR".into()), one("/locale", V::Malformed));
        for day in ["2022-13-01", "2022-02-30", "2023-02-29", "0000-00-00", "", "20220507", "2022-05-07T00:00"] {
            assert_eq!(found(|n| n.effective_from = Some(day.into())), one("/effectiveFrom", V::Malformed));
        }
        assert_eq!(found(|n| n.title = " ".into()), one("/title", V::Empty));
        let controller = |name: &str, url: &str| Some(Controller { name: name.into(), url: Some(url.into()) });
        assert_eq!(found(|n| n.controller = controller(" ", "/about")), one("/controller/name", V::Empty));
        assert_eq!(found(|n| n.controller = controller("Lamp", "http://x")), one("/controller/url", V::RefusedLink));
        let contact = Contact { url: "javascript:ask()".into() };
        assert_eq!(found(|n| n.contact = Some(contact)), one("/contact/url", V::RefusedLink));
        assert_eq!(found(|n| n.service_names[0].name = " ".into()), one("/serviceNames/0/name", V::Empty));
        let twice = found(|n| n.service_names.push(n.service_names[0].clone()));
        assert_eq!(twice, one("/serviceNames/1/abbreviation", V::Duplicate));
        assert_eq!(found(|n| (n.controller, n.contact) = (None, None)), []);
        assert_eq!(found(|n| n.data_uses[0].category = String::new()), one("/dataUses/0/category", V::Empty));
        assert_eq!(found(|n| n.data_uses[0].item_list = vec![String::new()]), one("/dataUses/0/itemList/0", V::Empty));
        assert_eq!(found(|n| n.retention[0].text = vec![]), one("/retention/0/text", V::Empty));
        assert_eq!(found(|n| n.retention[0].data_use = Some("x".into())), one("/retention/0/dataUse", V::Dangling));
        assert_eq!(found(|n| n.sections[0].level = 7), one("/sections/0/level", V::Malformed));
        assert_eq!(found(|n| n.sections[0].blocks.truncate(1)), one("/retention", V::RowCover));
        assert_eq!(
            found(|n| n.sections[0].blocks.push(Block::DataUses { columns: vec![], from: 0, to: 1 })),
            one("/dataUses", V::RowCover)
        );
        assert_eq!(
            found(|n| n.sections.push(Section { blocks: vec![], ..n.sections[0].clone() })),
            one("/sections/1/id", V::Duplicate)
        );
        assert_eq!(
            found(|n| n.sections[0].blocks.push(Block::Table { columns: vec![text("a")], rows: vec![vec![]] })),
            one("/sections/0/blocks/2/rows/0", V::Ragged)
        );
    }

    #[test]
    fn links_are_found_however_deep_they_stand() {
        let link = Inline::Strong { content: vec![Inline::Link { href: "javascript:x".into(), content: vec![] }] };
        let deep = Block::List {
            ordered: false,
            start: 1,
            items: vec![vec![Block::List {
                ordered: false,
                start: 1,
                items: vec![vec![Block::Paragraph { content: vec![link] }]],
            }]],
        };
        assert_eq!(
            found(|n| n.sections[0].blocks.push(deep)),
            one("/sections/0/blocks/2/items/0/0/items/0/0/content/0/content/0/href", ViolationCode::RefusedLink)
        );
    }

    #[test]
    fn what_would_break_readers_is_found() {
        use ViolationCode as V;
        assert_eq!(found(|n| n.title = "a\u{0}".into()), one("/title", V::Malformed));
        assert_eq!(found(|n| n.sections[0].heading = "a\u{1b}[31m".into()), one("/sections/0/heading", V::Malformed));
        assert_eq!(found(|n| n.data_uses[0].items = text("a\u{7f}")), one("/dataUses/0/items/0/text", V::Malformed));
        assert_eq!(found(|n| n.data_uses[0].items = text("a\nb")), []);
        assert_eq!(found(|n| n.sections[0].id = String::new()), one("/sections/0/id", V::Malformed));
        assert_eq!(
            found(|n| {
                let mut row = n.data_uses[0].clone();
                row.id = "logs".into();
                n.data_uses.push(row);
                n.sections[0].blocks[0] = Block::DataUses { columns: vec![], from: 0, to: 2 };
            }),
            one("/dataUses/1/id", V::Duplicate)
        );
    }

    #[test]
    fn depth_ends_before_the_stack_does() {
        let mut inline = text("x");
        let mut block = Block::Paragraph { content: text("x") };
        for _ in 0..3000 {
            inline = vec![Inline::Strong { content: inline }];
            block = Block::List { ordered: false, start: 1, items: vec![vec![block]] };
        }
        let found = found(|n| n.sections[0].blocks.extend([block, Block::Paragraph { content: inline }]));
        let codes: Vec<_> = found.iter().map(|(_, code)| *code).collect();
        assert_eq!(codes, [ViolationCode::Malformed; 2]);
        assert!(found[1].0.len() < 1000, "{}", found[1].0);
    }

    #[test]
    fn all_violations_are_returned_at_once() {
        assert_eq!(
            found(|n| {
                n.title.clear();
                n.id.clear();
                n.retention[0].category.clear();
            })
            .len(),
            3
        );
    }
}
