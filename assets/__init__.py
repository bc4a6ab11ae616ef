"""What exists: one asset per table, and what runs them."""

from warehouse.lake.machine import save_memory

save_memory()  # before anything here loads Polars
