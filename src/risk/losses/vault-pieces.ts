import { smaller } from '../graph/bucket-stake'
import { isShared } from '../graph/delegated'
import { Cells, type StakeMatrix } from '../graph/exposure'
import type { StakeGraph } from '../graph/graph'
import type { Valuation } from '../value/valuation'
import { Value } from '../value/value'

/** What operators can lose, piece by piece: of all that is theirs alone, and of each vault that they share with others. */
export interface VaultPieces {
  /** What services can slash of each piece. */
  readonly matrix: StakeMatrix
  /** What each piece can lose, before it is cut to what the vault has. */
  readonly losses: readonly Value[]
  /** Positions of the pieces of each operator. */
  readonly piecesOf: readonly (readonly number[])[]
  /** Vaults that can be slashed by more than is in them: their pieces lose together at most their stake. */
  readonly vaults: readonly { readonly cap: Value; readonly pieces: readonly number[] }[]
}

/**
 * Pieces of which losses add up, and those of vaults, which do not; null: all losses of operators add up.
 *
 * A slashing takes of a vault what it can slash, at most what is left (Vault.onSlash). So slashings at once take the smaller of the vault
 * and of their sum, in whatever order they come.
 *
 * @param isWhole whether every fault is one of operators, and takes all: what is slashed of one operator alone can then be cut at once
 */
export function vaultPieces(
  graph: StakeGraph,
  valuation: Valuation,
  isWhole: boolean,
): VaultPieces | null {
  const { buckets, commitments, operators, pools, services, sets } = graph
  const isCapped = cappedBuckets(graph, valuation, isWhole)
  if (isCapped.size === 0) return null
  const rows = [...operators]
  const piecesOf = operators.map((_, operator) => [operator])
  const ofVaults = new Map<number, Map<number, number>>()
  /** The piece of an operator and a bucket. */
  const pieceOf = (operator: number, bucket: number): number => {
    if (!isCapped.has(bucket)) return operator
    const pieces = ofVaults.get(bucket) ?? new Map<number, number>()
    ofVaults.set(bucket, pieces)
    const known = pieces.get(operator)
    if (known !== undefined) return known
    const piece = rows.push(`${operators[operator]}/${pools[buckets.pool[bucket]!]}`) - 1
    pieces.set(operator, piece)
    piecesOf[operator]!.push(piece)
    return piece
  }
  const cells = new Cells<Value>(services.length)
  /** By piece and bucket, in base units. */
  const amounts = new Map<number, Map<number, bigint>>()
  commitments.slashable.forEach((amount, line) => {
    if (amount === 0n) return
    const bucket = commitments.bucket[line]!
    const piece = pieceOf(commitments.operator[line]!, bucket)
    const { service } = sets[commitments.set[line]!]!
    cells.add(service, piece, valuation.worth(buckets.pool[bucket]!, amount))
    const own = amounts.get(piece) ?? new Map<number, bigint>()
    amounts.set(piece, own)
    own.set(bucket, (own.get(bucket) ?? 0n) + amount)
  })
  const lossIn = (bucket: number, amount: bigint) => {
    const most = isCapped.has(bucket) ? amount : smaller(amount, buckets.cap[bucket]!)
    return valuation.worth(buckets.pool[bucket]!, most)
  }
  return {
    matrix: { rows, columns: services, ...cells.compress(), none: valuation.none },
    losses: rows.map((_, piece) => {
      const own = [...(amounts.get(piece) ?? [])]
      return Value.sum(
        own.map(([bucket, amount]) => lossIn(bucket, amount)),
        valuation.none,
      )
    }),
    piecesOf,
    vaults: [...ofVaults].map(([bucket, pieces]) => ({
      cap: valuation.worth(buckets.pool[bucket]!, buckets.cap[bucket]!),
      pieces: [...pieces.values()],
    })),
  }
}

/** Shared buckets that sets can slash by more than they have. */
function cappedBuckets(graph: StakeGraph, valuation: Valuation, isWhole: boolean): Set<number> {
  const { buckets, commitments } = graph
  const sums = new Map<number, { amount: bigint; operators: Set<number> }>()
  commitments.slashable.forEach((amount, line) => {
    const bucket = commitments.bucket[line]!
    if (amount === 0n || !isShared(graph, bucket)) return
    if (!valuation.isInScope(buckets.pool[bucket]!)) return
    const sum = sums.get(bucket) ?? { amount: 0n, operators: new Set() }
    sum.operators.add(commitments.operator[line]!)
    sums.set(bucket, { ...sum, amount: sum.amount + amount })
  })
  const found = [...sums].filter(([bucket, { amount, operators }]) => {
    return amount > buckets.cap[bucket]! && !(isWhole && operators.size === 1)
  })
  return new Set(found.map(([bucket]) => bucket))
}
