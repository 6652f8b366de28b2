"""Command portfolio verify: what holds and what does not, in sentences or as JSON, and the grading once more."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelwright.cli._options import course_option

if TYPE_CHECKING:
    from labelwright_portfolio.verify import PageVerification


@click.command("verify")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--issuer", metavar="DID", help="The DID that the instructor publishes.")
@click.option(
    "--trust",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The list of keys, or the did.json, that the instructor publishes.",
)
@click.option("--email", metavar="ADDRESS", help="The applicant's e-mail address.")
@click.option("--rerun", is_flag=True, help="Grade the published notebooks again and compare every number.")
@click.option(
    "--trust-learners", is_flag=True, help="With --rerun: even where this machine cannot wall code in."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object for other programs.")
@course_option
def verify_command(
    path: Path,
    issuer: str | None,
    trust: Path | None,
    email: str | None,
    rerun: bool,
    trust_learners: bool,
    as_json: bool,
    course_dir: str | None,
) -> None:
    """Tell what holds and what does not: a portfolio folder, a page of it, one credential, or a badge image.

    Exits with 0 where everything that was looked at holds, with 1 where anything does not, with 2 for a wrong call.
    """
    from labelwright.credentials.keyring.did_web import read_trusted
    from labelwright_portfolio.verify import PageVerification, verify_page

    if issuer and trust:
        raise click.UsageError("Give --issuer or --trust, not both: a list of keys names its issuers.")
    if not path.exists():
        raise click.UsageError(f"{path} does not exist.")
    result = verify_page(path, read_trusted(trust) if trust else issuer, email, datetime.now(UTC))
    if rerun:
        from labelwright.cli.portfolio.rerun import graded_again

        # Strangers' code is not run for a page that was changed.
        again = graded_again(path, course_dir, trust_learners) if result.holds else []
        result = PageVerification([*result.findings, *again], result.works)
    click.echo(_json(path, result) if as_json else _sentences(result))
    raise SystemExit(0 if result.holds else 1)


def _json(path: Path, result: PageVerification) -> str:
    found = {
        "path": str(path),
        "holds": result.holds,
        "findings": [
            {"code": one.code, "ok": one.ok, "open": one.open_question, "sentence": one.sentence}
            for one in result.findings
        ],
        "works": [{"title": title, "holds": one.holds} for title, one in result.works],
    }
    return json.dumps(found, indent=1, ensure_ascii=False)


def _sentences(result: PageVerification) -> str:
    lines = []
    for finding in result.findings:
        word, colour = _word(finding.ok, finding.open_question)
        lines.append(f"{click.style(word, fg=colour, bold=True)}  {finding.sentence}")
    end = "Everything that was checked holds." if result.holds else "Something does not hold: see above."
    return "\n".join([*lines, end])


def _word(ok: bool, question: bool) -> tuple[str, str]:
    if not ok:
        return "does not hold", "red"
    return ("open         ", "yellow") if question else ("holds        ", "green")
