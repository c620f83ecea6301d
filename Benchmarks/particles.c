/* The jump process of the linear Boltzmann equation in d = 3, one particle after the other: the plain kernel
 * that `feyn boltzmann --method particles` is measured against.
 *
 * A momentum with density delta(e - E)/rho: two angles uniform, the third axis solved for, kept where its |c|
 * is the largest with probability c_min/|c|, then put in a random place. Random words: xoshiro256+.
 *
 *   cc -O2 -o particles particles.c -lm && ./particles ENERGY RATE TIME PARTICLES
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint64_t state[4] = {1, 2, 3, 4};

static double uniform(void) {
  uint64_t sum = state[0] + state[3], shifted = state[1] << 17;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= shifted;
  state[3] = (state[3] << 45) | (state[3] >> 19);
  return ((sum >> 11) + 0.5) * 0x1p-53;
}

static void draw(double energy, double least, double c[3]) {
  for (;;) {
    double a = 2 * M_PI * uniform(), b = 2 * M_PI * uniform();
    double rest = energy - 2 * cos(a) - 2 * cos(b);
    if (fabs(rest) > 2) continue;
    double speed = sqrt(4 - rest * rest), x = -2 * sin(a), y = -2 * sin(b);
    if (speed < fabs(x) || speed < fabs(y) || uniform() * speed > least) continue;
    double u = 6 * uniform();
    int axis = (int)u % 3;
    c[axis] = u < 3 ? speed : -speed;
    c[(axis + 1) % 3] = x;
    c[(axis + 2) % 3] = y;
    return;
  }
}

int main(int count, char **words) {
  if (count != 5) return 64;
  double energy = atof(words[1]), rate = atof(words[2]), T = atof(words[3]);
  long particles = atol(words[4]), collisions = 0;
  double r = 0;
  for (int a = 0; a <= 3; a++) {
    double bound = 2;
    if (a > 0) bound = fmin(bound, (energy + 2 * (3 - a)) / a);
    if (a < 3) bound = fmin(bound, (2 * a - energy) / (3 - a));
    r = fmax(r, bound);
  }
  double least = sqrt(4 - r * r), squares = 0;
  clock_t begin = clock();
  for (long n = 0; n < particles; n++) {
    double x[3] = {0, 0, 0}, c[3], left = T;
    draw(energy, least, c);
    for (;;) {
      double flight = -log(uniform()) / rate;
      double step = flight < left ? flight : left;
      for (int j = 0; j < 3; j++) x[j] += c[j] * step;
      if (flight >= left) break;
      left -= flight;
      draw(energy, least, c);
      collisions++;
    }
    squares += (x[0] * x[0] + x[1] * x[1] + x[2] * x[2]) / 3;
  }
  double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
  printf("C kernel  displacement %.5f  %.3e collisions/s/core\n", squares / particles,
         collisions / seconds);
  return 0;
}
