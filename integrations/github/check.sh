#!/usr/bin/env bash
# Audits: annotations for the log, one file for code scanning, one for people. Does not fail on findings, so that
# the steps which show them run; what the audit came to is the output `exit-code`.
set -euo pipefail

# A folder of its own for each time that the action is used in a job.
reports=$(mktemp -d "$RUNNER_TEMP/infra-audit-XXXXXX")
sarif=$reports/findings.sarif
markdown=$reports/findings.md

# Annotations, code scanning and comments name files from the root of the repository, so that is where the audit runs.
in_folder() {
  local path=$1
  while [[ $path == ./* ]]; do path=${path#./}; done
  [ "$path" != . ] || path=
  path=$folder${path%/}
  path=${path%/}
  printf '%s' "${path:-.}"
}

folder=
folder=$(in_folder "$INPUT_WORKING_DIRECTORY")/
[ "$folder" != ./ ] || folder=

arguments=()
[ -z "$INPUT_FAIL_ON" ] || arguments+=("--fail-on=$INPUT_FAIL_ON")
past=()
if [ -n "$INPUT_SINCE" ]; then
  past=(--fail-on-new "--since=$INPUT_SINCE")
elif [ -n "$INPUT_BASELINE" ]; then
  past=(--fail-on-new "--baseline=$(in_folder "$INPUT_BASELINE")")
fi

paths=()
while IFS= read -r path; do
  path=${path#"${path%%[![:space:]]*}"}
  path=${path%"${path##*[![:space:]]}"}
  [ -z "$path" ] || paths+=("$(in_folder "$path")")
done <<<"$INPUT_PATHS"

# An empty list is an unset variable to the bash of macOS.
check() { "$PROGRAM" check ${arguments[@]+"${arguments[@]}"} "$@" -- ${paths[@]+"${paths[@]}"}; }

code=0
check ${past[@]+"${past[@]}"} --format github --output "sarif=$sarif" --output "markdown=$markdown" \
  2>"$reports/said" || code=$?
# Where nothing could be audited there are no files, so that code scanning does not take it for a clean run; people are
# told why all the same.
if [ ! -f "$markdown" ]; then
  check ${past[@]+"${past[@]}"} --format markdown >"$markdown" 2>"$reports/said-again" || [ $? -le 2 ]
  [ -s "$markdown" ] || rm -f "$markdown"
fi
# Code scanning compares by itself, and would take what is gone for something that is there.
if [ ${#past[@]} -gt 0 ] && [ -f "$sarif" ]; then
  check --format sarif >"$sarif" 2>"$reports/said-again" || [ $? -le 2 ]
fi

# What is said beside the findings quotes files of the pull request: none of it is a command to the runner.
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '::stop-commands::%s\n' "$token"
cat "$reports/said"
printf '\n::%s::\n' "$token"

{
  printf 'exit-code=%s\n' "$code"
  [ ! -f "$sarif" ] || printf 'sarif=%s\n' "$sarif"
  [ ! -f "$markdown" ] || printf 'markdown=%s\n' "$markdown"
} >>"$GITHUB_OUTPUT"

# Sites refuse a summary of more than 1,048,576 bytes.
most=1000000

summary=$markdown
if [ -f "$markdown" ] && [ "$(wc -c <"$markdown")" -gt "$most" ]; then
  summary=$reports/summary.md
  # Whole lines only, and the folded part closed again.
  head -c "$most" "$markdown" | sed '$d' >"$summary"
  ! grep -q '^<details>$' "$summary" || printf '\n</details>\n' >>"$summary"
  printf '\nThe rest does not fit here.\n' >>"$summary"
fi
[ ! -f "$summary" ] || cat "$summary" >>"$GITHUB_STEP_SUMMARY"
