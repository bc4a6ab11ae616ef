"""How it is made: pure functions, frames in and frames out."""
