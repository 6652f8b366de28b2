# expect: reason-carries-the-choice failed "If you choose a coefficient by its value, you choose the answer"
reason = "highest value"
