/** `<ciente-notice>` in the JSX of Preact: `import "ciente/preact"` defines the element and its types. */
import type { CienteEventMap, CienteNotice, Options } from "./index.js";
import type { HTMLAttributes } from "preact";

/** By a name that Preact, inside of whose module they are used, has no other type for. */
type Named = { [Name in keyof Options]?: Options[Name] | undefined };

/** Preact listens to `ciente-shown` where the property is called `onciente-shown`. */
type Listeners = { [Name in keyof CienteEventMap as `on${Name}`]?: (event: CienteEventMap[Name]) => void };

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "ciente-notice": HTMLAttributes<CienteNotice> & Named & Listeners & { readonly?: boolean | undefined };
    }
  }
}
