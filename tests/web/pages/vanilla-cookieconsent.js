// The kinds of data of the sample notice, as CookieConsent's categories; all else as its documentation begins.
CookieConsent.run({
  // A browser that is driven by a program counts as a bot.
  hideFromBots: false,
  categories: { configuration: { enabled: true, readOnly: true }, log: {}, monitoring: {} },
  language: {
    default: "en",
    translations: {
      en: {
        consentModal: {
          title: "Privacy notice: Instant Messaging",
          description: "We use log data to analyse performance, monitoring data to analyse network quality, and configuration data to provide the chat.",
          acceptAllBtn: "Accept all",
          acceptNecessaryBtn: "Reject all",
          showPreferencesBtn: "Manage preferences",
        },
        preferencesModal: {
          title: "Manage preferences",
          acceptAllBtn: "Accept all",
          acceptNecessaryBtn: "Reject all",
          savePreferencesBtn: "Accept current selection",
          closeIconLabel: "Close",
          sections: [
            { title: "Configuration data", description: "To provide the chat. Kept while you use it, then 2 months.", linkedCategory: "configuration" },
            { title: "Log data", description: "To analyse performance. Kept for 7 days.", linkedCategory: "log" },
            { title: "Monitoring data", description: "To analyse network quality. Kept for 2 days.", linkedCategory: "monitoring" },
          ],
        },
      },
    },
  },
});
