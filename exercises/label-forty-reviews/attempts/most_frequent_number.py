# expect: majority-is-counted failed "the sign of the most frequent number"
from collections import Counter

crowd = ratings.map(lambda values: names[np.sign(Counter(values).most_common(1)[0][0])])
