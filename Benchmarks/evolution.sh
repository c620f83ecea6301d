#!/bin/sh
# Site updates per second: plain C beside Swift, one core, then two. Alternating, three rounds.
set -eu
cd "$(dirname "$0")/.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
swift build -c release --product evolution-benchmark > "$out/log" 2>&1 || { cat "$out/log"; exit 1; }
swift=.build/release/evolution-benchmark
for flags in -O2 -O3; do
  "${CC:-cc}" $flags -o "$out/c$flags" Benchmarks/evolution.c
done
echo "million site updates per second (Swift: elapsed, processor; then seconds per run)"
for round in 1 2 3; do
  for run in "64 200 60" "128 24 8"; do
    set -- $run
    echo "side $1  C -O2 $("$out/c-O2" "$1" "$2")  C -O3 $("$out/c-O3" "$1" "$2")" \
      " Swift $($swift "$1" "$3" 1)  two threads $($swift "$1" "$3" 2)"
  done
done
