"""What shape it has: one contract per table."""

from schemas.comparisons import (
    CareerMoves,
    RoleRequirements,
    RoleSimilarity,
    RoleSkillGap,
    SkillPairs,
    SkillTrends,
)
from schemas.contract import Contract
from schemas.demand import (
    MarketPostings,
    MarketSkills,
    RoleDemand,
    RoleSkillDemand,
    RoleSkillDemandByCountry,
    RoleSkillDemandByMonth,
    RoleSkillDemandBySeniority,
    RoleSkillDemandBySource,
    RoleSkillSlices,
    RoleSkillTags,
    SkillDemand,
    SourceCoverage,
    SourceTexts,
)
from schemas.duplicates import DuplicateAudit, TextSignatures, UniquePostings
from schemas.pay import CurrencyRates, PostingPay, RolePay, SkillPay, SkillPremiums
from schemas.postings import CleanedPostings, Postings, RawPostings, RejectedRows
from schemas.publication import Build
from schemas.requirements import DegreeFields, DegreeWords, ExperienceWords, PostingRequirements
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
from schemas.skill_evaluation import LabelledMentions, SkillEvaluation
from schemas.skill_groups import SkillGroupMembers, SkillGroups
from schemas.skills import PostingSkills, SectionHeadings, SkillAliases, SkillCues, Skills
from schemas.snapshots import RecordKeys, Sightings, Snapshots
from schemas.sources import SourceCard, SourceFiles, Sources
from schemas.unmatched_terms import UnmatchedTerms

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
        LabelledMentions,
        DegreeWords,
        DegreeFields,
        ExperienceWords,
        RoleDefinitions,
        RoleSkillClaims,
        Sources,
        SourceFiles,
        RawPostings,
        RejectedRows,
        Snapshots,
        RecordKeys,
        Sightings,
        CleanedPostings,
        TextSignatures,
        Postings,
        UniquePostings,
        DuplicateAudit,
        PostingRoles,
        TitleParts,
        PostingSkills,
        PostingRequirements,
        SkillEvaluation,
        UnmatchedTitles,
        UnmatchedTerms,
        MarketPostings,
        MarketSkills,
        RoleDemand,
        SkillDemand,
        RoleSkillSlices,
        RoleSkillDemand,
        RoleSkillTags,
        RoleSkillDemandByMonth,
        RoleSkillDemandByCountry,
        RoleSkillDemandBySeniority,
        RoleSkillDemandBySource,
        SkillTrends,
        RoleSkillGap,
        RoleRequirements,
        SkillPairs,
        SkillGroups,
        SkillGroupMembers,
        RoleSimilarity,
        CareerMoves,
        CurrencyRates,
        PostingPay,
        RolePay,
        SkillPay,
        SkillPremiums,
        SourceCoverage,
        SourceTexts,
        Build,
    )
}

__all__ = ["TABLES", "Contract", "SourceCard"]
