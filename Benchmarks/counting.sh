# Sourced by the benchmarks: what a program costs, counted by valgrind.

# Nothing can be counted without it.
require_valgrind() {
    command -v valgrind >/dev/null && return
    echo "valgrind is not installed, so nothing can be counted"
    exit 77
}

instructions() { # program, arguments
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null | awk '/Collected/ { print $4 }'
}

allocations() { # program, arguments
    valgrind --undef-value-errors=no --leak-check=no "$@" 2>&1 >/dev/null |
        awk '/total heap usage/ { gsub(",", "", $5); print $5 }'
}

# Prints a line of: operation, instructions, allocations, each for one of it. Two runs are compared, so that starting up
# is not in it; the two tools run at the same time.
count_one() { # folder for notes, operation, few, many, program, arguments in front of the count
    local notes=$1 operation=$2 few=$3 many=$4 i1 i2 a1 a2
    shift 4
    { allocations "$@" "$few" >"$notes/few" && allocations "$@" "$many" >"$notes/many"; } &
    i1=$(instructions "$@" "$few") i2=$(instructions "$@" "$many")
    wait $!
    a1=$(<"$notes/few") a2=$(<"$notes/many")
    awk -v op="$operation" -v n=$((many - few)) -v i=$((i2 - i1)) -v a=$((a2 - a1)) \
        'BEGIN { a /= n; printf "%s\t%d\t%.2f\n", op, i / n + 0.5, a < 0 ? 0 : a }'
}
