# expect: numbers-match-the-data failed "You wrote shares from 0 to 1 instead of per cent"
datasheet = re.sub(r"- spam: [\d.]+ %", f"- spam: {spam:.4f}", datasheet)
datasheet = re.sub(r"- ham: [\d.]+ %", f"- ham: {1 - spam:.4f}", datasheet)
Path("datasheet.md").write_text(datasheet, encoding="utf-8")
