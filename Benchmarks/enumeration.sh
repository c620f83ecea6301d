#!/bin/sh
# Tallies every graph of Gamma(n,n) with feyn on one thread and with the plain recursion in C, in one
# run, and prints graphs per second of processor time and their ratio. Usage: enumeration.sh [n]
set -eu
cd "$(dirname "$0")/.."
n=${1:-10}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
gcc -O3 -o "$work/enumeration" Benchmarks/enumeration.c
[ -x .build/release/feyn ] || swift build -c release --product feyn
"$work/enumeration" "$n" "$n" | tee "$work/c"
# the processor time of the one child of a subshell, as m and s
sh -c ".build/release/feyn enumerate --left $n --right $n --tally --threads 1 --json > '$work/feyn'
  times" | tail -1 > "$work/times"
graphs=$(sed -n 's/.*"total": *"\([0-9]*\)".*/\1/p' "$work/feyn")
awk -v graphs="$graphs" '
  FILENAME ~ /times/ { split($1, a, "m"); seconds = 60 * a[1] + a[2] }
  /processor seconds/ { plain = $NF }
  END {
    rate = graphs / seconds / 1e6
    printf "feyn: processor seconds %.3f, millions of graphs per second %.1f\n", seconds, rate
    printf "ratio to plain C: %.1f\n", rate / plain
  }' "$work/c" "$work/times"
