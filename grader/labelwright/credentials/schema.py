"""The exact JSON schema of the credentials issued here: anything not listed is refused, also numbers.

A closed schema also keeps hostile graphs away from the RDF canonicaliser, which they could keep busy forever.
Terms: Open Badges 3.0 and the W3C Verifiable Credentials Data Model 2.0.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Text = Annotated[str, Field(max_length=20_000)]
Urn = Annotated[str, Field(pattern=r"\Aurn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\z")]
UrnPart = Annotated[
    str, Field(pattern=r"\Aurn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(#[a-z0-9-]{1,40})?\z")
]
Time = Annotated[str, Field(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\z")]
Did = Annotated[str, Field(pattern=r"\Adid:(key|web):[A-Za-z0-9._:%-]+\z", max_length=500)]
Sri = Annotated[str, Field(pattern=r"\Asha256-[A-Za-z0-9+/]{43}=\z")]
Name = Annotated[str, Field(pattern=r"\A(ext:)?[A-Za-z0-9._-]+\z", max_length=100)]
Slug = Annotated[str, Field(pattern=r"\A[a-z0-9]+(-[a-z0-9]+)*\z", max_length=100)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Issuer(_Part):
    """Who signed: a DID, and the name the signer gives."""

    id: Did
    type: Annotated[list[Literal["Profile"]], Field(min_length=1, max_length=1)]
    name: Text


class Identity(_Part):
    """The recipient as a salted hash."""

    type: Literal["IdentityObject"]
    hashed: Literal[True]
    identityHash: Annotated[str, Field(pattern=r"\Asha256\$[0-9a-f]{64}\z")]  # noqa: N815
    identityType: Literal["emailAddress", "identifier"]  # noqa: N815
    salt: Annotated[str, Field(max_length=200)]


class ResultDescription(_Part):
    """The meaning of one signed value."""

    id: UrnPart
    type: Annotated[list[Literal["ResultDescription"]], Field(min_length=1, max_length=1)]
    name: Text
    resultType: Name  # noqa: N815
    valueMin: Text | None = None  # noqa: N815
    valueMax: Text | None = None  # noqa: N815
    requiredValue: Text | None = None  # noqa: N815


class Result(_Part):
    """One signed value, a string."""

    type: Annotated[list[Literal["Result"]], Field(min_length=1, max_length=1)]
    resultDescription: UrnPart  # noqa: N815
    value: Text


class Criteria(_Part):
    """What is required to pass."""

    narrative: Text


class Achievement(_Part):
    """The exercise that was passed."""

    id: Urn
    type: Annotated[list[Literal["Achievement"]], Field(min_length=1, max_length=1)]
    achievementType: Literal["Assessment"]  # noqa: N815
    name: Text
    description: Text
    criteria: Criteria
    humanCode: Slug  # noqa: N815
    version: Text
    fieldOfStudy: Text | None = None  # noqa: N815
    tag: Annotated[list[Text], Field(max_length=100)] | None = None
    resultDescription: Annotated[list[ResultDescription], Field(max_length=1000)]  # noqa: N815


class Subject(_Part):
    """The recipient, the achievement and its results."""

    type: Annotated[list[Literal["AchievementSubject"]], Field(min_length=1, max_length=1)]
    identifier: Annotated[list[Identity], Field(min_length=1, max_length=1)]
    achievement: Achievement
    result: Annotated[list[Result], Field(max_length=1000)]

    @model_validator(mode="after")
    def _one_result_each(self) -> Subject:
        described = [entry.id for entry in self.achievement.resultDescription]
        given = [entry.resultDescription for entry in self.result]
        if len(set(described)) != len(described) or sorted(described) != sorted(given):
            raise ValueError("every result must have its own description, and every description one result")
        return self


class Evidence(_Part):
    """The evidence file's name."""

    id: Urn
    type: Annotated[list[Literal["Evidence"]], Field(min_length=1, max_length=1)]
    name: Text
    genre: Literal["AnnotationReport"]


class RelatedResource(_Part):
    """The digest of the evidence file."""

    id: Urn
    mediaType: Literal["application/json"]  # noqa: N815
    digestSRI: Sri  # noqa: N815


class Schema(_Part):
    """The public JSON schema of the credential."""

    id: Annotated[str, Field(pattern=r"\Ahttps://[!-~]+\z", max_length=500)]
    type: Literal["1EdTechJsonSchemaValidator2019"]


class Credential(_Part):
    """A whole credential; its proofs are checked one by one in `proof`."""

    context: Annotated[list[str], Field(alias="@context", max_length=10)]
    id: Urn
    type: Annotated[list[str], Field(min_length=2, max_length=2)]
    name: Text
    description: Text
    issuer: Issuer
    validFrom: Time  # noqa: N815
    awardedDate: Time  # noqa: N815
    validUntil: Time | None = None  # noqa: N815
    credentialSubject: Subject  # noqa: N815
    evidence: Annotated[list[Evidence], Field(min_length=1, max_length=1)]
    relatedResource: Annotated[list[RelatedResource], Field(min_length=1, max_length=1)]  # noqa: N815
    credentialSchema: Annotated[list[Schema], Field(min_length=1, max_length=1)]  # noqa: N815
    proof: Annotated[list[dict[str, Any]], Field(max_length=10)]
