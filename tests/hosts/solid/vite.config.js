import solid from "vite-plugin-solid";

export default {
  plugins: [solid()],
  build: { outDir: "../../../target/hosts/solid", emptyOutDir: true },
};
