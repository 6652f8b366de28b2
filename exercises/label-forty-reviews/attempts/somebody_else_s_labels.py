# expect: every-sentence-is-settled failed "were made by `bob`, not by `ada`"
# expect: accuracy-is-right failed "were made by `bob`"
# expect: kappa-is-right failed "were made by `bob`"
# expect: causes-are-shown failed "were made by `bob`"
# expect: interval-is-over-sentences failed "were made by `bob`"
from pathlib import Path

journal = Path("forty-reviews.annotations.jsonl")
journal.write_text(
    journal.read_text("utf-8").replace('"annotator": "scripted"', '"annotator": "bob"'), "utf-8"
)
