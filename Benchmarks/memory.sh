#!/bin/sh
# Memory said beforehand beside the peak that the system counts; needs python3.
set -eu
cd "$(dirname "$0")/.."
exec python3 Benchmarks/memory.py "$(swift build -c release --show-bin-path)/feyn"
