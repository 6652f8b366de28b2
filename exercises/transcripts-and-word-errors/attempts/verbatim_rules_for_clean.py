# expect: clean-keeps-the-speaker-s-words failed "follow the rules of the other style, verbatim"
clean = write("clean", {row["id"]: transcribe(row, "verbatim") for row in rows["clean"]})
automatic_wer = measure()
