# expect: what-may-not-be-used-is-skipped failed "not in the task's list"
# expect: every-item-is-settled failed "not in the task's list"
from pathlib import Path

journal = Path("first-shift.annotations.jsonl")
spoiled = journal.read_text("utf-8").replace('"label": "drop"', '"label": "reject"')
journal.write_text(spoiled, "utf-8")
