#!/bin/sh
# Adds up what the slices printed, and writes report.md. Runs in the output folder when all
# containers have ended; needs nothing but a POSIX shell, awk and sort.
set -eu
LC_ALL=C
export LC_ALL

tab=$(printf '\t')

# containers.tsv tells how each container ended. A report that lacks a slice would not be true.
missing=$(awk -F "$tab" 'NR > 1 && $2 != "0" { printf " %s", $1 }' containers.tsv)
if [ -n "$missing" ]; then
  echo "no report, for these did not succeed:$missing" >&2
  exit 1
fi

part=report.md.part
parts=report.parts
trap 'rm -f "$part" "$parts"' EXIT

awk -F "$tab" 'NR > 1 { print $1 }' containers.tsv > "$part"
while read -r container; do
  cat "$container/stdout" || exit 1
done < "$part" > "$parts"
sort -k1,1 -k2,2 -k3,3n -o "$parts" "$parts"

# The slices must meet without a gap or an overlap: each pod is counted once, each way.
awk '
  $1 == "pods" { pods += $3 }
  $1 == "arrivals" { arrivals += $3 }
  END {
    if (pods == 0 || pods != arrivals) {
      print "the slices do not meet: " pods + 0 " pods, " arrivals + 0 " arrivals"
      exit 1
    }
  }
' "$parts" >&2

{
  echo '# What the trace says'
  echo
  echo 'Computed in slices from `openb_pod_list_default.csv`: pods of a production GPU cluster.'
  echo
  echo '## Pods by QoS class'
  echo
  echo '| QoS class | pods |'
  echo '|---|---:|'
  awk '
    $1 == "pods" { pods[$2] += $3 }
    END { for (qos in pods) printf "| %s | %.0f |\n", qos, pods[qos] }
  ' "$parts" | sort
  echo
  echo '## GPU-hours by QoS class'
  echo
  echo 'Of pods with a scheduled time: GPUs x share of each x time from scheduling to deletion.'
  echo
  echo '| QoS class | GPU-hours |'
  echo '|---|---:|'
  # A hundredth of a GPU-hour is 36,000 thousandths of a GPU x seconds; rounded once, half up.
  awk '
    $1 == "gpus" { sum[$2] += $3 }
    END {
      for (qos in sum) {
        rounded = sum[qos] + 18000
        hundredths = (rounded - rounded % 36000) / 36000
        cents = hundredths % 100
        printf "| %s | %.0f.%02d |\n", qos, (hundredths - cents) / 100, cents
      }
    }
  ' "$parts" | sort
  echo
  echo '## Wait from creation to scheduling, in seconds'
  echo
  echo 'Of pods with a scheduled time. Percentiles by nearest rank: the smallest wait that at least so'
  echo 'many percent of the pods did not exceed.'
  echo
  echo '| QoS class | pods | p50 | p90 | p99 |'
  echo '|---|---:|---:|---:|---:|'
  # Sorted by class and wait: two readings, one to count, one to find the ranks.
  awk '
    function rank(percent, count) { return int((percent * count + 99) / 100) }
    $1 != "waits" { next }
    NR == FNR { count[$2] += $4; next }
    {
      before = seen[$2] + 0
      seen[$2] = before + $4
      for (i = 1; i <= 3; i++) {
        percent = (i == 1) ? 50 : (i == 2) ? 90 : 99
        r = rank(percent, count[$2])
        if (before < r && r <= seen[$2]) at[$2, percent] = $3
      }
    }
    END {
      for (qos in count)
        printf "| %s | %.0f | %s | %s | %s |\n", qos, count[qos], at[qos, 50], at[qos, 90], at[qos, 99]
    }
  ' "$parts" "$parts" | sort
  echo
  echo '## The ten hours with most arrivals'
  echo
  echo 'Hours since the trace began; of hours with equally many, the earlier one first.'
  echo
  echo '| hour | arrivals |'
  echo '|---:|---:|'
  awk '$1 == "arrivals" { sum[$2] += $3 } END { for (hour in sum) print hour, sum[hour] }' "$parts" |
    sort -k2,2nr -k1,1n | awk 'NR <= 10 { printf "| %s | %s |\n", $1, $2 }'
} > "$part"

mv "$part" report.md
