# expect: matrices-are-estimated failed "Rows and columns of the matrices are exchanged"
matrices = {name: matrix.T for name, matrix in matrices.items()}
