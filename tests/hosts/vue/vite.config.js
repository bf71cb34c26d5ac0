import vue from "@vitejs/plugin-vue";

export default {
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === "ciente-notice" } } })],
  build: { outDir: "../../../target/hosts/vue", emptyOutDir: true },
};
