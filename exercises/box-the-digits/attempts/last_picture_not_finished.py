# expect: every-picture-is-finished failed "has boxes but is not finished. A picture"
# expect: each-digit-has-one-box failed "Fewer than half of the digits have a matching box"
from pathlib import Path

journal = Path("digit-boxes.annotations.jsonl")
lines = journal.read_text("utf-8").splitlines()
lines[-1] = lines[-1].replace('"status": "done"', '"status": "open"')
journal.write_text("\n".join(lines), "utf-8")
