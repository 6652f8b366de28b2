# expect: holds-the-raw-numbers failed "The ratings are still text."
ratings = ratings.astype(str)
