#!/usr/bin/env bash
# Keeps one comment on the pull request up to date. The first one is written when an audit fails; where nothing was
# ever wrong, nothing is said. A comment that cannot be written is a warning: the audit decides how the run ends.
set -euo pipefail

[[ $KEY =~ ^[A-Za-z0-9._-]*$ ]] || {
  printf '::warning::%s\n' "No comment is written: its key may hold letters, digits, dots, hyphens and underscores."
  exit 0
}
marker="<!-- infra-audit${KEY:+ $KEY} -->"
# Sites take 65,536 characters; what is left out stands in the summary of the run.
most=60000

[[ $PULL_REQUEST =~ ^[0-9]+$ ]] || exit 0

comments="repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments"

body=$MARKDOWN.comment
{
  printf '%s\n' "$marker"
  sed 1d "$MARKDOWN"
} >"$body"
if [ "$(wc -c <"$body")" -gt "$most" ]; then
  whole=$body
  body=$MARKDOWN.short
  # Whole lines only, and the folded part closed again.
  head -c "$most" "$whole" | sed '$d' >"$body"
  ! grep -q '^<details>$' "$body" || printf '\n</details>\n' >>"$body"
  printf '\nThe rest is in the summary of the run.\n' >>"$body"
fi

# The comments of whoever writes this one that begin with the marker; somebody else's are left alone.
own_comments() {
  # The names in the query are variables of the query, not of the shell.
  # shellcheck disable=SC2016
  gh api graphql --paginate \
    --raw-field owner="${GITHUB_REPOSITORY%%/*}" --raw-field name="${GITHUB_REPOSITORY#*/}" \
    --field number="$PULL_REQUEST" --raw-field query='
      query($owner: String!, $name: String!, $number: Int!, $endCursor: String) {
        repository(owner: $owner, name: $name) {
          pullRequest(number: $number) {
            comments(first: 100, after: $endCursor) {
              nodes { databaseId viewerDidAuthor body }
              pageInfo { hasNextPage endCursor }
            }
          }
        }
      }' --jq '
      .data.repository.pullRequest.comments.nodes[]
      | select(.viewerDidAuthor and (.body | startswith("'"$marker"'")))
      | .databaseId'
}

publish() {
  local own
  own=$(own_comments) || return
  own=${own%%$'\n'*}
  if [[ $own =~ ^[0-9]+$ ]]; then
    gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$own" --field body=@"$body"
  elif [ "$EXIT_CODE" != 0 ]; then
    gh api --silent --method POST "$comments" --field body=@"$body"
  fi
}

publish || printf '::warning::%s\n' \
  "The comment could not be written. It needs the permission 'pull-requests: write', which pull requests from forks do not have. The findings are in the summary of the run."
