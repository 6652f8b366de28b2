# expect: nobody-honest-is-flagged failed "1 of the 4 flagged are honest"
means = {name: np.diag(matrix).mean() for name, matrix in matrices.items()}
flagged = {**flagged, sorted(means, key=means.get)[3]: "one answer"}
