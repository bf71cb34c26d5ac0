//! The code blocks of a document, and what their info strings say of them: a language, then `name` or `name=value`, each
//! after a comma. `docs/README.md` says what the names mean.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// A fenced block.
#[derive(Debug, Clone)]
pub struct Block {
    /// The first word of its info string.
    pub language: String,
    /// What follows, in its order; without a value it is the empty one.
    pub tags: Vec<(String, String)>,
    /// What stands in it.
    pub text: String,
    /// The line of the document on which it begins.
    pub line: usize,
}

impl Block {
    /// The value of a tag, where the block has it.
    pub fn tag(&self, name: &str) -> Option<&str> {
        self.tags.iter().find(|(tag, _)| tag == name).map(|(_, value)| value.as_str())
    }

    /// What a reader sees first of it.
    pub fn first_line(&self) -> &str {
        self.text.lines().next().unwrap_or_default()
    }
}

/// All blocks of a document, fenced ones only: the documents of this repository have no others.
pub fn blocks(document: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut is_open = false;
    for (event, range) in Parser::new(document).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let mut words = info.split(',').map(str::trim);
                let language = words.next().unwrap_or_default().to_owned();
                let tag = |word: &str| {
                    let (name, value) = word.split_once('=').unwrap_or((word, ""));
                    (name.to_owned(), value.to_owned())
                };
                let line = document[..range.start].matches('\n').count() + 1;
                found.push(Block { language, tags: words.map(tag).collect(), text: String::new(), line });
                is_open = true;
            }
            Event::End(TagEnd::CodeBlock) => is_open = false,
            Event::Text(text) if is_open => {
                if let Some(block) = found.last_mut() {
                    block.text.push_str(&text);
                }
            }
            _ => {}
        }
    }
    found
}
