import type { BlockPoint } from '../../reads/context'
import type { Labels, TokenBacking } from '../../reads/files/labels'
import { loadQueued } from '../../reads/graph/queue'
import { loadStakers, type StakerFilter } from '../../reads/graph/stakers'
import type { BlockGraph } from '../../reads/graph/timeline'
import type { StakeGraph } from '../../risk/graph/graph'
import { withQueue } from '../../risk/graph/with-queue'
import {
  type BackedToken,
  type Holding,
  holdingsOf,
  type WrappingPool,
  type WrappingPools,
} from '../../risk/look-through/layers'
import { type Position, positionsOf, withQueued } from '../../risk/look-through/look-through'
import { type ArgumentsOf, assumedAs, input, listOf, optional, refined } from '../define/argument'
import { address, bigInteger, unique } from '../define/arguments'
import { invalidArgument } from '../define/errors'
import type { Request } from '../define/measure'
import { withRates } from '../define/pricing'

const units = (doc: string) =>
  optional(
    refined(bigInteger(doc), (value, name) => {
      if (value > 0n) return value
      throw invalidArgument(name, `${value}`, 'Give base units of the token, above 0.')
    }),
  )

const UNITS = {
  supply: units(
    'Units issued against the stake of its backers, in base units. Default: that of the label file.',
  ),
  unbacked: units('Units beside `supply` that were issued against nothing. Default: none.'),
  layer: units(
    'Units of one layer, as of one chain or one issuer, that may have to bear a loss alone. Default: those in the pool.',
  ),
}

const tokenInput = input(
  'TokenLayerInput',
  'Units of a token that is a claim on stake, as assumed: the chain that is indexed does not tell them.',
  { token: address('Token, which a label file declares under `backedTokens`.'), ...UNITS },
)

type GivenToken = { readonly token: string } & Readonly<Record<string, unknown>>

/** Argument `tokens`. */
export const tokensArgument = assumedAs(
  optional(
    unique(
      listOf(
        tokenInput(''),
        'Units of tokens that are claims on stake, for `tokenLayers`; others are those of the label files.',
      ),
      ({ token }) => token,
    ),
  ),
  (given: readonly GivenToken[] | null) =>
    (given ?? []).flatMap(({ token, ...values }) =>
      Object.keys(UNITS).flatMap((name) => {
        const value = values[name] ?? null
        return value === null
          ? []
          : [{ name: `tokens.${name} of ${token.toLowerCase()}`, value: `${value}` }]
      }),
    ),
)

/** Units as assumed, by token. */
export type AssumedUnits = ArgumentsOf<{ tokens: typeof tokensArgument }>['tokens']

/** @throws ApiError BAD_USER_INPUT for a token that no label file declares, or a layer that is larger than its supply */
export function checkTokens(tokens: AssumedUnits, { backedTokens }: Labels): void {
  for (const { token, supply: given, unbacked, layer } of tokens ?? []) {
    const declared = backedTokens.get(token)
    if (!declared) {
      const known = [...backedTokens.keys()].slice(0, 20).join(', ') || 'none'
      const hint = `Label files declare ${known} under backedTokens; see docs/labels.md.`
      throw invalidArgument('tokens.token', token, hint)
    }
    const supply = given ?? declared.supply?.units ?? null
    if (supply === null || layer === null) continue
    const whole = supply + (unbacked ?? 0n)
    if (layer > whole) {
      throw invalidArgument(
        'tokens.layer',
        `${layer}`,
        `${whole} units of ${token} are outstanding.`,
      )
    }
  }
}

/** What is behind some stakers' stake at a block. */
export interface Backings {
  /** The stake that can be lost: with the queue in it, or without. */
  readonly graph: StakeGraph
  /** Whether it is without the queue because the withdrawal delay is unknown. */
  readonly isStakeUnknown: boolean
  /** What the stakers hold in it. */
  readonly held: readonly Holding[]
  readonly pools: WrappingPools
  /** Stake of the backers, by token: in that graph, and without the queue. */
  readonly positions: ReadonlyMap<
    string,
    { readonly all: readonly Position[]; readonly alone: readonly Position[] }
  >
  readonly declared: ReadonlyMap<string, TokenBacking>
}

/** Which backings are read. */
interface BackingRequest {
  /** Null: of all stake in the graph. */
  readonly stakers: readonly string[] | null
  /** Only what the stakers hold there; null: all. */
  readonly pool: string | null
  readonly tokens: AssumedUnits
  /** Whether stake in the queue counts that can still be slashed. */
  readonly includeQueued: boolean
}

/** Tokens that are shares of vaults: claims on what is in the vault, which no label file has to say. */
function vaultTokens({ vaults }: BlockGraph, { number }: BlockPoint): [string, TokenBacking][] {
  return [...(vaults?.supplies ?? [])].map(([vault, units]) => {
    const supply = { units, asOf: `block ${number}` }
    return [vault, { stakers: [], source: `shares of the vault ${vault}`, supply }]
  })
}

/** All stake in buckets. */
function everything({ buckets }: StakeGraph): Position[] {
  return [...buckets.pool].map((pool, bucket) => ({ bucket, pool, amount: buckets.cap[bucket]! }))
}

/** All stake of a vault. */
function wholePool({ pools, buckets }: StakeGraph, id: string) {
  const positions = [...buckets.pool].flatMap((pool, bucket): Position[] => {
    return pools[pool] === id ? [{ bucket, pool, amount: buckets.cap[bucket]! }] : []
  })
  return { all: positions, alone: positions }
}

/** Reads what stakers hold, who backs the tokens of those pools, what they hold, and so on. */
export async function loadBackings(
  { context }: Request,
  block: BlockPoint,
  at: BlockGraph,
  labels: Labels,
  { stakers, pool, tokens, includeQueued }: BackingRequest,
): Promise<Backings> {
  const { withdrawalDelay } = at
  const queue = includeQueued ? await loadQueued(context, block, at) : null
  // Without the delay it is unknown what can still be slashed, unless nothing is queued.
  const isQueueUnknown = withdrawalDelay === null && (queue?.some((one) => one > 0n) ?? false)
  const queued = isQueueUnknown ? null : queue
  const graph = queued ? withQueue(at.graph, queued) : at.graph
  const declared = new Map([...labels.backedTokens, ...vaultTokens(at, block)])
  const rated = await withRates(context, block.number, at)
  const assumed = new Map(tokens?.map((one) => [one.token, one]))
  // What accounts have in vaults can be unknown, too.
  let isStakeUnknown = isQueueUnknown
  const layerOf = async (filter: StakerFilter) => {
    const layer = await loadStakers(context, block, graph, filter)
    if (layer.unknown) isStakeUnknown = true
    return layer
  }
  const read = async (stakers: readonly string[]) => {
    const alone = positionsOf(graph, await layerOf({ stakers }))
    if (!queued) return { all: alone, alone }
    const own = await loadQueued(context, block, at, stakers)
    return { all: withQueued(graph, alone, own), alone }
  }
  const tokenIn = (pool: number) => {
    const asset = rated[pool]!.asset
    return asset !== null && declared.has(asset) ? asset : null
  }

  const all = holdingsOf(graph, stakers === null ? everything(graph) : (await read(stakers)).all)
  const held = all.filter((one) => pool === null || graph.pools[one.pool] === pool)
  const found = new Map<string, BackedToken>()
  const positions = new Map<string, { all: readonly Position[]; alone: readonly Position[] }>()
  const open = [held]
  for (const holdings of open) {
    for (const { pool } of holdings) {
      const id = tokenIn(pool)
      if (id === null || found.has(id)) continue
      const { stakers, supply } = declared.get(id)!
      const own = labels.backedTokens.has(id) ? await read(stakers) : wholePool(graph, id)
      const backing = holdingsOf(graph, own.all)
      positions.set(id, own)
      found.set(id, {
        id,
        backing,
        supply: assumed.get(id)?.supply ?? supply?.units ?? null,
        unbacked: assumed.get(id)?.unbacked ?? 0n,
      })
      open.push(backing)
    }
  }
  const wrapping = graph.pools.flatMap((_, pool) => {
    const token = found.get(tokenIn(pool) ?? '')
    return token ? [{ pool, token }] : []
  })
  const shares = await sharesOf(wrapping.map(({ pool }) => pool))
  const pools = new Map(
    wrapping.map(({ pool, token }): [number, WrappingPool] => {
      return [pool, { token, rate: rated[pool]!.rate, shares: shares.get(pool) ?? 0n }]
    }),
  )
  return { graph, isStakeUnknown, held, pools, positions, declared }

  /** What all stakers of the pools could withdraw, and have queued. */
  async function sharesOf(pools: readonly number[]): Promise<Map<number, bigint>> {
    const sums = new Map<number, bigint>()
    if (pools.length === 0) return sums
    const ids = pools.map((pool) => graph.pools[pool]!)
    const { pool, amount } = await layerOf({ pools: ids })
    pool.forEach((one, index) => {
      sums.set(one, (sums.get(one) ?? 0n) + amount[index]!)
    })
    for (const { pool, amount } of queued ? withQueued(graph, [], queued) : []) {
      if (pools.includes(pool)) sums.set(pool, (sums.get(pool) ?? 0n) + amount)
    }
    return sums
  }
}
