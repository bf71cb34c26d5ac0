//! Which links a notice may hold, and where those within it lead.

/// Whether a link may stand in a notice: `https:`, `mailto:`, `tel:`, or relative to the page that shows it.
///
/// Control characters and white space are refused everywhere, because browsers strip some of them before they read the
/// scheme (WHATWG URL, "basic URL parser": `java\nscript:` is `javascript:`). So is a leading `//` or `\`, which looks
/// relative and names another host.
pub fn is_allowed_link(href: &str) -> bool {
    if href.is_empty()
        || href.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\')
        || href.starts_with("//")
    {
        return false;
    }
    let before_path = href.split(['/', '?', '#']).next().unwrap_or_default();
    match before_path.split_once(':') {
        None => true,
        Some((scheme, _)) => ["https", "mailto", "tel"].iter().any(|allowed| scheme.eq_ignore_ascii_case(allowed)),
    }
}

/// What links to a heading call it, unless its author named it: what GitHub makes of its words, which is letters, digits,
/// hyphens and underscores in lower case, and hyphens for spaces.
pub fn anchor(heading: &str) -> String {
    let kept = |c: char| match c {
        ' ' => Some('-'),
        c if c.is_alphanumeric() || matches!(c, '-' | '_') => Some(c),
        _ => None,
    };
    heading.trim().to_lowercase().chars().filter_map(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::is_allowed_link;

    #[derive(serde::Deserialize)]
    struct Links {
        allowed: Vec<String>,
        refused: Vec<String>,
    }

    #[test]
    fn only_safe_schemes_pass() {
        let links: Links = serde_json::from_str(include_str!("../../../tests/twins/links.json")).unwrap();
        for good in links.allowed {
            assert!(is_allowed_link(&good), "{good}");
        }
        for bad in links.refused {
            assert!(!is_allowed_link(&bad), "{bad}");
        }
    }
}
