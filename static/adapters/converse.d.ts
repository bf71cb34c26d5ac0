/** `converse.plugins.add("ciente", ciente)`, `whitelisted_plugins: ["ciente"]`, and the setting `ciente: LoginOptions`. */

import type { LoginOptions } from "./login.d.ts";

/** What the plugin uses of converse.js. */
export interface Converse {
  session: { get(name: "bare_jid"): string };
  api: {
    settings: { extend(defaults: { ciente: object }): void; get(name: "ciente"): LoginOptions; get(name: "i18n"): string | undefined };
    connection: { connected(): boolean };
    listen: { on(event: string, handler: () => unknown): void };
    user: { logout(): Promise<unknown> };
  };
}

/** The subject is the bare JID; the language is converse.js's, unless `locale` is set. Declining logs out. With `mode: "panel"` the notice fills the control box, where it is open. */
export declare const ciente: { initialize(this: { _converse: Converse }): void };

/** What stands in the settings of `converse.initialize`. */
export interface CienteSettings {
  ciente: LoginOptions;
}
