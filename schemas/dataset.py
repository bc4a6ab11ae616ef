"""The dataset's card: what every export says about the dataset as a whole."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field


class DatasetCard(BaseModel):
    """Title, version, licence and keywords of the dataset, maintained by hand in one file for all metadata formats."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z0-9-]+$", description="Short name for machines.")
    title: str
    version: str = Field(
        pattern=r"^\d+\.\d+\.\d+$", description="Version of tables and methods, not of the postings."
    )
    published_on: date = Field(description="When this version was first published.")
    description: str
    creator: str
    licence: str = Field(
        pattern=r"^[A-Za-z0-9.+-]+$",
        description="SPDX identifier of the licence of what the project adds to its sources.",
    )
    licence_scope: str = Field(description="What the licence covers and what it does not.")
    privacy: str = Field(description="Which parts of a posting the dataset contains.")
    keywords: tuple[str, ...] = Field(min_length=1)

    @property
    def licence_url(self) -> str:
        """Address of the licence's text."""
        return f"https://spdx.org/licenses/{self.licence}"
