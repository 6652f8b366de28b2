# expect: seven-sections-are-filled failed "A heading without an answer"
# expect: source-and-licence-are-named failed "the licence"
datasheet = re.sub(
    r"(## Distribution\n\n).*?(?=## Maintenance)", r"\1See above.\n\n", datasheet, flags=re.DOTALL
)
Path("datasheet.md").write_text(datasheet, encoding="utf-8")
