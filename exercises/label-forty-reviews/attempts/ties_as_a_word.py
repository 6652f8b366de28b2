# expect: majority-is-counted failed "`crowd` has values that are not labels: `'tie'`"
crowd = crowd.fillna("tie")
