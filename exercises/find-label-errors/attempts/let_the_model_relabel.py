# expect: a-person-decides failed "its blind spots become the truth"
next_step = "give them the label that the model is confident of"
