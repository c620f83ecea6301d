// OpenBLAS, called through its Fortran names. GSL brings a plain cblas of its own; which of the two
// `cblas_dgemm` means is decided by link order, while `dgemm_` exists in OpenBLAS alone.
#ifndef COPENBLAS_SHIM_H
#define COPENBLAS_SHIM_H

void dgemm_(const char *transa, const char *transb, const int *m, const int *n, const int *k,
            const double *alpha, const double *a, const int *lda, const double *b, const int *ldb,
            const double *beta, double *c, const int *ldc);
void openblas_set_num_threads(int threads);

// C = alpha·A·B + beta·C for row-major A (m×k), B (k×n), C (m×n) with row strides lda, ldb, ldc;
// `ta`, `tb` = 'T' where the stored matrix is the transpose. Row-major is column-major transposed,
// hence the exchange of A and B.
static inline void copenblas_dgemm(char ta, char tb, int m, int n, int k, double alpha,
                                   const double *a, int lda, const double *b, int ldb, double beta,
                                   double *c, int ldc) {
  dgemm_(&tb, &ta, &n, &m, &k, &alpha, b, &ldb, a, &lda, &beta, c, &ldc);
}

#endif
