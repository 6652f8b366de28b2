# expect: cells-are-repaired failed "still contains text that should be numbers"
# expect: measurements-fit-the-codebook failed "Texts cannot be averaged"
cleaned["mass_g"] = [None if mass != mass else f"{mass:g}" for mass in cleaned["mass_g"]]
