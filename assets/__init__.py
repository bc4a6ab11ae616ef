"""What exists: one asset per table, and what runs them."""
