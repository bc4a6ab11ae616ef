"""Lake: every table as Parquet parts named by content.

Parts and the manifest, their versions and storage, the gate before a write, the lock and the fan-out to workers belong
here. What readers see belongs in `builds`.
"""
