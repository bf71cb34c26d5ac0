//! Indonesian.

use super::Written;

pub(super) const WORDS: Written = Written {
    spaced: true,
    bounded: true,
    policy: &["(kebijakan|pemberitahuan|pernyataan) (privasi|pelindungan data|perlindungan data)<ini>"],
    refers: &[
        "tergabung", "digabungkan", "bagian dari", "melengkapi", "pelengkap", "sebagaimana*", "seperti (yang |)(di|ter)*", "sesuai (dengan |)", "(dijelaskan|ditentukan|disebutkan|ditetapkan|tercantum|diuraikan)", "lihat",
    ],
    controller: &["pengontrol*", "pengendali*", "penanggung jawab*", "siapa kami"],
    contact: &["hubungi*", "menghubungi*", "kontak*", "surel", "email", "e-mail", "kirim surat*", "pejabat pelindungan data"],
    recipients: &["membagikan*", "berbagi", "dibagikan*", "bagikan*", "penerima*", "pihak ketiga", "mengungkapkan*", "diungkapkan*", "pengungkapan*", "mentransfer*", "ditransfer*"],
    retention: &["retensi", "penyimpanan", "(menyimpan|disimpan)…(selama|hingga|sampai)", "menghapus*", "dihapus*", "penghapusan*", "berapa lama", "jangka waktu"],
    rights: &[
        "hak (anda|-hak anda|subjek data|pemilik data|subjek|privasi)", "hak-hak (anda|subjek|pemilik)*", "hak (untuk |atas |)(meng|mem|men|akses|koreksi|penghapusan|portabilitas|keberatan|memperoleh|mendapat)*",
        "meminta (akses|penghapusan|perbaikan|salinan)",
    ],
    exercise: &["menggunakan hak*", "melaksanakan hak*", "menjalankan hak*", "mengajukan*", "ajukan*", "(kirim|mengirim|mengirimkan|kirimkan) permintaan*", "hubungi*", "menghubungi*", "tulis*"],
    complaint: &["otoritas (pengawas|pelindungan data|perlindungan data)*", "lembaga (pelindungan|perlindungan|pengawas)*", "(keluhan|pengaduan|aduan)*", "komdigi", "kominfo"],
    qualifiers: &[
        "mungkin", "kami (juga |)(dapat|bisa)", "<anda|pengguna|anda juga>dapat (juga |)(di)*", "terkadang", "kadang-kadang", "dari waktu ke waktu", "dalam (beberapa|hal) (kasus|keadaan|tertentu)",
        "(data|informasi) (pribadi |)tertentu", "termasuk(,|) (namun|tetapi|tapi) tidak terbatas pada", "dan lain-lain", "dan sebagainya", "dll", "dsb", "jika (diperlukan|perlu)", "bila (diperlukan|perlu)", "sebagaimana mestinya",
    ],
    open_ended: &[
        "(selama|sepanjang) (masih |hal itu |data tersebut |itu |)(diperlukan|dibutuhkan|perlu)", "(selama|sepanjang) kami (masih |)(membutuhkan|memerlukan)*", "(jangka waktu|periode|waktu) yang (diperlukan|dibutuhkan|wajar|perlu)",
        "tanpa batas waktu", "tidak (lagi |)(diperlukan|dibutuhkan)( lagi|)",
    ],
    empty_purposes: &[
        "(meningkatkan|memperbaiki|mengoptimalkan|menyempurnakan) pengalaman*", "pengalaman (pengguna |)(yang |)(lebih baik|terbaik)", "personalisasi*", "mempersonalisasi*", "(tujuan|keperluan) (penelitian|riset|bisnis|internal|umum|lain|lainnya)",
        "mengembangkan (layanan|produk|fitur) baru", "melayani anda (dengan |)lebih baik",
    ],
    improvement: &[
        "meningkatkan*", "peningkatan*", "memperbaiki (fitur|layanan|produk|kualitas|kinerja)*", "menyempurnakan*", "penyempurnaan*", "mengoptimalkan*", "pengoptimalan*", "optimalisasi*", "pengembangan (produk|layanan|fitur)*",
        "mengembangkan (produk|layanan|fitur)*", "analitik*", "(analisis|menganalisis) (kinerja|performa|penggunaan|statistik)*", "statistik*",
    ],
};
