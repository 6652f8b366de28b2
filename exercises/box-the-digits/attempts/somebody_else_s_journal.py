# expect: every-picture-is-finished failed "were made by `somebody-else`, not by `ada`"
# expect: every-digit-is-found not_attempted "This waits until your file of boxes can be read"
# expect: boxes-are-tight not_attempted "This waits until your file of boxes can be read"
# expect: boxes-are-named not_attempted "This waits until your file of boxes can be read"
# expect: time-was-taken not_attempted "This waits until your file of boxes can be read"
# expect: each-digit-has-one-box not_attempted "This waits until your file of boxes can be read"
# expect: boxes-follow-the-ink not_attempted "This waits until your file of boxes can be read"
# expect: whole-digits-are-named not_attempted "This waits until your file of boxes can be read"
# expect: cut-off-digits-are-named not_attempted "This waits until your file of boxes can be read"
from pathlib import Path

journal = Path("digit-boxes.annotations.jsonl")
journal.write_text(
    journal.read_text("utf-8").replace('"annotator": "scripted"', '"annotator": "somebody-else"'), "utf-8"
)
