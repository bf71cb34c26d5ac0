//! What the loader hands over: one user, the notice that they see, one endpoint, and the way back to the host.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The loader's session object, made in `static/loader/session.js` and `post.js`; `stage.js` lays some of it over for the
    /// notice on the screen.
    #[derive(Clone)]
    pub type Session;

    /// The notice's id, and the version, locale and digest that are on the screen.
    #[wasm_bindgen(method, getter)]
    pub fn id(this: &Session) -> String;
    #[wasm_bindgen(method, getter)]
    pub fn version(this: &Session) -> String;
    #[wasm_bindgen(method, getter)]
    pub fn locale(this: &Session) -> String;
    #[wasm_bindgen(method, getter)]
    pub fn digest(this: &Session) -> String;
    /// The view's words, by their names.
    #[wasm_bindgen(method, getter)]
    pub fn words(this: &Session) -> JsValue;

    /// The key of this tenant, hashed subject and notice in the storage; none where it cannot be hashed.
    #[wasm_bindgen(method, getter)]
    pub fn who(this: &Session) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    pub fn tenant(this: &Session) -> String;
    #[wasm_bindgen(method, getter)]
    pub fn subject(this: &Session) -> String;
    /// The page's, serialized (HTML, 7.1.1).
    #[wasm_bindgen(method, getter)]
    pub fn origin(this: &Session) -> String;
    /// How long the user waits for an answer, in milliseconds.
    #[wasm_bindgen(method, getter)]
    pub fn wait(this: &Session) -> u32;

    /// Waits for the record's lock among the tabs, or tries it once: what releases it, `undefined` where another tab has it.
    #[wasm_bindgen(method)]
    pub async fn lock(this: &Session, id: &str, patient: bool) -> JsValue;

    /// Since when the notice can be read (milliseconds since 1970), nothing before that.
    #[wasm_bindgen(method, getter, js_name = shownAt)]
    pub fn shown_at(this: &Session) -> Option<f64>;
    /// Whether the user has to wait before they can act.
    #[wasm_bindgen(method)]
    pub fn busy(this: &Session, busy: bool);
    /// Puts the notice where the host wants it, or takes it away and gives the focus back.
    #[wasm_bindgen(method)]
    pub fn stand(this: &Session, open: bool);
    /// Tells the loader who hears the user from now on. Returns what the user did before that, as `{action, at}`, or nothing.
    #[wasm_bindgen(method, js_name = takeOver)]
    pub fn take_over(this: &Session) -> JsValue;

    /// Fresh authorization from the host, as `Headers`. Refused once the call has ended.
    #[wasm_bindgen(method, catch)]
    pub async fn headers(this: &Session) -> Result<JsValue, JsValue>;
    /// Sends a record's body once, to the endpoint or through the host's transport: `{status, retryAfter, text}`, the whole
    /// answer. Bounded in time.
    #[wasm_bindgen(method, catch)]
    pub async fn post(this: &Session, id: &str, body: &str, headers: &JsValue) -> Result<JsValue, JsValue>;
    /// Dispatches `ciente-<name>`.
    #[wasm_bindgen(method)]
    pub fn emit(this: &Session, name: &str, detail: &JsValue);
    /// Settles the host's call; `id` is that of the record, if there is one.
    #[wasm_bindgen(method)]
    pub fn settle(this: &Session, outcome: &str, delivery: Option<&str>, receipt: &JsValue, id: &JsValue);
    /// Puts the current notice on the screen in place of a stale one, for which this record was; says whether it is there. Why
    /// it is not, the loader tells the host.
    #[wasm_bindgen(method)]
    pub async fn reload(this: &Session, id: &str) -> JsValue;
}
