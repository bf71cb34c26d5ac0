//! `ciente check`, the real binary on sources of our own: each rule with a notice that keeps to it and one that breaks it.

mod agree;
mod command;
mod each;
mod odd;
mod real;
#[path = "../support/mod.rs"]
mod support;

use serde_json::Value;
use support::Desk;

/// A notice that keeps to every rule, in two languages.
pub(crate) const EN: &str = "\
# Lamp: privacy notice

## Who we are

The controller is Lamp Works Ltd., 1 Harbour Lane, Lisbon. Write to privacy@lamp.example.

## What we use

| Personal data | Use | Legal basis |
| --- | --- | --- |
| **Login data:** name, time of login | To let you in. We keep it in the Wick Sign-in Host (WSH). | Necessary to perform our contract with you. |
| **Fault data:** address, 200 lines of the log | To find faults. It goes to WSH as well. | Our legitimate interest in lamps that shine. |

## Who receives it

We share login data with Wick Hosting GmbH.

## How long we keep it

| Personal data | Kept |
| --- | --- |
| Login data | Stored for 7 days. |
| Fault data | Stored for 2 months. |

## Your rights

You have the right to access, correct and delete your data. To exercise it, send us a request. You can lodge a complaint with the supervisory authority. [More](https://lamp.example/en/help) is on our pages.
";

/// The same in Portuguese.
pub(crate) const PT: &str = "\
# Lamp: aviso de privacidade

## Quem somos

O controlador é a Lamp Works Ltda., Rua do Porto 1, Recife. Escreva para privacy@lamp.example.

## O que usamos

| Dados pessoais | Uso | Base legal |
| --- | --- | --- |
| **Dados de acesso:** nome, hora do acesso | Para deixar você entrar. Ficam no Wick Sign-in Host (WSH). | Necessário para executar o contrato com você. |
| **Dados de falhas:** endereço, 200 linhas do registro | Para achar falhas. Vão também para o WSH. | Nosso legítimo interesse em lâmpadas que brilhem. |

## Quem os recebe

Compartilhamos os dados de acesso com a Wick Hosting GmbH.

## Por quanto tempo guardamos

| Dados pessoais | Prazo |
| --- | --- |
| Dados de acesso | Armazenados por 7 dias. |
| Dados de falhas | Armazenados por 2 meses. |

## Seus direitos

Você tem direito de acesso, correção e exclusão dos seus dados. Para exercê-lo, envie um pedido. Você pode apresentar uma reclamação à ANPD. [Mais](https://lamp.example/pt-br/help) está em nossas páginas.
";

/// A text in which one thing is another, which must be there once.
pub(crate) fn with(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from}");
    text.replace(from, to)
}

/// The line of a text in which some words stand, from 1.
pub(crate) fn line_of(text: &str, words: &str) -> u64 {
    assert!(text.contains(words), "{words} is not there");
    let at = text.find(words).unwrap_or_default();
    text[..at].matches('\n').count() as u64 + 1
}

/// The findings of a run, as JSON; the exit code must fit them.
pub(crate) fn findings(desk: &Desk, args: &[&str]) -> Vec<Value> {
    let ended = desk.check(&[args, &["--format", "json"]].concat());
    let json: Value = serde_json::from_str(&ended.out).unwrap_or_default();
    assert_eq!(json["format"], "ciente/findings/1", "{} {}", ended.out, ended.err);
    let findings = json["findings"].as_array().cloned().unwrap_or_default();
    let errors = findings.iter().filter(|finding| finding["level"] == "error").count();
    assert_eq!(ended.code, i32::from(errors > 0), "{}", ended.out);
    assert_eq!(json["errors"], errors);
    findings
}

/// Rule, level, file and line of each.
pub(crate) fn short(findings: &[Value]) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("?").replace('\\', "/");
    let one = |f: &Value| format!("{} {} {}:{}", text(&f["level"]), text(&f["rule"]), text(&f["file"]), f["line"]);
    findings.iter().map(one).collect()
}
