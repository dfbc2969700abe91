import type { Arguments, Figure, FigureReader } from '../../../state-proof/figure'
import { divWad, keyOfSet, mulWad } from './math'
import { allocationOf, maxMagnitudeOf, numberOf, text } from './reads'

const ofOperatorPool = { operator: 'address', pool: 'address' } as const
const ofAllocation = { operator: 'address', operatorSet: 'operatorSet', pool: 'address' } as const

function storedAllocation(reader: FigureReader, operator: string, set: bigint, pool: string) {
  return reader.variable('AllocationManager', 'allocations').at(operator).at(set).at(pool)
}

function allocationIn(reader: FigureReader, args: Arguments) {
  const set = keyOfSet(text(args, 'operatorSet'))
  const stored = storedAllocation(reader, text(args, 'operator'), set, text(args, 'pool'))
  return allocationOf(stored, reader.block)
}

/** Magnitudes of operators, and the stake that they make slashable. */
export const MAGNITUDE_FIGURES: Record<string, Figure> = {
  maxMagnitude: {
    doc: 'Max magnitude of an operator in a pool, of 1e18 (AllocationManager.getMaxMagnitude).',
    arguments: ofOperatorPool,
    formula: 'value of the last snapshot of _maxMagnitudeHistory[operator][pool]; 1e18 without one',
    compute: (reader, args) =>
      String(maxMagnitudeOf(reader, text(args, 'operator'), text(args, 'pool'))),
  },
  encumberedMagnitude: {
    doc: 'Magnitude of an operator in a pool that allocations use, of 1e18 (AllocationManager.getEncumberedMagnitude).',
    arguments: ofOperatorPool,
    formula:
      'encumberedMagnitude[operator][pool], plus pendingDiff of each allocation of deallocationQueue[operator][pool], up to the first whose effectBlock is above the block',
    compute(reader, args) {
      const operator = text(args, 'operator')
      const pool = text(args, 'pool')
      const stored = reader.variable('AllocationManager', 'encumberedMagnitude')
      let encumbered = stored.at(operator).at(pool).number()
      const queue = reader.variable('AllocationManager', 'deallocationQueue').at(operator).at(pool)
      const end = queue.field('_end').number()
      for (let at = queue.field('_begin').number(); at < end; at++) {
        const set = BigInt(queue.field('_data').at(at).word())
        const allocation = storedAllocation(reader, operator, set, pool)
        if (BigInt(reader.block) < allocation.field('effectBlock').number()) break
        encumbered += allocation.field('pendingDiff').number()
      }
      return String(encumbered)
    },
  },
  allocation: {
    doc: 'Magnitude that an operator allocated to an operator set in a pool, with its pending change (AllocationManager.getAllocation).',
    arguments: ofAllocation,
    formula:
      'allocations[operator][set][pool]; from effectBlock on, magnitude is currentMagnitude + pendingDiff',
    compute(reader, args) {
      const { magnitude, pendingDiff, effectBlock } = allocationIn(reader, args)
      return {
        magnitude: String(magnitude),
        pendingDiff: String(pendingDiff),
        effectBlock: String(effectBlock),
      }
    },
  },
  slashableStake: {
    doc: 'Shares of a pool that an operator set can slash of an operator at this block (AllocationManager.getMinimumSlashableStake).',
    arguments: ofAllocation,
    formula:
      'operatorShares * (magnitude * 1e18 / maxMagnitude) / 1e18, each division rounded down; 0 where maxMagnitude is 0, or the operator is not slashable',
    compute(reader, args) {
      const operator = text(args, 'operator')
      const pool = text(args, 'pool')
      const ofPool = { operator, pool }
      const shares = numberOf(reader.input('operatorShares', ofPool))
      const max = numberOf(reader.input('maxMagnitude', ofPool))
      const { magnitude } = reader.input('allocation', args) as Record<string, string>
      const ofSet = { operator, operatorSet: text(args, 'operatorSet') }
      const { isSlashable } = reader.input('registration', ofSet) as Record<string, boolean>
      if (max === 0n || !isSlashable) return '0'
      return String(mulWad(shares, divWad(BigInt(magnitude!), max)))
    },
  },
}
