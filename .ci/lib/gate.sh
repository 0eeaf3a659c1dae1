# For the gates that are shell scripts. A gate exits 0 when all is well, 1 when not, and 77 when it could not run; then
# the last line of its stdout is the reason.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

skip() {
    echo "$*"
    exit 77
}

# Runs a command and shows what it printed only when it failed. Always ends as 0 or 1: a tool's own 77 is no skip.
quietly() {
    local log
    log=$(mktemp)
    if "$@" >"$log" 2>&1; then
        rm -f "$log"
    else
        cat "$log"
        rm -f "$log"
        echo "failed: $*"
        return 1
    fi
}
