// The sweep of the Chebyshev recurrence in plain C: the bar for Sources/Dynamics.
//
//     next = s (sum of the six neighbours + u current) - next;   sum += c next
//
// complex double, d = 3, periodic, one output time, one sweep over memory per step: the loops one
// writes first, with the boundary taken out of the inner one and nothing else.
//
//     cc -O3 -o evolution evolution.c && ./evolution SIDE SWEEPS
//
// prints million site updates per second of processor time.
#include <complex.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void row(int L, double s, const double *restrict u, const double complex *restrict c,
                const double complex *restrict a, const double complex *restrict b,
                const double complex *restrict d, const double complex *restrict e,
                double complex *restrict next, double complex *restrict sum, double weight) {
  next[0] = s * (c[L - 1] + c[1] + a[0] + b[0] + d[0] + e[0] + u[0] * c[0]) - next[0];
  for (int z = 1; z < L - 1; z++)
    next[z] = s * (c[z - 1] + c[z + 1] + a[z] + b[z] + d[z] + e[z] + u[z] * c[z]) - next[z];
  int z = L - 1;
  next[z] = s * (c[z - 1] + c[0] + a[z] + b[z] + d[z] + e[z] + u[z] * c[z]) - next[z];
  for (z = 0; z < L; z++) sum[z] += weight * next[z];
}

static double now(void) {  // processor time: the machine may be shared
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 3) return fprintf(stderr, "usage: evolution SIDE SWEEPS\n"), 64;
  const int L = atoi(argv[1]), sweeps = atoi(argv[2]);
  const size_t N = (size_t)L * L * L;
  double complex *next = malloc(N * sizeof *next), *current = malloc(N * sizeof *current);
  double complex *sum = malloc(N * sizeof *sum);
  double *u = malloc(N * sizeof *u);
  for (size_t i = 0; i < N; i++) {
    current[i] = drand48() + I * drand48();
    next[i] = sum[i] = 0;
    u[i] = drand48() - 0.5;
  }
  double begin = now();
  for (int k = 0; k < sweeps; k++) {
    for (int x = 0; x < L; x++)
      for (int y = 0; y < L; y++) {
        const size_t at = ((size_t)x * L + y) * L;
        row(L, 2 / 6.6, u + at, current + at, current + ((size_t)((x + 1) % L) * L + y) * L,
            current + ((size_t)((x + L - 1) % L) * L + y) * L,
            current + ((size_t)x * L + (y + 1) % L) * L,
            current + ((size_t)x * L + (y + L - 1) % L) * L, next + at, sum + at, 1.0 / (k + 1));
      }
    double complex *swap = next;
    next = current;
    current = swap;
  }
  double seconds = now() - begin;
  double check = 0;
  for (size_t i = 0; i < N; i++) check += creal(sum[i]) + cimag(sum[i]);
  printf("%.1f\n", sweeps * (double)N / seconds / 1e6);
  return check != check;  // the sum is used, so it is computed
}
