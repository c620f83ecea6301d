// The bar of the enumeration: a plain recursion on bit masks in C that visits every graph of
// Gamma(n,m) and counts the classes of the source's section 5.4 (all, basic, decorated, crossing,
// nesting, both). It keeps as little state as these classes need.
//
//   gcc -O3 -march=native -o enumeration enumeration.c && ./enumeration 10 10
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { CROSSING = 1, NESTING = 2, UNDECORATED = 4, NOT_BASIC = 8 };

static uint64_t left_line, mirror;
static uint64_t counts[16];

// closers: second ends beyond the lowest free vertex; chain: the end of an arc whose inside, as far
// as it is known, is nothing but recollisions.
static void visit(uint64_t free, uint64_t closers, uint64_t chain, unsigned flags) {
  uint64_t f = free & -free;
  uint64_t partners = free ^ f;
  while (partners) {
    uint64_t j = partners & -partners;
    partners ^= j;
    unsigned now = flags;
    uint64_t next_chain;
    if (closers & (j - 1)) now |= CROSSING;
    int one_line = !(f & left_line) == !(j & left_line);
    uint64_t recollision = 0;
    if (one_line && j == f << 1) {
      recollision = j;
      next_chain = chain;
      if (chain == j << 1) now |= NESTING;
    } else if (one_line) {
      now |= UNDECORATED;
      next_chain = j;
    } else {
      next_chain = 0;
    }
    if (f * j != mirror) now |= NOT_BASIC;
    uint64_t rest = free ^ f ^ j;
    if (!rest) {
      counts[now]++;
      continue;
    }
    uint64_t used = closers | j;
    uint64_t passed = used & ((rest & -rest) - 1);
    if (passed & ~recollision) next_chain = 0;
    visit(rest, used & ~passed, next_chain, now);
  }
}

int main(int argc, char **argv) {
  int n = argc > 1 ? atoi(argv[1]) : 9, m = argc > 2 ? atoi(argv[2]) : 9;
  if (n < 0 || m < 0 || n + m < 2 || n + m > 62 || (n + m) % 2) {
    fprintf(stderr, "usage: enumeration n m, with n + m even and at most 62\n");
    return 64;
  }
  left_line = (UINT64_C(1) << n) - 1;
  mirror = UINT64_C(1) << (n + m - 1);
  struct timespec a, b;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
  visit((UINT64_C(1) << (n + m)) - 1, 0, 0, 0);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
  uint64_t all = 0, basic = 0, decorated = 0, crossing = 0, nesting = 0, both = 0;
  for (unsigned flags = 0; flags < 16; flags++) {
    uint64_t c = counts[flags];
    all += c;
    if (n == m && !(flags & NOT_BASIC)) basic += c;
    if (!(flags & (UNDECORATED | CROSSING))) decorated += c;
    if (flags & CROSSING) crossing += c;
    if (flags & NESTING) nesting += c;
    if (flags & CROSSING && flags & NESTING) both += c;
  }
  double seconds = (b.tv_sec - a.tv_sec) + 1e-9 * (b.tv_nsec - a.tv_nsec);
  printf("all %lu basic %lu decorated %lu crossing %lu nesting %lu both %lu\n", all, basic,
         decorated, crossing, nesting, both);
  printf("processor seconds %.3f, millions of graphs per second %.1f\n", seconds, all / seconds / 1e6);
  return 0;
}
