# expect: the-next-sheet-is-cleaned-too failed "half of the points at most"
# expect: every-record-is-there-once failed "their `island` is empty. All their values are still there"
# expect: cells-are-repaired failed "half of the points at most"
def shift_back(table):
    table = table[table["island"] != ""]
    return table.drop(columns="extra", errors="ignore")


cleaned = clean(raw)
log = make_log(raw, cleaned)
