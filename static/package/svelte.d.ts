/** `<ciente-notice>` in Svelte 5: `import "ciente/svelte"` defines the element and its types. */
import type { CienteEventMap, CienteNotice, Options } from "./index.js";
import type { HTMLAttributes } from "svelte/elements";

type Listeners = { [Name in keyof CienteEventMap as `on${Name}`]?: (event: CienteEventMap[Name]) => void };

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "ciente-notice": HTMLAttributes<CienteNotice> & { [Name in keyof Options]?: Options[Name] | undefined } & Listeners & { readonly?: boolean | undefined };
  }
}
