// A WebKitGTK window for WebKitWebDriver, run by gjs. MiniBrowser would do, but it keeps no profile, has a toolbar that
// makes it wider than a phone, and can be told neither a language nor a colour scheme.
import GLib from "gi://GLib";
import Gtk from "gi://Gtk?version=3.0";
import WebKit2 from "gi://WebKit2?version=4.1";

const [profile, language, scheme, width, height] = ARGV;

Gtk.init(null);
Gtk.Settings.get_default().gtk_application_prefer_dark_theme = scheme === "dark";

const context = new WebKit2.WebContext({
  website_data_manager: new WebKit2.WebsiteDataManager({
    base_data_directory: `${profile}/data`,
    base_cache_directory: `${profile}/cache`,
  }),
});
context.set_preferred_languages([language]);
context.set_automation_allowed(true);

// Whoever shows a view keeps it.
const windows = new Set();

const open = (properties) => {
  const view = new WebKit2.WebView({ ...properties, is_controlled_by_automation: true });
  const window = new Gtk.Window({ decorated: false, default_width: Number(width), default_height: Number(height) });
  windows.add(window);
  window.add(view);
  view.connect("create", () => open({ related_view: view }));
  view.connect("close", () => {
    windows.delete(window);
    window.destroy();
  });
  window.show_all();
  view.grab_focus();
  window.present();
  return view;
};

context.connect("automation-started", (_, session) => {
  const info = new WebKit2.ApplicationInfo();
  info.set_name("ciente-e2e");
  info.set_version(WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version());
  session.set_application_info(info);
  session.connect("create-web-view", () => open({ web_context: context }));
});

GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, 15, () => {
  Gtk.main_quit();
  return GLib.SOURCE_REMOVE;
});
Gtk.main();
