import type { Arguments, FigureValue } from '../../state-proof/figure'
import type { Rows } from '../rows'
import type { OurFigure } from './our-figure'
import { OUR_SET_FIGURES } from './our-set-figures'
import { OUR_VAULT_FIGURES } from './our-vault-figures'

const NOBODY = `0x${'0'.repeat(40)}`
const WAD = `1${'0'.repeat(18)}`

type Row = { id: string } & Record<string, string | null>

/** The row whose id is the values of these arguments, joined; undefined: there is none. */
async function rowOf<T extends { id: string } = Row>(
  rows: Rows,
  field: string,
  selection: string,
  args: Arguments,
  names: readonly string[],
): Promise<T | undefined> {
  const id = names.map((name) => args[name]).join('-')
  return (await rows.list<T>(field, `{ id ${selection} }`, `id_eq: "${id}"`))[0]
}

/** Figure that is one column of one row. */
function column(field: string, name: string, absent: string, parts: readonly string[]): OurFigure {
  return async (rows, args) => {
    const row = await rowOf(rows, field, name, args, parts)
    return row ? row[name]! : absent
  }
}

const ofStakerPool = ['staker', 'pool']
const ofOperatorPool = ['operator', 'pool']
const ofAllocation = ['operator', 'operatorSet', 'pool']

const OURS: Record<string, OurFigure> = {
  operatorShares: column('operatorStakes', 'shares', '0', ofOperatorPool),
  depositShares: column('stakes', 'depositShares', '0', ofStakerPool),
  scalingFactor: column('stakes', 'scalingFactor', WAD, ofStakerPool),
  withdrawableShares: column('stakes', 'withdrawableShares', '0', ofStakerPool),
  beaconChainSlashingFactor: column('stakers', 'beaconChainSlashingFactor', WAD, ['staker']),
  maxMagnitude: column('operatorMagnitudes', 'max', WAD, ofOperatorPool),
  encumberedMagnitude: column('operatorMagnitudes', 'encumbered', '0', ofOperatorPool),
  slashableStake: column('allocations', 'slashableStake', '0', ofAllocation),
  async delegatedTo(rows, args) {
    type Delegation = { id: string; operator: { id: string } | null }
    const row = await rowOf<Delegation>(rows, 'delegations', 'operator { id }', args, ['staker'])
    return row?.operator?.id ?? NOBODY
  },
  async isPendingWithdrawal(rows, args) {
    return (await rowOf(rows, 'withdrawals', 'status', args, ['root']))?.status === 'QUEUED'
  },
  async allocation(rows, args) {
    type Allocation = { id: string; magnitude: string; pendingDiff: string; effectBlock: number }
    const selection = 'magnitude pendingDiff effectBlock'
    const row = await rowOf<Allocation>(rows, 'allocations', selection, args, ofAllocation)
    return {
      magnitude: row?.magnitude ?? '0',
      pendingDiff: row?.pendingDiff ?? '0',
      effectBlock: String(row?.effectBlock ?? 0),
    }
  },
  async poolConcentration(rows, args) {
    const wanted = new Set(args.operators)
    type Stake = { id: string; shares: string; operator: { id: string } | null }
    const where = `pool: {id_eq: "${args.pool}"}`
    const stakes = await rows.list<Stake>('operatorStakes', '{ id shares operator { id } }', where)
    const shares = stakes.flatMap((one) =>
      wanted.has(one.operator?.id ?? '') ? [BigInt(one.shares)] : [],
    )
    const total = shares.reduce((sum, one) => sum + one, 0n)
    const squares = shares.reduce((sum, one) => sum + one * one, 0n)
    const wad = 10n ** 18n
    const hhi = total === 0n ? null : (squares * wad) / total ** 2n
    const text = hhi === null ? 'unknown' : `${hhi / wad}.${String(hhi % wad).padStart(18, '0')}`
    return { total: String(total), sumOfSquares: String(squares), hhi: text }
  },
  ...OUR_SET_FIGURES,
  ...OUR_VAULT_FIGURES,
}

/** What the index has for a figure; null: it does not know it. */
export async function ourFigure(
  rows: Rows,
  name: string,
  args: Arguments,
): Promise<FigureValue | null> {
  return (await OURS[name]?.(rows, args)) ?? null
}

/** Whether two values of a figure are the same; lists have no order. */
export function sameFigure(one: FigureValue, other: FigureValue): boolean {
  const text = (value: FigureValue) =>
    JSON.stringify(Array.isArray(value) ? [...value].sort() : value)
  return text(one) === text(other)
}
