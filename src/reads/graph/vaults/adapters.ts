import type { Basis, StakeGraph } from '../../../risk/graph/graph'
import { WAD } from '../../../risk/math/wad'
import { guaranteedOf, slashableOf } from '../../../vaults/v2/guarantee'
import type { AdapterV2, VaultsV2 } from '../../../vaults/v2/vaults'
import { atTimeOf } from '../../at-time'
import type { BlockHeader } from '../../context'

interface Line {
  readonly set: string
  readonly operator: string
  readonly vault: string
  readonly stake: bigint
  readonly slashable: bigint
}

/**
 * The stake graph of vaults of core V2: a vault is one bucket, of which adapters set apart what they guarantee to a subnetwork through
 * an operator, in units of the vault. MIN_SLASHABLE is stake(), which stays for the whole duration. A vault without such an adapter is a
 * bucket that nobody counts on.
 */
export function adapterPart(vaults: VaultsV2, header: BlockHeader): StakeGraph {
  const { lines, isUnknown } = linesOf(vaults, header)
  const pools = [...vaults.vaults.keys()].sort()
  const caps = pools.map((vault) => vaults.totalAssets(vault).value)
  const operators = sorted(lines.map(({ operator }) => operator))
  const setIds = sorted(lines.map(({ set }) => set))
  const services = sorted(setIds.map(networkOf))
  const at = (ids: readonly string[]) => new Map(ids.map((id, position) => [id, position]))
  const [operatorAt, setAt, serviceAt, poolAt] = [operators, setIds, services, pools].map(at)
  const placed = lines
    .map((line) => ({
      ...line,
      at: setAt!.get(line.set)!,
      by: operatorAt!.get(line.operator)!,
      bucket: poolAt!.get(line.vault)!,
    }))
    .sort((a, b) => a.at - b.at || a.by - b.by || a.bucket - b.bucket)
  const none = () => placed.map(() => 0n)
  return {
    operators,
    services,
    pools,
    sets: setIds.map((id, set) => ({
      id,
      service: serviceAt!.get(networkOf(id))!,
      slashes: true,
      accepts: sorted(placed.filter((one) => one.at === set).map(({ vault }) => vault)).map(
        (vault) => poolAt!.get(vault)!,
      ),
    })),
    buckets: {
      operator: new Int32Array(pools.length).fill(-1),
      pool: Int32Array.from(pools.keys()),
      cap: caps.map((cap) => cap ?? 0n),
      queued: null,
      maxMagnitude: pools.map(() => WAD),
      isSetApart: new Uint8Array(pools.length).fill(1),
    },
    commitments: {
      operator: Int32Array.from(placed, ({ by }) => by),
      set: Int32Array.from(placed, (one) => one.at),
      bucket: Int32Array.from(placed, ({ bucket }) => bucket),
      isRegistered: new Uint8Array(placed.length).fill(1),
      registered: placed.map(({ stake }) => stake),
      slashable: placed.map(({ slashable }) => slashable),
      minSlashable: placed.map(({ stake }) => stake),
      magnitude: none(),
      minMagnitude: none(),
    },
    unknownBases: isUnknown || caps.includes(null) ? ALL_BASES : [],
  }
}

const ALL_BASES: Basis[] = ['DELEGATED', 'REGISTERED', 'SLASHABLE', 'MIN_SLASHABLE']

/** Commitments of adapters of vaults; of several with the same subnetwork, operator and vault the sum. */
function linesOf({ vaults, adapters }: VaultsV2, header: BlockHeader) {
  const found = new Map<string, Line>()
  let isUnknown = false
  for (const adapter of adapters.values()) {
    const { vault, operator, operatorSet: set } = adapter
    if (vault === null || !vaults.has(vault) || operator === null || set === null) continue
    const amounts = amountsOf(adapter, header)
    if (amounts === null) {
      isUnknown = true
      continue
    }
    const key = `${set} ${operator} ${vault}`
    const before = found.get(key)
    found.set(key, {
      set,
      operator,
      vault,
      stake: amounts.stake + (before?.stake ?? 0n),
      slashable: amounts.slashable + (before?.slashable ?? 0n),
    })
  }
  return { lines: [...found.values()], isUnknown }
}

/** What an adapter guarantees in units of its vault; null: unknown. */
function amountsOf({ guarantee, duration }: AdapterV2, header: BlockHeader) {
  if (!guarantee || duration === null) return null
  return atTimeOf(header, (now) => ({
    stake: guaranteedOf(guarantee, now, duration),
    slashable: slashableOf(guarantee, now),
  })).value
}

/** Network in the key of a subnetwork. */
function networkOf(set: string): string {
  return set.slice('symbiotic-'.length, set.indexOf('/'))
}

function sorted(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort()
}
