# expect: seven-sections-are-filled failed "only 1 different word."
datasheet = re.sub(r"(?<=## Uses\n\n).*?(?=\n## )", "word " * 30, datasheet, flags=re.DOTALL)
Path("datasheet.md").write_text(datasheet, encoding="utf-8")
