# expect: labels-are-rescued failed "Every ticket has the same label"
final = pd.Series(labels[0], index=majority.index)
