#!/bin/sh
# Computes one part of the answers from one slice of the trace, and prints it for report.sh.
#
#   slice.sh pods FROM TO      pods by QoS class, in rows FROM to TO (the first pod is row 1)
#   slice.sh gpus FROM TO      GPU time by QoS class, in thousandths of a GPU x seconds, in those rows
#   slice.sh waits FROM TO     how many pods waited how many seconds to be scheduled, in those rows
#   slice.sh arrivals FROM TO  pods by hour of creation, in hours FROM to TO
#
# The trace's name is in TRACE. All numbers are whole, so that adding the slices up is exact.
set -eu

what=$1 from=$2 to=$3

awk -F , -v what="$what" -v from="$from" -v to="$to" '
  NR == 1 { next }
  what == "arrivals" {
    hour = int($9 / 3600)
    if (hour >= from && hour <= to) sum[hour]++
    next
  }
  NR - 1 < from || NR - 1 > to { next }
  what == "pods" { sum[$7]++ }
  what == "gpus" && $11 != "" { sum[$7] += $4 * $5 * ($10 - $11) }
  what == "waits" && $11 != "" { sum[$7 " " ($11 - $9)]++ }
  END { for (key in sum) printf "%s %s %.0f\n", what, key, sum[key] }
' "$TRACE" | LC_ALL=C sort
