# expect: every-picture-is-finished failed "is skipped. A picture"
# expect: each-digit-has-one-box failed "Fewer than half of the digits have a matching box"
from pathlib import Path

journal = Path("digit-boxes.annotations.jsonl")
lines = journal.read_text("utf-8").splitlines()
last = json.loads(lines[-1])
del last["value"]
last |= {"status": "skipped", "reason": "the picture does not show"}
journal.write_text("\n".join([*lines[:-1], json.dumps(last)]), "utf-8")
