"""Lake: every table as Parquet parts named by content.

Parts and manifests, versions, storage, the contract check before each write, the lock and the fan-out to workers belong
here. Published builds belong in `builds`.
"""
