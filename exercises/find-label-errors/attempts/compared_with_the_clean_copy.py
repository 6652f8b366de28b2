# expect: suspects-follow-from-the-model failed "comparing with a clean copy"
# expect: suspects-are-worth-the-time not_run "waits for another check"
from sklearn.datasets import load_digits

clean = load_digits()
by_image = {tuple(line): digit for line, digit in zip(clean.data, clean.target)}
truth = np.array([by_image[tuple(line)] for line in rows[pixels].to_numpy()])
suspects = rows.loc[truth != label, "id"].tolist()
