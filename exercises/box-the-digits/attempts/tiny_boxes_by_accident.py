# expect: every-digit-is-found failed "too small for a whole digit. A short drag by accident"
# expect: each-digit-has-one-box failed "too small for a whole digit. A short drag by accident"
import random

draw = random.Random(4)
work = write_boxes(
    {
        item: [*boxes, *([draw.randint(60, 400), draw.randint(60, 250), 3, 3, "1"] for _ in range(3))]
        for item, boxes in right_boxes.items()
    }
)
