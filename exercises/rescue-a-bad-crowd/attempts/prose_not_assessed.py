# expect: prose-is-self-assessed failed "1 of four statements have no True or False"
self_assessed = {**self_assessed, "It says how to object": "mostly"}
