//! The `format` tag at the head of everything we write: one zero-sized type a format, which reads and writes only its own name.

/// Declares a unit type that serialises as one fixed string and refuses every other.
macro_rules! format_tag {
    ($(#[$doc:meta])* $name:ident = $text:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub struct $name;

        impl $name {
            /// The tag as it stands in JSON.
            pub const TEXT: &'static str = $text;
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(Self::TEXT)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                if text == Self::TEXT {
                    Ok(Self)
                } else {
                    Err(serde::de::Error::custom(format_args!(
                        "format is \"{text}\", but this reads \"{}\"",
                        Self::TEXT
                    )))
                }
            }
        }
    };
}
pub(crate) use format_tag;
