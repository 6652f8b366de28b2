# expect: verbatim-is-as-said failed "follow the rules of the other style, clean"
verbatim = write("verbatim", {row["id"]: transcribe(row, "clean") for row in rows["verbatim"]})
automatic_wer = measure()
