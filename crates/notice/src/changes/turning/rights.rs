//! What people may ask for. Where a text enumerates it, one less is a right less.

use super::super::similar::words;
use std::collections::BTreeSet;

/// A right each: how words for it begin, folded, in the languages of the command and their neighbours; in scripts that set
/// no words apart, what is looked for within.
const RIGHTS: &[&str] = &[
    // To see it
    "access acced acess aced mengakses inzien einseh auskunft acces inzage dostep akses erisim доступ insyn الوصول الاطلاع 查阅 查閱 查询 查詢 查看 访问 复制 開示 アクセス 閲覧 열람 조회",
    // To have it put right
    "rectif retific correct correc correz correg corrig amend berichtig korrektur korrig rettific sprostow perbaik memperbaik koreksi mengoreksi duzelt исправ تصحيح التصحيح 更正 修改 訂正 修正 정정 수정",
    // To have it removed
    "eras delet remov elimin exclu apag supres suprim cancel borr losch effac suppress supprim anonim 注销 verwijder usun hapus menghapus penghapus silme silin silmek sildir удал حذف الحذف وحذف محو 删除 刪除 削除 消去 삭제",
    // To object
    "objet object opos opon oppos widerspr bezwaar sprzeciw keberatan menolak tolak itiraz возраж اعتراض الاعتراض والاعتراض 反对 反對 異議 이의 반대",
    // To have its use restricted
    "restrict limitac limitat limitaz einschrank beperk ogranicz membatas pembatas kisitla огранич تقييد 限制 利用停止 提供の停止 처리정지",
    // To take it along
    "portab datenubertragb ubertragb overdraagb przenos tasinabil 转移 轉移 可携 ポータビリティ 이동",
    // To complain to an authority
    "complain beschwer reclam queja plainte keluhan mengadu pengaduan mengajukan skarg жалоб شكوى 投诉 申诉 苦情 불만 민원",
    // To refuse, or to call it off
    "unsubscrib refus recus rechaz ablehn abmeld 拒绝 拒否 거부",
    // To take back what was allowed
    "withdraw revok revog revoc widerruf intrek wycof mencabut pencabut 撤回 철회",
];

/// Words of sentences about what people may do, folded, in the same way.
const MAY: &[&str] = &[
    "right",
    "entitled",
    "request",
    "ask",
    "direit",
    "pode",
    "pued",
    "derech",
    "recht",
    "konnen",
    "kunt",
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
    "يحق",
    "الحق",
    "право",
    "权",
    "權",
    "可以",
    "請求",
    "求め",
    "権利",
    "권리",
    "요구",
    "요청",
    "청구",
];

/// To call something off, in two words: a right of its own.
const CALLED_OFF: [&str; 5] = ["opt out", "turn off", "switch off", "turn it off", "switch it off"];

/// The same in two words.
const YOU_MAY: [&str; 8] =
    ["you may", "you can", "parent can", "parents can", "guardian can", "user can", "users can", "child can"];

/// What a word for a right is part of, and has nothing to do with.
const NONE: [&str; 4] = ["授权", "授權", "未经", "未經"];

/// Which rights a folded text names, if it is about what people may do.
pub(in crate::changes) fn rights(text: &str) -> BTreeSet<usize> {
    let words = words(text);
    let may = MAY.iter().any(|stem| says(stem, text, &words)) || YOU_MAY.iter().any(|may| text.contains(may));
    if !may || NONE.iter().any(|part| text.contains(part)) {
        return BTreeSet::new();
    }
    named(text, &words)
}

/// Which of several rights that stand together in one text another does not name at all.
pub(in crate::changes) fn lost(old: &str, new: &str) -> BTreeSet<usize> {
    let rights = rights(old);
    if rights.len() > 1 { &rights - &named(new, &words(new)) } else { BTreeSet::new() }
}

/// Which rights a folded text has a word for, whatever else it is about; to call something off is the last of them.
fn named(text: &str, words: &[&str]) -> BTreeSet<usize> {
    let off = CALLED_OFF.iter().any(|phrase| text.contains(phrase)).then_some(RIGHTS.len());
    (0..RIGHTS.len())
        .filter(|nth| RIGHTS[*nth].split_whitespace().any(|stem| says(stem, text, words)))
        .chain(off)
        .collect()
}

/// What stands before a word and is written with it: articles that lost their vowel, and those of Arabic.
const BEFORE: [&str; 9] = ["l", "d", "qu", "dell", "all", "و", "ال", "وال", "ب"];

fn says(stem: &str, text: &str, words: &[&str]) -> bool {
    if stem.chars().any(super::super::fold::is_unspaced) {
        return text.contains(stem);
    }
    let begins = |word: &&str| {
        word.starts_with(stem)
            || stem.chars().count() > 3
                && BEFORE.iter().any(|before| word.strip_prefix(before).is_some_and(|rest| rest.starts_with(stem)))
    };
    words.iter().any(begins)
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
            ("Your rights: access, rectification and erasure", "You may ask us to access, rectify and delete it"),
            ("Puede pedir acceso y rectificación", "Puede acceder y rectificar"),
            ("Vous avez un droit d'accès et de rectification", "Vous avez droit à l'accès et à la rectification"),
            ("訂正、削除を請求できます", "修正、消去を請求できます"),
            ("您可以查阅、更正", "您可以查看、修改"),
        ] {
            let (old, new) = (fold(old), fold(new));
            assert_eq!(rights(&old).len(), rights(&new).len(), "{old} {new}");
            assert!(rights(&old).len() > 1 && lost(&old, &new).is_empty(), "{old} {new}");
        }
        for (old, new) in [
            ("You may ask for access and correction", "You may ask for access"),
            ("A parent can see, correct or delete it", "A parent can see or correct it"),
            ("Você tem direito a acesso e correção", "Você tem direito a acesso"),
            ("열람과 처리정지를 요구할 수 있습니다", "열람을 요구할 수 있습니다"),
        ] {
            assert_eq!(lost(&fold(old), &fold(new)).len(), 1, "{old} {new}");
        }
    }

    #[test]
    fn sentences_about_anything_else_take_no_right() {
        for (old, new) in [
            ("We restrict access and remove old logs", "We restrict who reads it"),
            ("メッセージの追加と削除", "メッセージの登録"),
            ("防止未经授权的访问和修改", "防止未经授权的篡改"),
            ("개인정보 처리와 관련하여 삭제를 요청할 수 있습니다", "개인정보와 관련하여 삭제를 요청할 수 있습니다"),
        ] {
            assert!(lost(&fold(old), &fold(new)).is_empty(), "{old} {new}");
        }
    }
}
