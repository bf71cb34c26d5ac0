//! Indonesian.

use super::Strings;

pub(super) static STRINGS: Strings = Strings {
    locale: "id",
    acknowledge: "Saya sudah membaca",
    decline: "Jangan sekarang, keluar",
    dismiss: "Tutup",
    version: "Versi",
    effective_from: "berlaku sejak {}",
    data_uses: "Data apa yang digunakan, untuk apa, dan atas dasar hukum apa",
    retention: "Berapa lama setiap jenis data disimpan",
    while_used: "Selama Anda menggunakannya",
    while_used_then: "Selama Anda menggunakannya, lalu {}",
    unspecified: "Tanpa jangka waktu tetap",
    saving: "Menyimpan…",
    sending: "Mengirim…",
    recorded: "Tercatat: Anda telah membaca pemberitahuan ini.",
    pending: "Tersimpan di perangkat ini. Akan dikirim begitu server dapat dihubungi.",
    pending_in_memory: "Belum terkirim, dan peramban ini tidak mengizinkan penyimpanan. Biarkan halaman ini terbuka sampai terkirim.",
    failed: "Belum tercatat. Silakan coba lagi.",
    rejected: "Server menolak pencatatan ini. Dukungan obrolan dapat membantu.",
    reloading: "Pemberitahuan ini telah berubah. Memuat versi terbaru…",
    replaced: "Pemberitahuan berubah saat Anda membacanya. Ini versi terbaru.",
};
