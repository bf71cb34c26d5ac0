import { svelte } from "@sveltejs/vite-plugin-svelte";

export default {
  // Svelte makes its nodes from markup, which a page that requires Trusted Types refuses; or one by one.
  plugins: [svelte({ compilerOptions: { fragments: "tree" } })],
  build: { outDir: "../../../target/hosts/svelte", emptyOutDir: true },
};
