# expect: e-step-is-right failed "0 times minus infinity"
# expect: likelihood-is-reached failed "not finite numbers"
# expect: prevalence-is-right failed "not finite numbers"
# expect: matrices-are-right failed "not finite numbers"
# expect: likelihood-never-falls failed "not finite numbers"
def e_step(votes, prevalence, matrices):
    matrices = np.asarray(matrices)
    counts = np.zeros((votes["item"].max() + 1, len(matrices), len(prevalence)))
    for item, observer, label in zip(votes["item"], votes["observer"], votes["label"]):
        counts[item, observer, label] += 1
    with np.errstate(all="ignore"):
        joint = np.einsum("iol,otl->it", counts, np.log(matrices)) + np.log(prevalence)
        top = joint.max(axis=1, keepdims=True)
        sums = np.exp(joint - top).sum(axis=1, keepdims=True)
        return np.exp(joint - top) / sums, float((top + np.log(sums)).sum())


result = fit(votes, 4)
