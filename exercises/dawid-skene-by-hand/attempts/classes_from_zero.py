# expect: classes-are-read failed "You counted patients or classes from 0"
# expect: knows-what-a-row-rests-on failed "This is the published class 4"
# expect: small-row-is-not-overread not_run "waits for another check"
fitness = pd.Series(np.argmax(result["belief"], axis=1), index=range(1, 46))
behind_class_3 = result["belief"][:, 3].sum()
