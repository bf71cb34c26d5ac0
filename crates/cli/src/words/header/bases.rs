//! What columns of legal bases are called.

/// Words that a column of legal bases is called by.
pub(super) const BASES: &[&str] = &[
    "legal",
    "lawful",
    "basis",
    "bases",
    "ground",
    "grounds",
    "base",
    "juridica",
    "juridico",
    "fundamento",
    "fundamentos",
    "dasar",
    "hukum",
    "القانوني",
    "الأساس",
    "أساس",
    "القانونية",
    "법적",
    "근거",
    "rechtsgrundlage",
    "rechtsgrundlagen",
    "fondement",
    "legale",
    "juridique",
    "juridiques",
    "giuridica",
];

pub(super) const BASES_PARTS: &[&str] = &["根拠", "依据", "依據", "法的", "法律"];
