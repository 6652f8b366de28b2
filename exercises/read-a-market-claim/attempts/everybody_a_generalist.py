# expect: the-people-are-named failed "Every card has the answer 'generalists'"
population = write_answers("population", dict.fromkeys(people, "generalists"))
