import type { RowSql, ValueField } from '../entities'
import {
  allocatedStake,
  columns,
  ifOperatorSlashable,
  minimumMagnitude,
  sharesOf,
} from './allocations'
import { timeBounds } from './epochs'
import { type Computed, computed, lookUp, mulWad } from './sql'

/** Weights are uint96; the contract cuts off what is above. */
const toUint96 = (weight: string) => `mod(${weight}, 79228162514264337593543950336::numeric)`

/** Denominator of multipliers of an ECDSA stake registry. */
const BPS = '10000::numeric'

/** Subselect over the quorum of a recorded stake. */
function ofQuorum(row: RowSql, select: (column: (name: string) => string) => string): string {
  const { alias, from, held } = row.table('Quorum')
  const select_ = select((name) => `${alias}.${name}`)
  return `(SELECT ${select_} FROM ${from} WHERE ${alias}.key = ${row.column('quorum_id')} AND ${held})`
}

/** Weight by shares: StakeRegistry for delegated stake, or ECDSAStakeRegistry before its minimum. */
function delegatedWeight(row: RowSql, isEcdsa: boolean): string {
  const { alias, from, held } = row.table('QuorumStrategy')
  const shares = sharesOf(row, row.column('operator_id'), `${alias}.pool_id`)
  const weight = isEcdsa
    ? `${shares} * ${alias}.multiplier`
    : toUint96(mulWad(shares, `${alias}.multiplier`))
  const sum = `coalesce(sum(${weight}), 0)`
  return (
    `(SELECT ${isEcdsa ? `div(${sum}, ${BPS})` : sum} FROM ${from}` +
    ` WHERE ${alias}.quorum_id = ${row.column('quorum_id')} AND ${held})`
  )
}

/** Weight by slashable stake at the end of the look-ahead. */
function slashableWeight(row: RowSql, quorum: (column: string) => string): string {
  const strategy = row.table('QuorumStrategy')
  const allocation = row.table('Allocation')
  const operator = row.column('operator_id')
  const set = quorum('operator_set_id')
  const pool = `${strategy.alias}.pool_id`
  const magnitude = minimumMagnitude(
    row,
    columns((name) => `${allocation.alias}.${name}`),
    quorum('look_ahead'),
  )
  const stake = allocatedStake(row, { operator, pool }, magnitude)
  const sum =
    `(SELECT coalesce(sum(${toUint96(mulWad(stake, `${strategy.alias}.multiplier`))}), 0)` +
    ` FROM ${strategy.from}, ${allocation.from}` +
    ` WHERE ${strategy.alias}.quorum_id = ${row.column('quorum_id')} AND ${strategy.held} AND ${allocation.held}` +
    ` AND ${allocation.alias}.key = ${operator} || '-' || ${set} || '-' || ${pool})`
  return (
    `CASE WHEN ${quorum('look_ahead')} IS NULL OR ${set} IS NULL THEN NULL` +
    ` ELSE ${ifOperatorSlashable(row, { operator, set }, sum)} END`
  )
}

/** Weight that an update in the block would record, minimum aside (StakeRegistry.weightOfOperatorForQuorum). */
function weightNow(row: RowSql): string {
  return ofQuorum(row, (quorum) => {
    const kind = lookUp(row, 'AvsMiddleware', quorum('middleware_id'), 'kind')
    const ecdsa =
      `(SELECT CASE WHEN w.weight >= coalesce(${quorum('minimum_stake')}, 0) THEN w.weight ELSE 0 END` +
      ` FROM (SELECT ${delegatedWeight(row, true)} AS weight) w)`
    return (
      `CASE WHEN ${row.column('operator_id')} IS NULL THEN NULL` +
      ` WHEN ${kind} = 'ECDSA_STAKE_REGISTRY' THEN ${ecdsa}` +
      ` WHEN ${quorum('stake_type')} = 'TOTAL_DELEGATED' THEN ${delegatedWeight(row, false)}` +
      ` WHEN ${quorum('stake_type')} = 'TOTAL_SLASHABLE' THEN ${slashableWeight(row, quorum)} END`
    )
  })
}

/** An aggregate over the recorded stakes of a quorum. */
function overStakes(row: RowSql, aggregate: (column: (name: string) => string) => string): string {
  const { alias, from, held } = row.table('QuorumStake')
  const value = aggregate((name) => `${alias}.${name}`)
  return `(SELECT ${value} FROM ${from} WHERE ${alias}.quorum_id = ${row.column('key')} AND ${held})`
}

/** A value of the one limit of ejections of a quorum; null: none, or several managers have one. */
function ofLimit(column: string) {
  return (row: RowSql) => {
    const { alias, from, held } = row.table('EjectionLimit')
    return (
      `(SELECT CASE WHEN count(*) = 1 THEN max(${alias}.${column}) END FROM ${from}` +
      ` WHERE ${alias}.middleware_id = ${row.column('middleware_id')} AND ${alias}.number = ${row.column('number')} AND ${held})`
    )
  }
}

/** Whether the core counts the operator as a member of the quorum's operator set. */
function isInCore(row: RowSql): string {
  const { alias, from, held } = row.table('AvsRegistration')
  const set = ofQuorum(row, (quorum) => quorum('operator_set_id'))
  return `EXISTS (SELECT 1 FROM ${from} WHERE ${alias}.key = ${row.column('operator_id')} || '-' || ${set} AND ${held})`
}

const operatorId = (nullable: boolean): ValueField =>
  computed('operatorId', 'Bytes', nullable, 'Id of the operator: the hash of its key.', (row) =>
    row.column('key_hash'),
  )

const memberInCore = computed(
  'isMemberInCore',
  'Boolean',
  false,
  'Whether the core counts it as a member of the operator set, at the block. An operator that was ejected from the quorum stays one: it can be slashed, and cannot leave until the AVS sets another registrar.',
  isInCore,
)

/** How the contracts by which an AVS counts votes were found to be its own. */
function votesFoundBy(row: RowSql): string {
  const { alias, from, held } = row.table('AvsMiddleware')
  return `(SELECT min(${alias}.avs_found_by) FROM ${from} WHERE ${alias}.avs_id = ${row.column('key')} AND ${held})`
}

export const middlewareFields: Computed = {
  Avs: [
    computed(
      'votesFoundBy',
      'ENUM',
      true,
      'How it became known by which contracts it counts votes; null: it is not known, so that `quorums` is empty says nothing.',
      votesFoundBy,
      'MiddlewareSource',
    ),
  ],
  QuorumOperator: [operatorId(true)],
  Ejection: [operatorId(false), memberInCore],
  SlashingRequest: [
    computed('operatorSetId', 'BigInt', false, 'Number of the operator set.', (row) =>
      row.column('set_id'),
    ),
    computed(
      'canBeVetoed',
      'Boolean',
      true,
      'Whether the committee can still veto it, at the block. Null: the length of the window, or the time of the block, is not known.',
      (row) => {
        const deadline = row.column('veto_deadline')
        return (
          `CASE WHEN ${row.column('status')} <> 'REQUESTED' THEN false ELSE (SELECT CASE` +
          ` WHEN t.latest < ${deadline} THEN true WHEN t.earliest >= ${deadline} THEN false END FROM ${timeBounds(row)}) END`
        )
      },
    ),
  ],
  Quorum: [
    computed(
      'totalStake',
      'BigInt',
      false,
      'Recorded weight of all operators (StakeRegistry.getCurrentTotalStake), or the total that an ECDSA stake registry logs.',
      (row) =>
        `coalesce(${row.column('logged_total')}, ${overStakes(row, (column) => `coalesce(sum(${column('stake')}), 0)`)})`,
    ),
    computed('operatorCount', 'Int', false, 'Operators in the quorum.', (row) =>
      overStakes(row, (column) => `count(*) FILTER (WHERE ${column('is_member')})::int4`),
    ),
    computed(
      'rateLimitWindow',
      'BigInt',
      true,
      'Seconds over which ejections are limited; 0: not limited; null: no ejection manager logged a limit, or several did.',
      ofLimit('rate_limit_window'),
    ),
    computed(
      'ejectableStakeBips',
      'Int',
      true,
      'Part of the total stake that may be ejected in the window, of 10,000; null: as `rateLimitWindow`.',
      ofLimit('ejectable_stake_bips'),
    ),
  ],
  QuorumStake: [
    operatorId(true),
    memberInCore,
    computed(
      'weightNow',
      'BigInt',
      true,
      'Weight by the stake of the block, minimum aside (StakeRegistry.weightOfOperatorForQuorum, ECDSAStakeRegistry.getOperatorWeight): what `stake` would be if somebody updated it. Null: the type or look-ahead of the quorum, the AVS, the operator or a delay is not known.',
      weightNow,
    ),
    computed(
      'difference',
      'BigInt',
      true,
      '`weightNow` less `stake`: below 0 the operator votes with stake that it no longer has. Null as `weightNow`.',
      (row) => `(${weightNow(row)}) - ${row.column('stake')}`,
    ),
    computed(
      'age',
      'Int',
      true,
      'Blocks since the last update of the recorded stake; null: it was never updated.',
      (row) => `${row.block()} - ${row.column('updated_at_block')}`,
    ),
  ],
}
