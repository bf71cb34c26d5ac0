// The kinds of data of the sample notice, as klaro's services; all else as it comes.
var klaroConfig = {
  version: 1,
  acceptAll: true,
  translations: {
    zz: { privacyPolicyUrl: "/privacy" },
    en: {
      privacyPolicyUrl: "/privacy",
      purposes: { operation: "Operation", improvement: "Improvement" },
    },
  },
  services: [
    { name: "log", title: "Log data", purposes: ["improvement"], description: "To analyse performance. Kept for 7 days." },
    { name: "monitoring", title: "Monitoring data", purposes: ["improvement"], description: "To analyse network quality. Kept for 2 days." },
    { name: "configuration", title: "Configuration data", purposes: ["operation"], description: "To provide the chat. Kept while you use it, then 2 months." },
  ],
};
