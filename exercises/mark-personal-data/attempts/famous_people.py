# expect: the-exempt-is-left-alone failed "Famous people are marked"
famous = "Marie Curie|Mozart|Shakespeare|Frida Kahlo|Nelson Mandela|Sherlock Holmes|Ada Lovelace"
work = write_marks(lambda text: mark(text, {**private, "name": private["name"] + "|" + famous}))
