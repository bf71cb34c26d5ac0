//! Which links a notice may hold.

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

#[cfg(test)]
mod tests {
    use super::is_allowed_link;

    #[test]
    fn only_safe_schemes_pass() {
        for good in [
            "https://chat.example/a?b:c",
            "HTTPS://x.example",
            "mailto:a@b.example",
            "tel:+55",
            "/privacy",
            "privacy.html",
            "#rights",
            "a/b:c",
            "?q=1:2",
        ] {
            assert!(is_allowed_link(good), "{good}");
        }
        for bad in [
            "",
            "http://x.example",
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            " javascript:x",
            "JavaScript:x",
            "data:text/html,x",
            "//evil.example",
            "\\\\evil.example",
            "/\\evil.example",
            "blob:x",
            "file:///x",
            "vbscript:x",
        ] {
            assert!(!is_allowed_link(bad), "{bad}");
        }
    }
}
