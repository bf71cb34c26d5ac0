//! Brazilian Portuguese.

use super::Strings;

pub(super) static STRINGS: Strings = Strings {
    locale: "pt-BR",
    acknowledge: "Estou ciente",
    decline: "Agora não, sair",
    dismiss: "Fechar",
    version: "Versão",
    effective_from: "em vigor desde {}",
    data_uses: "Quais dados são usados, para quê e com qual base legal",
    retention: "Por quanto tempo cada tipo de dado é guardado",
    while_used: "Enquanto você usar",
    while_used_then: "Enquanto você usar e mais {}",
    unspecified: "Sem prazo definido",
    saving: "Salvando…",
    sending: "Enviando…",
    recorded: "Registrado: você está ciente deste aviso.",
    pending: "Salvo neste dispositivo. Será enviado assim que o servidor responder.",
    pending_in_memory: "Ainda não foi enviado, e este navegador não permite salvar. Mantenha esta página aberta até o envio.",
    failed: "Não foi registrado. Tente de novo.",
    rejected: "O servidor recusou o registro. O suporte do chat pode ajudar.",
    reloading: "Este aviso mudou. Carregando a versão atual…",
    replaced: "O aviso mudou durante a leitura. Esta é a versão atual.",
};
