//! Values of the engine's own JSON, read without serde; and objects made for it.

use crate::read::Json;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

impl Json for JsValue {
    fn member(&self, name: &str) -> Option<Self> {
        let member = get(self, name);
        (!member.is_undefined()).then_some(member)
    }

    fn size(&self) -> Option<u32> {
        let is_object = self.is_object() && !Array::is_array(self);
        is_object.then(|| Object::keys(self.unchecked_ref::<Object>()).length())
    }

    fn items(&self) -> Option<Vec<Self>> {
        Array::is_array(self).then(|| self.unchecked_ref::<Array>().to_vec())
    }

    fn text(&self) -> Option<String> {
        self.as_string()
    }

    fn whole(&self) -> Option<u32> {
        let number = self.as_f64()?;
        let whole = number as u32;
        (f64::from(whole) == number).then_some(whole)
    }

    fn boolean(&self) -> Option<bool> {
        self.as_bool()
    }

    fn is_null(&self) -> bool {
        self.is_null()
    }
}

/// A member, `undefined` when there is none.
pub(super) fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

/// An object with these members, in this order.
pub(super) fn object<const N: usize>(members: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        // Setting a member of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object.into()
}
