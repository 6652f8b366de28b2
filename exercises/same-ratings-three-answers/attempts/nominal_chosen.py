# expect: level-fits-the-design failed "throws the order away"
level = "nominal"
