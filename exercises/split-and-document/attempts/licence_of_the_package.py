# expect: source-and-licence-are-named failed "You gave the licence of the Python package"
datasheet = datasheet.replace("CC BY 4.0", "MIT")
Path("datasheet.md").write_text(datasheet, encoding="utf-8")
