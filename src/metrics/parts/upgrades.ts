import type { ApiContext } from '../../reads/context'
import { loadVersions, type VersionRow } from '../../reads/graph/implementations'
import { entropy } from '../../risk/concentration/entropy'
import { population } from '../../risk/concentration/population'
import { stakeInPools } from '../../risk/graph/bucket-stake'
import { doubleToDecimal, toDecimal } from '../../risk/math/decimal'
import { checkCount, MAX_LISTED } from '../define/arguments'
import { member } from '../define/meta'
import type { Governance } from '../governance'

/** Upgrade dispersion: contracts of each kind by the code that they run. */
export async function upgrades(answer: Governance, _: unknown, context: ApiContext) {
  const rows = await loadVersions(context, answer.block)
  const stakeOf = stakeIn(answer)
  return [...new Set(rows.map(({ kind }) => kind))].map((kind) => {
    const versions = rows.filter((row) => row.kind === kind)
    const contracts = versions.reduce((sum, one) => sum + one.contracts, 0)
    const known = population(
      versions.flatMap(({ implementation, contracts: count }) =>
        implementation === null ? [] : [{ id: implementation, amount: BigInt(count) }],
      ),
    )
    const diversity = entropy(known)
    return {
      kind,
      contracts,
      unknown: contracts - Number(known.total),
      implementations: known.n,
      entropy: diversity === null ? null : doubleToDecimal(diversity),
      versions: ({ limit }: { limit: number }) => {
        checkCount('limit', limit, MAX_LISTED)
        return versions.slice(0, limit).map((one) => version(one, stakeOf))
      },
    }
  })
}

function version(row: VersionRow, stakeOf: ReturnType<typeof stakeIn>) {
  const { implementation, beacon, contracts, pools } = row
  return {
    implementation: implementation && member(implementation),
    beacon: beacon && member(beacon),
    contracts,
    stake: stakeOf(pools),
  }
}

/** Delegated stake in pools; null if none of them counts. */
function stakeIn({ at, valuation }: Governance): (ids: readonly string[]) => string | null {
  return (ids) => {
    const stake = valuation && stakeInPools(at.graph, valuation, ids)
    return stake === null ? null : toDecimal({ num: stake, den: valuation!.unit })
  }
}
