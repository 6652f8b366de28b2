# expect: matrices-are-estimated failed "The matrices lie on their side"
matrices = {name: matrix.T for name, matrix in matrices.items()}
