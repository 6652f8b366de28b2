# expect: notes-are-read failed "took less time than it takes to look at them"
from pathlib import Path

journal = Path("personal-data.annotations.jsonl")
journal.write_text(journal.read_text("utf-8").replace('"seconds": 20.0', '"seconds": 0.3'), "utf-8")
