# expect: e-step-is-right failed "This is underflow"
def e_step(votes, prevalence, matrices):
    joint = np.tile(np.asarray(prevalence), (votes["item"].max() + 1, 1))
    for item, observer, label in zip(votes["item"], votes["observer"], votes["label"]):
        joint[item] = joint[item] * np.asarray(matrices)[observer, :, label]
    sums = joint.sum(axis=1, keepdims=True)
    with np.errstate(all="ignore"):
        return joint / sums, float(np.log(sums).sum())
