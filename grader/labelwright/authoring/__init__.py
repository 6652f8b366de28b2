"""Help people who write exercises: make a folder, build the derived files, check the rules, and prove the exercise."""
