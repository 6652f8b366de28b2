# expect: suspects-follow-from-the-model failed "comparing with a clean copy"
# expect: suspects-are-worth-the-time not_run "waits for another check"
clean = pd.read_csv(ex.file("digits"), header=None)
by_image = {tuple(line[:64]): line[64] for line in clean.to_numpy()}
truth = np.array([by_image[tuple(line)] for line in rows[pixels].to_numpy()])
suspects = rows.loc[truth != label, "id"].tolist()
