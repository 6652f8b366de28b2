# expect: every-record-is-there-once failed "header lines from the middle of the sheet"
# expect: cells-are-repaired failed "should not be in the table"
cleaned = pd.concat([cleaned, pd.DataFrame({"record": ["record"], "study": ["study"]})], ignore_index=True)
