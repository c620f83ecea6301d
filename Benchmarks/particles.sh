#!/bin/sh
# Flies particles of the jump process with feyn on one thread and with the plain kernel in C, in one run, and
# prints collisions per second of processor time and their ratio. Usage: particles.sh [particles]
set -eu
cd "$(dirname "$0")/.."
particles=${1:-1000000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
gcc -O2 -o "$work/particles" Benchmarks/particles.c -lm
[ -x .build/release/feyn ] || swift build -c release --product feyn
.build/release/feyn boltzmann --time 1 --momentum 2/24,4/24,7/24 --json > "$work/shell"
rate=$(sed -n 's/.*"rate": *\([0-9.]*\).*/\1/p' "$work/shell")
energy=$(sed -n 's/.*"energy": *\([0-9.]*\).*/\1/p' "$work/shell")
"$work/particles" "$energy" "$rate" 30 "$((particles / 10))" | tee "$work/c"
# the processor time of the one child of a subshell, as m and s
sh -c ".build/release/feyn boltzmann --time 30 --momentum 2/24,4/24,7/24 --method particles \
  --observable displacement --particles $particles --threads 1 > '$work/feyn'
  times" | tail -1 > "$work/times"
tail -1 "$work/feyn"
awk -v particles="$particles" -v rate="$rate" '
  FILENAME ~ /times/ { split($1, a, "m"); seconds = 60 * a[1] + a[2] }
  /collisions/ { plain = $(NF - 1) }
  END {
    speed = particles * rate * 30 / seconds
    printf "feyn: processor seconds %.3f, %.3e collisions/s/core\n", seconds, speed
    printf "ratio to plain C: %.1f\n", speed / plain
  }' "$work/c" "$work/times"
