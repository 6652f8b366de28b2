# expect: a-second-run-changes-nothing failed "repairs that are needed, so a second run has little to spoil"
# expect: the-next-sheet-is-cleaned-too failed "More than one row has the same"
def clean(raw):
    return raw.drop(columns="extra", errors="ignore")
