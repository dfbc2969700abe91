"""Which services depend on one operator. Needs pandas: apt-get install python3-pandas, or pip install pandas.

    python3 examples/python/exposure.py http://127.0.0.1:4350
"""

import json
import sys
import urllib.parse
import urllib.request

import pandas

POOL = "0x7535ccdead8f7d951ce272e6c25d14b8515582e5"


def read_export(api, table, **parameters):
    """A table as a frame of text, and the block that it is of."""
    query = urllib.parse.urlencode(parameters)
    with urllib.request.urlopen(f"{api}/export/{table}.csv?{query}", timeout=60) as response:
        # Amounts are text: a column of floats would round them, and one of 64-bit integers does not hold them.
        frame = pandas.read_csv(response, dtype=str, keep_default_na=False)
        return frame, int(response.headers["X-Block-Number"])


def main(api):
    args = {"scope": {"pool": POOL}, "basis": "SLASHABLE"}
    exposure, block = read_export(api, "exposure", args=json.dumps(args))
    exposure["amount"] = exposure["amount"].map(int)
    exposure["share"] = pandas.to_numeric(exposure["share"])
    backed = exposure[exposure["amount"] > 0].sort_values(["share", "amount"])
    avss = backed.groupby("member").agg(
        operators=("operator", "count"), largest=("operator", "last"), share=("share", "last")
    )
    print(f"block {block}: {len(avss)} services with slashable stake of the pool")
    for avs, row in avss.sort_values("share", ascending=False, kind="stable").iterrows():
        print(f"{avs}  {row.operators:2} operators, {row.share:7.2%} by {row.largest}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:4350")
