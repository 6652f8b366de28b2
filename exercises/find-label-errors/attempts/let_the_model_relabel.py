# expect: a-person-decides failed "Then the model learns its own opinion, and its errors become"
next_step = "give them the label that the model is confident of"
