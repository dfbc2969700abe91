import { vaultCommitments } from '../../vaults/commitments'
import type { ApiContext, BlockPoint } from '../context'
import { loadAdapterCommitments } from '../vaults-v2/commitments'
import { type AllocationFilter, loadAllocationCommitments } from './allocations'
import { loadVaultState } from './state'

/** Value of ProtocolName. */
export type Protocol = 'EIGENLAYER' | 'SYMBIOTIC'

/** Stake that a set can count on through an operator. */
export interface Commitment {
  readonly protocol: Protocol
  readonly operator: string
  readonly avs: string
  readonly set: string
  /** Decimal. */
  readonly setId: string
  readonly pool: string
  /** Contract that holds the stake; null: the pool. */
  readonly adapter: string | null
  /** Token that amounts are in; null: the unit of the pool. */
  readonly unit: string | null
  /** Null: unknown. */
  readonly stake: bigint | null
  readonly slashable: bigint | null
  /** Null: it has no meaning in this protocol. */
  readonly cumulativeSlash: bigint | null
  readonly nullReason: 'CONSTANT_UNKNOWN' | 'ASSETS_UNKNOWN' | 'BLOCK_TIME_UNKNOWN' | null
}

/** Commitments at a block. @param protocol null: of both @param filter of those of EigenLayer, which are the most. Default: all */
export async function loadCommitments(
  context: Pick<ApiContext, 'query'>,
  block: BlockPoint,
  protocol: Protocol | null,
  filter?: AllocationFilter,
): Promise<Commitment[]> {
  const found = [
    ...(protocol === 'SYMBIOTIC' ? [] : await ofAllocations(context, block, filter)),
    ...(protocol === 'EIGENLAYER' ? [] : await ofVaults(context, block)),
    ...(protocol === 'EIGENLAYER' ? [] : await ofAdapters(context, block)),
  ]
  return found.sort(
    (a, b) =>
      order(a.protocol, b.protocol) ||
      order(a.set, b.set) ||
      order(a.operator, b.operator) ||
      order(a.pool, b.pool) ||
      order(a.adapter ?? '', b.adapter ?? ''),
  )
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

async function ofAllocations(
  context: Pick<ApiContext, 'query'>,
  { number }: BlockPoint,
  filter: AllocationFilter | undefined,
): Promise<Commitment[]> {
  const allocations = await loadAllocationCommitments(context, number, filter)
  return allocations.map((one) => ({
    ...one,
    protocol: 'EIGENLAYER',
    adapter: null,
    unit: null,
    cumulativeSlash: null,
    nullReason: one.slashable === null ? 'CONSTANT_UNKNOWN' : null,
  }))
}

async function ofVaults(
  context: Pick<ApiContext, 'query'>,
  block: BlockPoint,
): Promise<Commitment[]> {
  const state = await loadVaultState(context, block)
  return vaultCommitments(state).map(({ vault, ...one }) => ({
    ...one,
    protocol: 'SYMBIOTIC',
    avs: state.rows.networks.get(one.set)!,
    setId: setIdOf(one.set),
    pool: vault,
    adapter: null,
    unit: null,
    nullReason: one.stake === null || one.slashable === null ? 'CONSTANT_UNKNOWN' : null,
  }))
}

async function ofAdapters(
  context: Pick<ApiContext, 'query'>,
  block: BlockPoint,
): Promise<Commitment[]> {
  const adapters = await loadAdapterCommitments(context, block)
  return adapters.map(({ vault, ...one }) => ({
    ...one,
    protocol: 'SYMBIOTIC',
    avs: one.set.slice(SUBNETWORK_PREFIX.length, one.set.indexOf('/')),
    setId: setIdOf(one.set),
    pool: vault,
    cumulativeSlash: null,
  }))
}

/** In front of the network in the key of a subnetwork. */
const SUBNETWORK_PREFIX = 'symbiotic-'

/** Number in the key of a set: `<avs>/<set id>`. */
const setIdOf = (set: string) => set.slice(set.indexOf('/') + 1)
