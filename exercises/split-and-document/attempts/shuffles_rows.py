# expect: no-group-is-cut-apart failed "You split single rows, not groups"
from sklearn.model_selection import train_test_split

_, test = train_test_split(range(800), test_size=0.2, random_state=0, stratify=messages["label"])
split = pd.DataFrame({"id": messages["id"], "part": "train"})
split.loc[list(test), "part"] = "test"
