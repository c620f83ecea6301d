/* GSL's VEGAS on two of feyn's integrals: vegas crossing|amplitude CALLS. Prints value and error as JSON.
   Ten iterations of CALLS points to adapt, ten more for the result. The formulas are those of
   crossing.py and amplitude.py. */
#include <complex.h>
#include <gsl/gsl_monte_vegas.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double epsilon = 0.1, eta = 0.5, time_ = 4, p0[3] = {0.1, 0.2, 0.3};

static double energy(const double *p) {
  return 2 * (cos(2 * M_PI * p[0]) + cos(2 * M_PI * p[1]) + cos(2 * M_PI * p[2]));
}

static double resolvent(double e) { return 1 / sqrt(e * e + epsilon * epsilon); }

static double crossing(double *x, size_t dimension, void *unused) {
  double sum[3];
  for (int j = 0; j < 3; j++) sum[j] = x[j] + x[j + 3];
  return resolvent(energy(x)) * resolvent(energy(x + 3)) * resolvent(energy(sum));
}

/* f[a, b, c] of exp(-itx) for nodes that do not coincide */
static double complex three(double a, double b, double c) {
  double complex fa = cexp(-I * time_ * a), fb = cexp(-I * time_ * b), fc = cexp(-I * time_ * c);
  return ((fc - fb) / (c - b) - (fb - fa) / (b - a)) / (c - a);
}

static double amplitude(double *x, size_t dimension, void *unused) {
  double first[3], second[3], both[3];
  for (int j = 0; j < 3; j++) {
    first[j] = p0[j] + x[j];
    second[j] = p0[j] + x[j + 3];
    both[j] = first[j] + x[j + 3];
  }
  double start = energy(p0), middle = energy(both);
  double complex left = three(start, energy(first), middle), right = three(middle, energy(second), start);
  return pow(eta, 4) * creal(conj(left) * right);
}

int main(int count, char **words) {
  if (count != 3) return 64;
  gsl_monte_function f = {strcmp(words[1], "amplitude") ? crossing : amplitude, 6, NULL};
  size_t calls = strtoul(words[2], NULL, 10);
  double low[6] = {0}, high[6] = {1, 1, 1, 1, 1, 1}, value, error;
  gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
  gsl_monte_vegas_state *state = gsl_monte_vegas_alloc(6);
  gsl_monte_vegas_params parameters;
  gsl_monte_vegas_params_get(state, &parameters);
  parameters.iterations = 10;
  gsl_monte_vegas_params_set(state, &parameters);
  gsl_monte_vegas_integrate(&f, low, high, 6, calls, random, state, &value, &error);
  parameters.stage = 1; /* keeps the grid, forgets the estimates */
  gsl_monte_vegas_params_set(state, &parameters);
  gsl_monte_vegas_integrate(&f, low, high, 6, calls, random, state, &value, &error);
  printf("{\"value\": %.17g, \"error\": %.17g, \"chisq\": %.3g}\n", value, error, gsl_monte_vegas_chisq(state));
  return 0;
}
