# expect: the-exempt-is-left-alone failed "You marked famous people"
famous = "Marie Curie|Mozart|Shakespeare|Frida Kahlo|Nelson Mandela|Sherlock Holmes|Ada Lovelace"
work = write_marks(lambda text: mark(text, {**private, "name": private["name"] + "|" + famous}))
