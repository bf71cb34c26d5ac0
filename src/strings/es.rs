//! Spanish.

use super::Strings;

pub(super) static STRINGS: Strings = Strings {
    locale: "es",
    acknowledge: "He leído este aviso",
    decline: "Ahora no, salir",
    dismiss: "Cerrar",
    version: "Versión",
    effective_from: "en vigor desde el {}",
    data_uses: "Qué datos se usan, para qué y con qué base jurídica",
    retention: "Cuánto tiempo se conserva cada tipo de dato",
    while_used: "Mientras lo uses",
    while_used_then: "Mientras lo uses y después {}",
    unspecified: "Sin plazo definido",
    saving: "Guardando…",
    sending: "Enviando…",
    recorded: "Registrado: has leído este aviso.",
    pending: "Guardado en este dispositivo. Se enviará en cuanto el servidor responda.",
    pending_in_memory: "Aún no se ha enviado y este navegador no permite guardarlo. Deja esta página abierta hasta que se envíe.",
    failed: "No se ha registrado. Inténtalo de nuevo.",
    rejected: "El servidor ha rechazado el registro. El soporte del chat puede ayudarte.",
    reloading: "Este aviso ha cambiado. Cargando la versión actual…",
    replaced: "El aviso cambió mientras lo leías. Esta es la versión actual.",
};
