# expect: every-picture-is-finished failed "were made by `somebody-else`, not by `ada`"
from pathlib import Path

journal = Path("digit-boxes.annotations.jsonl")
journal.write_text(
    journal.read_text("utf-8").replace('"annotator": "scripted"', '"annotator": "somebody-else"'), "utf-8"
)
