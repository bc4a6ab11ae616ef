"""What shape it has: one contract per table."""

from schemas.contract import Contract
from schemas.demand import MarketPostings, RoleDemand, RoleSkillDemand, SkillDemand, SourceCoverage
from schemas.duplicates import DuplicateAudit, TextSignatures, UniquePostings
from schemas.postings import CleanedPostings, Postings, RawPostings, RejectedRows
from schemas.role_definitions import RoleDefinitions, RoleSkillClaims
from schemas.roles import (
    LabelledTitles,
    PostingRoles,
    RoleCrosswalk,
    Roles,
    RoleTitles,
    TitleEvaluation,
    TitleParts,
    TitleWords,
    UnmatchedTitles,
)
from schemas.skills import PostingSkills, SectionHeadings, SkillAliases, SkillCues, Skills
from schemas.sources import SourceCard, SourceFiles, Sources

TABLES: dict[str, type[Contract]] = {
    contract.table(): contract
    for contract in (
        Roles,
        RoleCrosswalk,
        TitleWords,
        RoleTitles,
        LabelledTitles,
        TitleEvaluation,
        Skills,
        SkillAliases,
        SectionHeadings,
        SkillCues,
        RoleDefinitions,
        RoleSkillClaims,
        Sources,
        SourceFiles,
        RawPostings,
        RejectedRows,
        CleanedPostings,
        TextSignatures,
        Postings,
        UniquePostings,
        DuplicateAudit,
        PostingRoles,
        TitleParts,
        PostingSkills,
        UnmatchedTitles,
        MarketPostings,
        RoleDemand,
        SkillDemand,
        RoleSkillDemand,
        SourceCoverage,
    )
}

__all__ = ["TABLES", "Contract", "SourceCard"]
