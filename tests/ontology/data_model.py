"""The names of the data model, as agreed; the ontology has at least these."""

from __future__ import annotations


def _names(text: str) -> list[str]:
    return text.split()


# Can have one value only. What is single-valued on some of its classes but not on others (area,
# programme, about) is a matter of the shapes.
FUNCTIONAL = _names("""
    holder heldWithin validFrom validUntil decidedOn decidedBy supplier receiver step closes
    answeredOn decisionExpected applicant outcome date decisionKind afterStep body post
    represents action inRoutineOf dutyKind due quantity value missing statementKind
    fromProgramme toProgramme authority legalSource stage number onProperty
""")

# May have several values on at least one class.
SEVERAL = _names("""
    area programme about throughHospital supplyKind unitCount affiliation actor toward obliged
    by backs states infers printed attestedOn text scope roleLabel inHealthcareRegion cameFrom
""")

# Worked out by the pipeline.
DERIVED = _names("""
    firstDay lastDay firstAttested lastAttested startBasis rank onPermit supplies decision call
    joins joinRule continues claim onProperty preferred claimedValue
    statedBy inferredProperty statedProperty earliestGrant latestGrant earliestStart latestStart
    byRule heldArea heldBy heldUnder grantedOn earliestEnd latestEnd since startPremise endBasis
    endPremise period status
    countsAs level countsPermit units mostUnits mostHolders mostPossibleHolders standing event
    standingBasis result resultBasis resultPremise resultDay term possibleFrom existsFrom
    Conflict ConflictClaim JoinedRecord StatusPeriod HeldArea Standing PermitTerm
""")

# Carry a date in the precision of the source.
DATED = _names("""
    validFrom validUntil decidedOn opens closes due date answeredOn decisionExpected from until
    asOf attestedOn published decidedAt appliedOn
""")

# Kinds of things and facts.
CLASSES = _names("""
    Region HealthcareRegion Hospital HospitalUnit University Authority Organisation Body County
    Municipality Post Person CareArea Topic AreaPart Programme ProcessStep LegalSource Source
    Citation Permit SupplyRelation Cooperation Placement Consultation Call Application
    Decision Meeting Membership CompositionRule ProcedureRelation Duty StatisticClaim Gap
    Statement SystemChange LegalBasis Resource UnitCount Conflict ConflictClaim
    StatusPeriod HeldArea Standing PermitTerm
""")

# What is said of them.
PROPERTIES = _names("""
    about action actor affiliation afterStep ageGroup alternative amends answeredOn applicant
    area asOf at attestedOn authority backs basedOn body bodyType by call cameFrom certainty
    chairExtra city claim closes county date decidedAt decidedBy decidedOn decision
    decisionExpected decisionKind due dutyKind firstAttested firstDay firstLine forYear from
    fromProgramme heldWithin holder inHealthcareRegion inRoutineOf infers iso31662 kindOf
    lastAttested lastDay lastLine legalBody legalSource legalType maxMembers minMembers missing
    municipality notBefore number nuts3 obliged ofWhich onPermit onProperty opens operator
    organisationType outcome partOf partner planned pointPrecision post precedes preferred printed
    programme published quantity rank readOn reading receiver replaces represents resourceKind
    responsible roleLabel ruleKind scope seat seatsPerHealthcareRegion sourceKind specialty
    stage startBasis state statementKind states step substate supplier supplies supplyKind text
    throughHospital toProgramme toward undated unitCount university until validFrom validUntil
    value
    statedBy inferredProperty statedProperty earliestGrant latestGrant earliestStart latestStart
    byRule heldArea heldBy heldUnder grantedOn earliestEnd latestEnd since startPremise endBasis
    endPremise period status
    countsAs level countsPermit units mostUnits mostHolders mostPossibleHolders standing event
    standingBasis result resultBasis resultPremise resultDay term possibleFrom existsFrom
""")
