//! What people may ask for. Where a text enumerates it, one less is a right less.

use super::super::similar::words;
use std::collections::BTreeSet;

/// A right each: how words for it begin, folded, in the languages of the command and their neighbours; in scripts that set
/// no words apart, what is looked for within.
const RIGHTS: &[&str] = &[
    // To see it
    "access acced acess see view mengakses auskunft acces inzage dostep akses erisim доступ insyn الوصول الاطلاع 查阅 查閱 查询 查詢 查看 访问 開示 アクセス 閲覧 열람 조회",
    // To have it put right
    "rectif retific correct correg corrig amend berichtig korrektur korrig rettific sprostow perbaik memperbaik koreksi mengoreksi duzelt исправ تصحيح التصحيح 更正 修改 訂正 修正 정정 수정",
    // To have it removed
    "eras delet remov elimin exclu apag supres suprim cancel borr losch effac suppress verwijder usun hapus menghapus penghapus silme silin silmek sildir удал حذف الحذف وحذف محو 删除 刪除 削除 消去 삭제",
    // To object
    "objet object opos opon oppos widerspr bezwaar sprzeciw keberatan itiraz возраж اعتراض الاعتراض والاعتراض 反对 反對 異議 이의 반대",
    // To have its use restricted
    "restrict limit einschrank beperk ogranicz membatas pembatas kisitla огранич تقييد 限制 利用停止 처리정지 처리 정지",
    // To take it along
    "portab datenubertragb ubertragb overdraagb przenos tasinabil 转移 轉移 可携 ポータビリティ 이동",
    // To take back what was allowed
    "withdraw revok revog revoc widerruf intrek wycof mencabut pencabut 撤回 철회",
];

/// Words of sentences about what people may do, folded, in the same way.
const MAY: &[&str] = &[
    "right",
    "entitled",
    "request",
    "direit",
    "pode",
    "derech",
    "pued",
    "recht",
    "konnen",
    "droit",
    "pouvez",
    "diritt",
    "puo",
    "mozesz",
    "prawo",
    "berhak",
    "hak",
    "dapat",
    "hakk",
    "يمكن",
    "حق",
    "ваше",
    "право",
    "权",
    "權",
    "可以",
    "請求",
    "求め",
    "권리",
    "요구",
    "요청",
    "청구",
];

/// Which rights a folded text names, if it is a text about rights.
pub(in crate::changes) fn rights(text: &str) -> BTreeSet<usize> {
    let words = words(text);
    let names = |stem: &str| says(stem, text, &words);
    let found: BTreeSet<usize> = (0..RIGHTS.len()).filter(|nth| RIGHTS[*nth].split_whitespace().any(names)).collect();
    let is_about_them = found.len() > 2 || found.len() > 1 && MAY.iter().any(|stem| says(stem, text, &words));
    if is_about_them { found } else { BTreeSet::new() }
}

/// Which of these rights a text does not name at all.
pub(in crate::changes) fn unnamed(rights: &BTreeSet<usize>, text: &str) -> BTreeSet<usize> {
    let words = words(text);
    let is_named = |nth: &usize| RIGHTS[*nth].split_whitespace().any(|stem| says(stem, text, &words));
    rights.iter().copied().filter(|nth| !is_named(nth)).collect()
}

fn says(stem: &str, text: &str, words: &[&str]) -> bool {
    let is_spaced = stem.chars().all(|c| !super::super::fold::is_unspaced(c));
    if is_spaced { words.iter().any(|word| word.starts_with(stem)) } else { text.contains(stem) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::changes::fold::fold;

    #[test]
    fn the_stems_are_as_texts_are_compared() {
        for stem in RIGHTS.iter().flat_map(|right| right.split_whitespace()).chain(MAY.iter().copied()) {
            assert_eq!(fold(stem), stem);
        }
    }

    #[test]
    fn other_words_for_a_right_are_that_right() {
        for (old, new) in [
            ("access, rectification and erasure", "access, rectify and delete"),
            ("Puede pedir acceso y rectificación", "Puede acceder y rectificar"),
            ("訂正、削除を請求できます", "修正、消去を請求できます"),
            ("您可以查阅、更正", "您可以查看、修改"),
        ] {
            assert!(unnamed(&rights(&fold(old)), &fold(new)).is_empty(), "{old} {new}");
            assert!(!rights(&fold(old)).is_empty(), "{old}");
        }
        for other in ["We delete your access logs", "Only staff have access", "メッセージの追加と削除"] {
            assert!(rights(&fold(other)).is_empty(), "{other}");
        }
    }
}
