"""An API as its reference documents it."""
