# expect: time-was-taken failed "took less time than it takes to look at them. Half took 0.001 seconds"
from pathlib import Path

journal = Path("digit-boxes.annotations.jsonl")
journal.write_text(journal.read_text("utf-8").replace('"seconds": 45.0', '"seconds": 0.001'), "utf-8")
