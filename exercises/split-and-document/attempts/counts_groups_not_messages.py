# expect: numbers-match-the-data failed "share of *groups*"
sizes = pd.Series(group).value_counts()
datasheet = re.sub(
    r"- near-duplicates: [\d.]+", f"- near-duplicates: {100 * (sizes > 1).mean():.1f}", datasheet
)
Path("datasheet.md").write_text(datasheet, encoding="utf-8")
