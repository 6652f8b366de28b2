# expect: accept-weak-is-stated failed "a normal curve without correction"
from statistics import NormalDist

accept_weak = 1 - NormalDist(0.7 * gold_items, (gold_items * 0.7 * 0.3) ** 0.5).cdf(needed)
