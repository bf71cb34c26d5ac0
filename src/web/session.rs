//! What the loader hands over: one user, one notice, one endpoint, and the way back to the host.

use super::held::Front;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The loader's session object; its shape is the JSDoc type `Session` in `static/ciente.js`.
    #[derive(Clone)]
    pub type Session;

    /// The parsed notice.
    #[wasm_bindgen(method, getter)]
    pub fn notice(this: &Session) -> JsValue;
    /// The notice's id, version, locale and digest, from the manifest.
    #[wasm_bindgen(method, getter)]
    pub fn id(this: &Session) -> String;
    #[wasm_bindgen(method, getter)]
    pub fn version(this: &Session) -> String;
    #[wasm_bindgen(method, getter)]
    pub fn locale(this: &Session) -> String;
    #[wasm_bindgen(method, getter)]
    pub fn digest(this: &Session) -> String;

    /// The version that the user acknowledged before this one, where there is one that it can be compared with.
    #[wasm_bindgen(method, getter)]
    pub fn since(this: &Session) -> Option<String>;
    /// The parsed lists of what changed since then, oldest first.
    #[wasm_bindgen(method, getter)]
    pub fn changes(this: &Session) -> JsValue;

    /// The locales of this version, as texts.
    #[wasm_bindgen(method, getter)]
    pub fn locales(this: &Session) -> JsValue;
    /// Fetches the same version in another locale: a new session for the same user.
    #[wasm_bindgen(method, catch)]
    pub async fn translate(this: &Session, locale: &str) -> Result<Session, JsValue>;

    /// The key of this tenant, hashed subject and notice in the storage; none where it cannot be hashed.
    #[wasm_bindgen(method, getter)]
    pub fn who(this: &Session) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    pub fn tenant(this: &Session) -> String;
    #[wasm_bindgen(method, getter)]
    pub fn subject(this: &Session) -> String;
    /// How long the user waits for an answer, in milliseconds.
    #[wasm_bindgen(method, getter)]
    pub fn wait(this: &Session) -> u32;

    /// Waits for the record's lock among the tabs, or tries it once: what releases it, `undefined` where another tab has it.
    #[wasm_bindgen(method)]
    pub async fn lock(this: &Session, id: &str, patient: bool) -> JsValue;

    /// Which sources the view rendered ahead of time is from, where there is one on the screen.
    #[wasm_bindgen(method, getter)]
    pub fn build(this: &Session) -> Option<String>;
    /// Since when the notice can be read (milliseconds since 1970), where the loader showed it.
    #[wasm_bindgen(method, getter, js_name = shownAt)]
    pub fn shown_at(this: &Session) -> Option<f64>;
    /// Takes away what the loader built in the widget's root.
    #[wasm_bindgen(method)]
    pub fn clear(this: &Session);
    /// Has the dialog held where the host wants it; `told` is called each time it gets to where it can be read.
    #[wasm_bindgen(method)]
    pub fn hold(this: &Session, dialog: &web_sys::Element, told: &Closure<dyn Fn()>) -> Front;
    /// Tells the loader that the component hears the user from now on. Returns what the user did before that, as
    /// `{action, at}`, or nothing.
    #[wasm_bindgen(method, js_name = takeOver)]
    pub fn take_over(this: &Session) -> JsValue;

    /// Fresh authorization from the host, as `Headers`. Refused once the call has ended.
    #[wasm_bindgen(method, catch)]
    pub async fn headers(this: &Session) -> Result<JsValue, JsValue>;
    /// Sends a record's body once, to the endpoint or through the host's transport. Bounded in time.
    #[wasm_bindgen(method, catch)]
    pub async fn post(this: &Session, id: &str, body: &str, headers: &JsValue) -> Result<JsValue, JsValue>;
    /// Dispatches `ciente-<name>`.
    #[wasm_bindgen(method)]
    pub fn emit(this: &Session, name: &str, detail: &JsValue);
    /// Settles the host's call.
    #[wasm_bindgen(method)]
    pub fn settle(this: &Session, outcome: &str, delivery: Option<&str>, receipt: &JsValue);
    /// Fetches the current notice: a new session for the same user.
    #[wasm_bindgen(method, catch)]
    pub async fn reload(this: &Session) -> Result<Session, JsValue>;
}
