# expect: level-fits-the-design failed "Nominal alpha ignores the order:"
level = "nominal"
