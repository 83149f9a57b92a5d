pub use inner::*;
// Not used here, but in the library.
extern crate serde_json as _;
extern crate urlencoding as _;
