//! From blocks to a notice: sections, rows, links between the tables, ids. What words mean is decided in `words`, which
//! table means what in `tables`.

mod anchors;
mod blocks;
mod ids;
mod version;

pub(crate) use ids::slug;
pub(crate) use version::{source_locale, version};

use crate::{
    markdown::{self, Kind, one_line},
    report::{Code, Place, Report, Severity, SourceText},
    tables::{self, Role, RuleCells, UseCells},
    words,
};
use blocks::Blocks;
use ciente_notice::{Block, DataUse, Inline, Notice, NoticeFormat, Retention, Section, plain_text};
use std::{ops::Range, sync::Arc};

/// A document read, with the places that its parts came from. Ids are those of its own words.
#[derive(Debug)]
pub(crate) struct Draft {
    /// The notice; its id, version and title are not set yet.
    pub(crate) notice: Notice,
    /// The file.
    pub(crate) file: Arc<SourceText>,
    /// The only heading of the first level, if the document begins with it.
    pub(crate) first_heading: Option<String>,
    /// For each retention row, the index of its data use.
    pub(crate) links: Vec<Option<usize>>,
    /// Whether something of it could not be read, so that comparing it with other locales says nothing new.
    pub(crate) is_broken: bool,
    /// Where each section begins.
    pub(crate) section_spans: Vec<Range<usize>>,
    /// Where each data use stands.
    pub(crate) use_cells: Vec<UseCells>,
    /// Where each retention rule stands.
    pub(crate) rule_cells: Vec<RuleCells>,
}

/// The links among inlines, wherever they stand.
fn links_of(inlines: &[Inline]) -> Vec<Inline> {
    let links = inlines.iter().flat_map(|inline| match inline {
        Inline::Link { .. } => vec![inline.clone()],
        Inline::Strong { content } | Inline::Emphasis { content } => links_of(content),
        Inline::Text { .. } | Inline::Code { .. } => Vec::new(),
    });
    let text = |text: &str| Inline::Text { text: text.to_owned() };
    links.enumerate().flat_map(|(n, link)| (n > 0).then(|| text(" ")).into_iter().chain([link])).collect()
}

/// Reads one document into a draft.
pub(crate) fn document(file: &Arc<SourceText>, locale: &str, report: &mut Report) -> Draft {
    let before = report.findings().len();
    // By what a finding weighs of itself: with `--strict`, a dropped tag breaks no table.
    let is_broken = |report: &Report| {
        report.findings().iter().skip(before).any(|finding| finding.code.severity() == Severity::Error)
    };
    let mut nodes = markdown::read(file, report);
    let language = words::language(locale);
    anchors::resolve(&mut nodes);
    let roles = tables::understand(&mut nodes, language);
    let title = title(&nodes);
    if nodes.is_empty() {
        let message = format!("{} holds no text", file.path.display());
        report.about(Code::DocumentEmpty, message, "Write the notice, or take the file away.");
    } else if !is_broken(report) {
        // A table that could not be read is not missing as well.
        report_missing_tables(file, &roles, report);
    }

    let mut sections: Vec<Section> = Vec::new();
    let mut section_spans = Vec::new();
    let mut blocks = Blocks::new(file, &roles, report);
    for node in nodes {
        if let Kind::Heading { level, content, .. } = &node.kind {
            sections.push(Section {
                id: String::new(),
                heading: one_line(&plain_text(content)),
                level: *level,
                blocks: Vec::new(),
            });
            section_spans.push(node.span);
            // A heading is a text without links; they stand below it.
            let links = links_of(content);
            if let (false, Some(section)) = (links.is_empty(), sections.last_mut()) {
                section.blocks.push(Block::Paragraph { content: links });
            }
            continue;
        }
        if sections.is_empty() {
            sections.push(Section { id: String::new(), heading: String::new(), level: 2, blocks: Vec::new() });
            section_spans.push(node.span.clone());
        }
        if let Some(section) = sections.last_mut() {
            section.blocks.extend(blocks.read(node));
        }
    }
    let (uses, kept) = blocks.rows();

    let categories: Vec<String> = uses.iter().map(|row| row.category.clone()).collect();
    let labels: Vec<String> = kept.iter().map(|row| row.category.clone()).collect();
    let purposes: Vec<String> = uses.iter().map(|row| plain_text(&row.purpose)).collect();
    let services = words::services(&purposes, &[]);
    let service_names = words::service_names(&purposes);
    let use_cells = uses.iter().map(|row| row.cells.clone()).collect();
    let rule_cells = kept.iter().map(|row| row.cells.clone()).collect();
    let data_uses = uses
        .into_iter()
        .zip(services)
        .map(|(row, services)| DataUse {
            id: String::new(),
            basis: words::basis(&plain_text(&row.legal_basis), language),
            category: row.category,
            item_list: tables::items(&plain_text(&row.items), language),
            items: row.items,
            purpose: row.purpose,
            legal_basis: row.legal_basis,
            services,
        })
        .collect();
    let retention = kept
        .into_iter()
        .map(|row| Retention {
            data_use: None,
            rule: words::rule_under(&row.header, &row.text, &row.category, language),
            category: row.category,
            text: row.text,
        })
        .collect();
    let notice = Notice {
        format: NoticeFormat,
        id: String::new(),
        version: String::new(),
        locale: locale.to_owned(),
        effective_from: None,
        title: String::new(),
        controller: None,
        contact: None,
        sections,
        data_uses,
        retention,
        service_names,
    };
    let mut draft = Draft {
        notice,
        file: file.clone(),
        first_heading: title,
        links: tables::links(&categories, &labels),
        is_broken: is_broken(report),
        section_spans,
        use_cells,
        rule_cells,
    };
    ids::name_by_own_words(&mut draft);
    draft
}

/// The document's first heading, if it is the only one of the first level: what stands before it (a date, a line for a program)
/// is no other title.
fn title(nodes: &[markdown::Node]) -> Option<String> {
    let mut headings = nodes.iter().filter_map(|node| match &node.kind {
        Kind::Heading { level, content, .. } => Some((*level, content)),
        _ => None,
    });
    let (level, content) = headings.next()?;
    (level == 1 && headings.all(|(level, _)| level > 1)).then(|| one_line(&plain_text(content)))
}

fn report_missing_tables(file: &Arc<SourceText>, roles: &tables::Roles, report: &mut Report) {
    let start = file.text.len() - file.text.trim_start().len();
    let place = || Place { file: file.clone(), span: start..file.line_range(file.line(start)).end };
    let has = |role: Role| roles.values().any(|found| *found == role);
    if !has(Role::DataUses) {
        let help = "The data-use table has three columns (personal data, use, legal basis), and each row begins with the \
                    kind of data in bold. Without it the notice shows the text alone.";
        report.at(Code::NoDataUses, place(), "no table of data uses was found", help);
    }
    if !has(Role::Retention) {
        let help = "The retention table has two columns (personal data, retention), stands behind the data-use table and \
                    names the same kinds of data.";
        report.at(Code::NoRetention, place(), "no table of retention was found", help);
    }
}
