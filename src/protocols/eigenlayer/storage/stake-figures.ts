import { BEACON_CHAIN_ETH } from '../../../facts/native-eth'
import type { Figure } from '../../../state-proof/figure'
import { mulWad, WAD } from './math'
import { numberOf, text } from './reads'

const ofStakerPool = { staker: 'address', pool: 'address' } as const

/** Shares of operators and stakers, and whom stakers delegate to. */
export const STAKE_FIGURES: Record<string, Figure> = {
  operatorShares: {
    doc: 'Shares of a pool that are delegated to an operator (DelegationManager.operatorShares).',
    arguments: { operator: 'address', pool: 'address' },
    formula: 'operatorShares[operator][pool]',
    compute: (reader, args) =>
      String(
        reader
          .variable('DelegationManager', 'operatorShares')
          .at(text(args, 'operator'))
          .at(text(args, 'pool'))
          .number(),
      ),
  },
  delegatedTo: {
    doc: 'Operator that a staker delegates to; the zero address: none (DelegationManager.delegatedTo).',
    arguments: { staker: 'address' },
    formula: 'delegatedTo[staker]',
    compute: (reader, args) =>
      reader.variable('DelegationManager', 'delegatedTo').at(text(args, 'staker')).address(),
  },
  depositShares: {
    doc: 'Deposit shares of a staker in a pool (StrategyManager.stakerDepositShares; native ETH: EigenPodManager.podOwnerDepositShares).',
    arguments: ofStakerPool,
    formula: 'stakerDepositShares[staker][pool]; native ETH: podOwnerDepositShares[staker]',
    compute(reader, args) {
      const staker = text(args, 'staker')
      const pool = text(args, 'pool')
      if (pool === BEACON_CHAIN_ETH) {
        return String(
          reader.variable('EigenPodManager', 'podOwnerDepositShares').at(staker).number(),
        )
      }
      const shares = reader.variable('StrategyManager', 'stakerDepositShares')
      return String(shares.at(staker).at(pool).number())
    },
  },
  scalingFactor: {
    doc: 'Deposit scaling factor of a staker in a pool, of 1e18 (DelegationManager.depositScalingFactor).',
    arguments: ofStakerPool,
    formula: '_depositScalingFactor[staker][pool]; 1e18 where it is 0',
    compute(reader, args) {
      const factors = reader.variable('DelegationManager', '_depositScalingFactor')
      const factor = factors.at(text(args, 'staker')).at(text(args, 'pool'))
      return String(factor.field('_scalingFactor').number() || WAD)
    },
  },
  beaconChainSlashingFactor: {
    doc: 'What slashings on the beacon chain left of the native ETH of a staker, of 1e18 (EigenPodManager.beaconChainSlashingFactor).',
    arguments: { staker: 'address' },
    formula: '_beaconChainSlashingFactor[staker]; 1e18 where it is not set',
    compute(reader, args) {
      const factors = reader.variable('EigenPodManager', '_beaconChainSlashingFactor')
      const factor = factors.at(text(args, 'staker'))
      const value = factor.field('slashingFactor').number()
      return String(factor.field('isSet').isSet() ? value : WAD)
    },
  },
  withdrawableShares: {
    doc: 'Shares of a pool that a staker could withdraw (DelegationManager.getWithdrawableShares).',
    arguments: ofStakerPool,
    formula:
      'depositShares * scalingFactor * maxMagnitude of the operator [* beaconChainSlashingFactor of native ETH], each product / 1e18, rounded down',
    compute(reader, args) {
      const staker = text(args, 'staker')
      const pool = text(args, 'pool')
      const operator = reader.input('delegatedTo', { staker }) as string
      const max = numberOf(reader.input('maxMagnitude', { operator, pool }))
      const deposit = numberOf(reader.input('depositShares', args))
      const scaled = mulWad(
        deposit < 0n ? 0n : deposit,
        numberOf(reader.input('scalingFactor', args)),
      )
      if (pool !== BEACON_CHAIN_ETH) return String(mulWad(scaled, max))
      const left = numberOf(reader.input('beaconChainSlashingFactor', { staker }))
      return String(mulWad(scaled, mulWad(max, left)))
    },
  },
  isPendingWithdrawal: {
    doc: 'Whether a withdrawal is queued and not completed (DelegationManager.pendingWithdrawals).',
    arguments: { root: 'hash' },
    formula: 'pendingWithdrawals[root]',
    compute: (reader, args) =>
      reader.variable('DelegationManager', 'pendingWithdrawals').at(text(args, 'root')).isSet(),
  },
}
