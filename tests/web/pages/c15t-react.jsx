// The quick start of its documentation, without a server of its own.
import { ConsentBanner, ConsentDialog, ConsentManagerProvider } from "@c15t/react";
import "@c15t/react/styles.css";
import { createRoot } from "react-dom/client";

const options = { mode: "offline", consentCategories: ["necessary", "functionality", "measurement"] };

createRoot(document.getElementById("consent")).render(
  <ConsentManagerProvider options={options}>
    <ConsentBanner />
    <ConsentDialog />
  </ConsentManagerProvider>,
);
