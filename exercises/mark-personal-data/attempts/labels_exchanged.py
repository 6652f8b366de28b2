# expect: every-kind-is-marked-and-named failed "You mixed up the labels `account` and `phone`"
other = {"phone": "account", "account": "phone"}
work = write_marks(lambda text: [[a, b, other.get(label, label)] for a, b, label in mark(text)])
