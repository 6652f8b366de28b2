"""The commands `gradebook question` and `gradebook questions`."""

from __future__ import annotations

from typing import Any

import click

from labelwright.cli._options import by_option, gradebook_option, open_gradebook


@click.command()
@click.argument("learner")
@click.argument("exercise")
@click.argument("text")
@click.option("--task", default="", metavar="TASK", help="Only this task, not the whole exercise.")
@by_option
@gradebook_option
def question(gradebook_place: str, **fields: Any) -> None:
    """Enter LEARNER's question about a mark for EXERCISE; it waits in the desk's review queue for an answer."""
    from labelwright.gradebook.mark_questions import Question

    with open_gradebook(gradebook_place) as book:
        number = book.reviews().ask(Question(**fields))
    click.echo(
        f"Question {number} waits for an answer: `labelwright desk` shows it under Review. "
        "The answer becomes a comment on the learner's feedback page."
    )


@click.command()
@click.option("--all", "everything", is_flag=True, help="With answered ones.")
@gradebook_option
def questions(gradebook_place: str, everything: bool) -> None:
    """List the questions about marks that wait for an answer."""
    from labelwright.exchange.outside_text import one_line

    with open_gradebook(gradebook_place) as book:
        listed = book.reviews().questions(unanswered=not everything)
    for each in listed:
        about = f"{each.exercise} {each.task}".strip()
        click.echo(
            one_line(
                f"Question {each.number} of {each.learner} on {about}, {each.when:%Y-%m-%d}: {each.text}"
            )
        )
        if each.answer:
            click.echo(one_line(f"  {each.answered_by}: {each.answer}"))
    if not listed:
        click.echo("No question waits for an answer.")
