# expect: the-joint-is-counted failed "under the model's first choice"
# expect: the-noise-is-estimated not_run "waits for another check"
# expect: suspects-follow-from-the-model failed "These are the wrong labels, but also the images that are hard"
# expect: suspects-are-worth-the-time not_run "waits for another check"
first = probabilities.argmax(axis=1)
counts = pd.crosstab(label, first).to_numpy()
suspects = rows.loc[first != label, "id"].tolist()
