#!/bin/sh
# Times the amplitudes that docs/performance.md lists: seconds of one thread, start included.
set -eu
feyn=${1:-.build/release/feyn}
start='--eta 0.5 --time 1 --momentum 0.1,0.2,0.3 --observable one --threads 1 --quiet'
run() {
  began=$(date +%s.%N)
  # shellcheck disable=SC2086
  result=$("$feyn" amplitude "$@" $start | grep -E '^(real|method)' | tr -s ' ' | tr '\n' ' ')
  ended=$(date +%s.%N)
  printf '%8.3f s  %-10s %s\n' "$(echo "$ended - $began" | bc)" "$1" "$result"
}
for graph in 'ab|ba' 'ab|ab' 'abab|' 'abc|cba' 'aabc|bc' 'abcabc|' 'abcb|ac' 'abc|acb' 'abac|bc' \
  'abc|abc'; do run "$graph"; done
run 'abcd|abcd' --time-limit 30
run 'ab|ab' --method momentum --points 65536
