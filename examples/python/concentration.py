"""How concentrated the stake of each pool is. Python 3.9 or later, nothing else.

    python3 examples/python/concentration.py http://127.0.0.1:4350
"""

import json
import sys
import time
import urllib.error
import urllib.request
from fractions import Fraction

QUERY = """
query Shares($block: BlockInput) {
  _meta(block: $block) { block { number hash } }
  pools(block: $block, orderBy: id_ASC, limit: 40) {
    id
    operatorStakes(where: {shares_gt: "0"}, limit: 1000) { shares }
  }
}
"""


def ask(api, query, variables=None):
    """Sends a query; waits and tries again where the server is busy."""
    body = json.dumps({"query": query, "variables": variables or {}}).encode()
    for attempt in range(5):
        request = urllib.request.Request(
            f"{api}/graphql", body, {"content-type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                answer = json.load(response)
        except urllib.error.HTTPError as error:
            if error.code not in (429, 503) or attempt == 4:
                raise
            time.sleep(int(error.headers.get("Retry-After", "1")))
            continue
        if answer.get("errors"):
            raise RuntimeError(answer["errors"])
        if answer.get("extensions", {}).get("truncated"):
            raise RuntimeError("lists have more rows: read them page by page")
        return answer["data"]


def hhi(amounts):
    """Herfindahl-Hirschman index, exact."""
    total = sum(amounts)
    return sum(Fraction(amount, total) ** 2 for amount in amounts)


def main(api):
    data = ask(api, QUERY)
    print(f"block {data['_meta']['block']['number']}")
    for pool in data["pools"]:
        # Amounts are text: they are larger than what a JSON number holds exactly.
        amounts = [int(stake["shares"]) for stake in pool["operatorStakes"]]
        if amounts:
            print(f"{pool['id']}  {len(amounts):3} operators  HHI {float(hhi(amounts)):.4f}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:4350")
