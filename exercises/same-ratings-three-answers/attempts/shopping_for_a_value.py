# expect: reason-carries-the-choice failed "the answer you want"
reason = "highest value"
