/** `<ciente-notice>` in Vue's templates: `import "ciente/vue"` defines the element and its types. */
import type { CienteEventMap, Options } from "./index.js";
import type { DefineComponent } from "vue";

type Capital<Name extends string> = Name extends `${infer First}-${infer Rest}` ? `${Capitalize<First>}${Capital<Rest>}` : Capitalize<Name>;
/** `@ciente-shown` is `onCienteShown` to the type checker. */
type Listeners = { [Name in keyof CienteEventMap as `on${Capital<Name>}`]?: (event: CienteEventMap[Name]) => void };

declare module "vue" {
  interface GlobalComponents {
    "ciente-notice": DefineComponent<{ [Name in keyof Options]?: Options[Name] | undefined } & Listeners & { readonly?: boolean | undefined }>;
  }
}
