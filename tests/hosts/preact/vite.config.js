// What JSX becomes is said in tsconfig.json.
export default {
  build: { outDir: "../../../target/hosts/preact", emptyOutDir: true },
};
