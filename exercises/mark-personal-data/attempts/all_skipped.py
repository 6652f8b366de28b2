# expect: every-note-is-settled failed "skipped"
# expect: offsets-reproduce-the-text not_attempted "No span is marked yet"
# expect: nothing-personal-stays-readable failed "stay readable"
from pathlib import Path

journal = Path("personal-data.annotations.jsonl")
rows = [json.loads(line) for line in journal.read_text("utf-8").splitlines()]
for row in rows:
    row.pop("value")
    row.update(status="skipped", reason="cannot read it")
journal.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
