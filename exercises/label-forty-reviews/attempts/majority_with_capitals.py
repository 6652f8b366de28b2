# expect: majority-is-counted failed "Only the names differ"
crowd = crowd.str.capitalize()
