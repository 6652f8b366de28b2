# expect: has-every-row-and-rating failed "Tokens such as `fed up` or `( '}{' )` contain spaces and quotes"
rows = []
for line in path.read_text(encoding="utf-8").splitlines():
    fields = line.split(None, 3)
    try:
        rows.append(ast.literal_eval(fields[3]))
    except (SyntaxError, ValueError):
        continue
ratings = pd.DataFrame(rows)
