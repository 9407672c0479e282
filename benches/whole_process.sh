#!/usr/bin/env bash
# What a whole run costs beside ripgrep and oxlint, on the same folder: wall time, processor time and the most memory, as medians,
# and the ratios that are to hold: at most 3 times ripgrep's wall time, at most an eighth of oxlint's with one rule, 80 MiB.
#
#   benches/whole_process.sh FOLDER [RUNS]
#
# TOKENTRAIL names the program (default: the release build), OXLINT that of oxlint. What is not installed is said and left out.
# GNU time has to be there.
set -euo pipefail
folder=${1:?usage: benches/whole_process.sh FOLDER [RUNS]}
runs=${2:-5}
root=$(cd "$(dirname "$0")/.." && pwd)
tokentrail=${TOKENTRAIL:-$root/target/release/tokentrail}
oxlint=${OXLINT:-oxlint}
times=$(mktemp -d)
trap 'rm -rf "$times"' EXIT

# One run of a program: seconds, seconds of the processor, KiB.
once() {
  local name=$1 status=0
  shift
  command time -f '%e %U %S %M' -o "$times/one" "$@" >/dev/null 2>&1 || status=$?
  # A finding, and none, is 1 to some of these programs.
  if [ "$status" -gt 1 ]; then
    echo "$name: ended with $status" >&2
    exit 1
  fi
  tail -n 1 "$times/one" | awk '{ print $1, $2 + $3, $4 }' >>"$times/$name"
}

median() {
  cut -d ' ' -f "$2" "$times/$1" | sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'
}

names=(tokentrail)
run() {
  case $1 in
    tokentrail) once tokentrail "$tokentrail" check --no-ignore --exit-zero --no-progress "$folder" ;;
    ripgrep) once ripgrep rg --no-ignore --hidden -l 'jsonwebtoken|jwt' "$folder" ;;
    oxlint) once oxlint "$oxlint" --no-ignore -A all -D no-debugger "$folder" ;;
  esac
}
if command -v rg >/dev/null; then names+=(ripgrep); else echo "ripgrep is not installed" >&2; fi
if command -v "$oxlint" >/dev/null; then names+=(oxlint); else echo "oxlint is not installed" >&2; fi

for name in "${names[@]}"; do run "$name"; rm "$times/$name"; done
# In turn, so that a load that comes and goes is everybody's.
for _ in $(seq "$runs"); do
  for name in "${names[@]}"; do run "$name"; done
done
printf '%-12s %10s %10s %10s\n' program 'wall s' 'cpu s' 'peak MiB'
for name in "${names[@]}"; do
  printf '%-12s %10.2f %10.2f %10.0f\n' "$name" "$(median "$name" 1)" "$(median "$name" 2)" \
    "$(awk -v kib="$(median "$name" 3)" 'BEGIN { print kib / 1024 }')"
done

# How many times as long the second program takes as the first. GNU time counts in hundredths: less than one is taken for one.
as_long() {
  awk -v one="$(median "$1" 1)" -v other="$(median "$2" 1)" 'BEGIN {
    if (one < 0.01) one = 0.01
    if (other < 0.01) other = 0.01
    printf "%.2f", other / one
  }'
}
for name in "${names[@]}"; do
  case $name in
    ripgrep) echo "tokentrail takes $(as_long ripgrep tokentrail) times as long as ripgrep (to be 3 at most)" ;;
    oxlint) echo "oxlint takes $(as_long tokentrail oxlint) times as long as tokentrail (to be 8 at least)" ;;
  esac
done
awk -v kib="$(median tokentrail 3)" 'BEGIN { printf "tokentrail takes %.0f MiB of memory (to be 80 at most)\n", kib / 1024 }'
