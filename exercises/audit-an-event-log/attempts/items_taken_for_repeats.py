# expect: finds-the-faults failed "Several annotators label the same item"
items = pd.Series([line.split('"item_id": "')[1][:8] if "item_id" in line else line for line in lines])
faults |= {number + 1: 4 for number in items.index[items.duplicated()] if number + 1 not in faults}
