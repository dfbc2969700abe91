import type { Figure } from '../../../state-proof/figure'
import { WAD } from './math'
import { numberOf, text } from './reads'

/** Figures over many operators. */
export const SUM_FIGURES: Record<string, Figure> = {
  avsSlashableStake: {
    doc: 'Shares of a pool that the operator sets of an AVS can slash together.',
    arguments: { avs: 'address', pool: 'address', left: 'addresses' },
    formula:
      'sum of slashableStake over the operator sets of the AVS that accept the pool, and over their members and the operators in `left`',
    notProven: [
      'that no other operator left one of these sets and can still be slashed: storage lists members, and not those that left. `left` names those that are counted.',
    ],
    compute(reader, args) {
      const pool = text(args, 'pool')
      const left = args.left as readonly string[]
      const sets = reader.input('operatorSets', { avs: text(args, 'avs') }) as string[]
      let sum = 0n
      for (const operatorSet of sets) {
        const pools = reader.input('pools', { operatorSet }) as string[]
        if (!pools.includes(pool)) continue
        const members = reader.input('members', { operatorSet }) as string[]
        for (const operator of new Set([...members, ...left])) {
          sum += numberOf(reader.input('slashableStake', { operator, operatorSet, pool }))
        }
      }
      return String(sum)
    },
  },
  poolConcentration: {
    doc: 'How concentrated the delegated shares of a pool are over the listed operators: Herfindahl-Hirschman index, of 1.',
    arguments: { pool: 'address', operators: 'addresses' },
    formula:
      'hhi = sum of squares of operatorShares / square of their sum, rounded down at 18 digits',
    notProven: [
      'that no other operator has shares of the pool: storage has no list of operators. `operators` names those that are counted.',
    ],
    compute(reader, args) {
      const pool = text(args, 'pool')
      let total = 0n
      let squares = 0n
      for (const operator of args.operators as readonly string[]) {
        const shares = numberOf(reader.input('operatorShares', { operator, pool }))
        total += shares
        squares += shares * shares
      }
      const hhi = total === 0n ? 'unknown' : decimal((squares * WAD) / (total * total))
      return { total: String(total), sumOfSquares: String(squares), hhi }
    },
  },
}

/** A fraction of 1e18 as a decimal. */
function decimal(wad: bigint): string {
  return `${wad / WAD}.${String(wad % WAD).padStart(18, '0')}`
}
