# expect: majority-is-counted failed "In a tie you wrote neutral"
crowd = crowd.fillna("neutral")
