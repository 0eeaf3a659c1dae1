# For the gates that are shell scripts. A gate exits 0 when all is well, 1 when not, and 77 when it could not run; then
# the last line of its stdout is the reason.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

skip() {
    echo "$*"
    exit 77
}

# Runs a command and shows what it printed only when it failed. Always ends as 0 or 1: a tool's own 77 is no skip.
# What failed is said again at the end, where it is looked for: tests print thousands of lines.
quietly() {
    local log
    log=$(mktemp)
    if "$@" >"$log" 2>&1; then
        rm -f "$log"
    else
        cat "$log"
        if [ "$(wc -l <"$log")" -gt 60 ]; then
            echo "in these lines:"
            LC_ALL=C grep -aE '✘|(^|[0-9]: )error: |WARNING: [A-Z]|SUMMARY: ' "$log" | cut -c1-400 | head -n 30 || true
        fi
        rm -f "$log"
        echo "failed: $*"
        return 1
    fi
}
