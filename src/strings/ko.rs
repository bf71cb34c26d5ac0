//! Korean.

use super::Strings;

pub(super) static STRINGS: Strings = Strings {
    locale: "ko",
    acknowledge: "확인했습니다",
    decline: "나중에 하고 로그아웃",
    dismiss: "닫기",
    version: "버전",
    effective_from: "{}부터 시행",
    data_uses: "이용하는 데이터, 목적 및 법적 근거",
    retention: "데이터 종류별 보관 기간",
    while_used: "이용하는 동안",
    while_used_then: "이용하는 동안, 이후 {}",
    unspecified: "정해진 기간 없음",
    essence: "한눈에 보기",
    legal_basis: "법적 근거",
    services: "관련 서비스",
    after_end: "이용 종료 후",
    contents: "전문",
    filter: "표에서 찾기",
    more_items: "나머지 보기({})",
    bases: ["회원과의 계약", "법적 의무", "생명 보호", "공익 업무", "정당한 이익", "본인의 동의"],
    saving: "저장하는 중…",
    sending: "보내는 중…",
    recorded: "기록되었습니다. 이 고지를 확인하셨습니다.",
    pending: "이 기기에 저장했습니다. 서버에 연결되면 바로 전송합니다.",
    pending_in_memory: "아직 전송되지 않았고 이 브라우저에는 저장할 수 없습니다. 전송될 때까지 이 페이지를 열어 두세요.",
    rejected: "서버가 기록을 거부했습니다. 채팅 고객지원에 문의하세요.",
    reloading: "고지가 변경되었습니다. 현재 버전을 불러오는 중…",
    replaced: "읽는 동안 고지가 변경되었습니다. 현재 버전입니다.",
};
