# expect: verbatim-is-as-said failed "The sound script was copied with its signs"
# expect: nothing-is-guessed failed "not those of the sound script"
verbatim = write("verbatim", {row["id"]: row["script"] for row in rows["verbatim"]})
automatic_wer = measure()
