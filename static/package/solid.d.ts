/** `<ciente-notice>` in the JSX of Solid: `import "ciente/solid"` defines the element and its types. */
import type { CienteEventMap, CienteNotice, Options } from "./index.js";
import type { JSX } from "solid-js";

/** Solid listens to an event of any name where the attribute is called `on:` and that name. */
type Listeners = { [Name in keyof CienteEventMap as `on:${Name}`]?: (event: CienteEventMap[Name]) => void };

declare module "solid-js" {
  namespace JSX {
    interface IntrinsicElements {
      "ciente-notice": JSX.HTMLAttributes<CienteNotice> & { [Name in keyof Options]?: Options[Name] | undefined } & Listeners & { readonly?: boolean | undefined };
    }
  }
}
