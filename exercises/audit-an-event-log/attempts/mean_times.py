# expect: medians-are-right failed "These are means"
# expect: figure-fits-the-data not_run "waits for another check"
median_seconds = sound.groupby("annotator")["seconds"].mean().to_dict()
