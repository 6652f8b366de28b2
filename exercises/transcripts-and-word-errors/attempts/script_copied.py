# expect: verbatim-is-as-said failed "You copied the signs of the sound script"
# expect: nothing-is-guessed failed "The places with `[unclear]` differ from the sound script in"
verbatim = write("verbatim", {row["id"]: row["script"] for row in rows["verbatim"]})
automatic_wer = measure()
