"""Write down whose work a submission is, with both claims, and find two people who state one learner."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelwright.gradebook.identity import By, Claims, Identity, State, fold, learner_key
from labelwright.gradebook.models import AccountRow, SubmissionRow


def set_identity(row: SubmissionRow, identity: Identity) -> None:
    """Write an identity into a submission's row; an LMS's word stays if the work comes again without one."""
    row.identity, row.identity_by = identity.state.value, identity.by.value
    row.identity_why = identity.why.replace("\0", "\N{REPLACEMENT CHARACTER}")
    claims = identity.claims
    if row.lms and not claims.lms:
        return
    row.lms, row.lms_source = claims.lms[:40], claims.source[:80]
    row.lms_id, row.lms_email, row.lms_name, row.stated, row.file_name = map(
        learner_key, (claims.lms_id, claims.lms_email, claims.lms_name, claims.stated, claims.file)
    )
    row.stated_key = fold(claims.stated) if claims.stated else ""
    row.claim = claims.digest


def claims_of(row: SubmissionRow) -> Claims:
    """Return who is named for a submission, as it was recorded."""
    return Claims(row.lms, row.lms_id, row.lms_email, row.lms_name, row.lms_source, row.stated, row.file_name)


def keep_together(session: Session, row: SubmissionRow, identity: Identity) -> None:
    """Remember the account of a learner who is sure; open the work of two accounts that state one learner."""
    place, value = identity.account
    if place and identity.state is State.SURE:
        known = session.scalar(select(AccountRow).filter_by(place=place, value=value))
        if known is None:
            session.add(AccountRow(learner_id=row.learner_id, place=place, value=value))
            session.flush()
    if not (row.lms and row.stated_key and (place or identity.made_up)):
        return
    others = _of_others(session, row)
    for each in [row, *others] if others else []:
        if each.identity_by == By.WORK and each.identity == State.SURE:
            each.identity, each.identity_by = State.OPEN.value, By.NOBODY.value
            each.identity_why = (
                f"{each.lms} says that {claims_of(each).lms_person} handed this in. The notebook says {each.stated}, and "
                "so does work of somebody else there."
            )


def _of_others(session: Session, row: SubmissionRow) -> list[SubmissionRow]:
    """Return work that states the same learner and comes from another account in the same place."""
    place, value = claims_of(row).account_for(row.exercise)
    query = select(SubmissionRow).filter_by(stated_key=row.stated_key, lms=row.lms)
    found = [(each, claims_of(each).account_for(each.exercise)) for each in session.scalars(query)]
    return [each for each, account in found if account[0] == place and account[1] != value]
