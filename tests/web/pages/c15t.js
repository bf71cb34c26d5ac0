// The "minimal consent prompt" of its documentation, without a server of its own: the markup is the page's.
import { getOrCreateConsentRuntime } from "c15t";

const { consentStore } = getOrCreateConsentRuntime({
  mode: "offline",
  consentCategories: ["necessary", "functionality", "measurement"],
});
const banner = document.getElementById("consent-banner");
const draw = (state) => {
  banner.style.display = state.activeUI === "banner" ? "block" : "none";
};
consentStore.subscribe(draw);
draw(consentStore.getState());
document.getElementById("accept-all").addEventListener("click", () => consentStore.getState().saveConsents("all"));
document.getElementById("reject").addEventListener("click", () => consentStore.getState().saveConsents("necessary"));
