#!/bin/sh
# The three latest slashings, as JSON:  sh examples/curl/slashings.sh http://127.0.0.1:4350
set -eu
api=${1:-http://127.0.0.1:4350}
# A GET can be cached; --fail makes errors of HTTP end with another exit code than 0.
curl --silent --show-error --fail --get "$api/graphql" \
  --header 'accept: application/json' \
  --data-urlencode 'query={ slashings(limit: 3, orderBy: [block_DESC, logIndex_DESC]) { block operatorId operatorSetId description } }'
