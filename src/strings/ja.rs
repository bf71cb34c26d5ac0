//! Japanese.

use super::Strings;

pub(super) static STRINGS: Strings = Strings {
    locale: "ja",
    acknowledge: "確認しました",
    decline: "今はしない（ログアウト）",
    dismiss: "閉じる",
    version: "バージョン",
    effective_from: "{}から適用",
    data_uses: "利用するデータとその目的、法的根拠",
    retention: "データの種類ごとの保存期間",
    while_used: "ご利用中",
    while_used_then: "ご利用中と、その後{}",
    unspecified: "期間の定めなし",
    saving: "保存しています…",
    sending: "送信しています…",
    recorded: "記録しました。このお知らせは確認済みです。",
    pending: "この端末に保存しました。サーバーに接続でき次第、送信します。",
    pending_in_memory: "まだ送信されていません。このブラウザーでは保存できないため、送信が終わるまでこのページを開いたままにしてください。",
    failed: "まだ記録されていません。もう一度お試しください。",
    rejected: "サーバーが記録を受け付けませんでした。チャットのサポートにお問い合わせください。",
    reloading: "このお知らせは変更されました。現在の版を読み込んでいます…",
    replaced: "お読みになっている間にお知らせが変更されました。これが現在の版です。",
};
