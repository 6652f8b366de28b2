# expect: matrices-are-estimated failed "these are counts"
matrices = {name: matrix * 60 for name, matrix in matrices.items()}
