import type { Protocol } from '../../reads/vaults/commitments'
import type { StakeGraph } from '../../risk/graph/graph'
import type { StakeScope } from '../../risk/graph/stake-scope'
import { indexOfSorted } from '../../risk/math/sorted-index'
import { type Argument, input, optional } from './argument'
import { address, choice, operatorSetId } from './arguments'
import { invalidArgument } from './errors'
import { protocolName } from './protocol'

const scopeInput = input(
  'RiskScope',
  'Part of the stake. An unknown operator, pool, AVS or operator set gives `UNKNOWN_SCOPE`.',
  {
    protocol: optional(
      choice(
        protocolName,
        'Only the stake of this protocol. Default: both; what has the same address in both is one operator, AVS or staker.',
      ),
    ),
    operator: optional(address('Address of an operator, in any case: only its stake.')),
    pool: optional(
      address(
        'Address of a pool (EigenLayer strategy, Symbiotic vault), in any case: only its shares.',
      ),
    ),
    avs: optional(
      address(
        'Address of an AVS, in any case: only operators registered to it or to one of its sets.',
      ),
    ),
    operatorSet: optional(
      operatorSetId(
        '`<avs>/<set id>`, or `symbiotic-<network>/<identifier>`: only operators registered to that operator set or subnetwork.',
      ),
    ),
  },
)

/** Keys of a scope in lower case; null: not given. */
export type ScopeKeys = {
  readonly [Part in ScopePart]: string | null
} & {
  /** Default: of all protocols. */
  readonly protocol?: Protocol | null
}

type ScopePart = 'operator' | 'pool' | 'avs' | 'operatorSet'

const EVERYTHING: ScopeKeys = {
  protocol: null,
  operator: null,
  pool: null,
  avs: null,
  operatorSet: null,
}

/**
 * Argument `scope`.
 * @param refused hints for the parts that the field does not take
 */
export function scope(
  doc: string,
  refused: { readonly [Part in ScopePart]?: string } = {},
): Argument<ScopeKeys> {
  const { read, ...rest } = optional(scopeInput(doc))
  return {
    ...rest,
    read(name, given: never) {
      const keys = read(name, given) ?? EVERYTHING
      for (const [part, hint] of Object.entries(refused)) {
        const value = keys[part as ScopePart]
        if (value !== null) throw invalidArgument(`${name}.${part}`, value, hint)
      }
      const { avs, operatorSet } = keys
      const isOfAvs = operatorSet?.replace(/^symbiotic-/, '').startsWith(`${avs}/`)
      if (avs !== null && operatorSet !== null && !isOfAvs) {
        const hint = `It is not a set of the AVS ${avs}.`
        throw invalidArgument(`${name}.operatorSet`, operatorSet, hint)
      }
      return keys
    },
  }
}

/** The scope by positions in the graph; null if something in it is not known there. */
export function scopeIn(graph: StakeGraph, keys: ScopeKeys): StakeScope | null {
  const at = (ids: readonly string[], id: string | null) =>
    id === null ? null : indexOfSorted(ids, id)
  const positions = {
    operator: at(graph.operators, keys.operator),
    pool: at(graph.pools, keys.pool),
    service: at(graph.services, keys.avs),
    set: at(
      graph.sets.map(({ id }) => id),
      keys.operatorSet,
    ),
  }
  return Object.values(positions).includes(-1) ? null : positions
}
