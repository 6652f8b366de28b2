# expect: the-exempt-is-left-alone failed "You marked job titles"
jobs = (
    "night nurse|branch manager|senior engineer|caretaker|team leader|director|assistant director|head teacher|"
    "technician|baker|solicitor|bus driver"
)
work = write_marks(lambda text: mark(text, {**private, "name": private["name"] + "|" + jobs}))
