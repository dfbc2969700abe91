import type { FigureValue } from '../../state-proof/figure'
import { idOf, type Reference } from '../keys'
import type { Rows } from '../rows'
import type { OurFigure } from './our-figure'

const inSet = (set: unknown) => `operatorSet: {id_eq: "${set}"}`

async function idsIn(
  rows: Rows,
  field: string,
  of: 'operator' | 'pool',
  where: string,
): Promise<string[]> {
  type Row = { id: string } & Record<'operator' | 'pool', Reference>
  const found = await rows.list<Row>(field, `{ id ${of} { id } }`, where)
  return found.flatMap((row) => row[of]?.id ?? [])
}

const membersOf = (rows: Rows, set: unknown) =>
  idsIn(rows, 'avsRegistrations', 'operator', inSet(set))
const poolsOf = (rows: Rows, set: unknown) => idsIn(rows, 'operatorSetPools', 'pool', inSet(set))
const setsOf = async (rows: Rows, avs: unknown) =>
  (await rows.list<{ id: string }>('operatorSets', '{ id }', `avs: {id_eq: "${avs}"}`)).map(idOf)

/** Last block at which an operator that left a set can be slashed; 0: it never left; null: unknown. */
async function slashableUntil(rows: Rows, operator: unknown, set: unknown): Promise<number | null> {
  type Left = { id: string; block: number }
  const where = `${inSet(set)}, operator: {id_eq: "${operator}"}`
  const last = (await rows.list<Left>('deregistrations', '{ id block }', where)).at(-1)
  if (!last) return 0
  type Delays = { id: string; deallocationDelayBlocks: number | null }
  const protocols = await rows.list<Delays>('protocols', '{ id deallocationDelayBlocks }')
  const delay = protocols.find(({ id }) => id === 'EIGENLAYER')?.deallocationDelayBlocks ?? null
  return delay === null ? null : last.block + delay
}

async function registrationOf(
  rows: Rows,
  operator: unknown,
  set: unknown,
): Promise<Record<string, string | boolean> | null> {
  const isRegistered = (await membersOf(rows, set)).includes(String(operator))
  const until = await slashableUntil(rows, operator, set)
  if (until === null) return null
  const isSlashable = isRegistered || rows.block <= until
  return { isRegistered, slashableUntil: String(until), isSlashable }
}

/** Our values of figures about operator sets. */
export const OUR_SET_FIGURES: Record<string, OurFigure> = {
  isMember: async (rows, { operator, operatorSet }) =>
    (await membersOf(rows, operatorSet)).includes(String(operator)),
  registration: (rows, { operator, operatorSet }) => registrationOf(rows, operator, operatorSet),
  members: (rows, { operatorSet }) => membersOf(rows, operatorSet),
  pools: (rows, { operatorSet }) => poolsOf(rows, operatorSet),
  operatorSets: (rows, { avs }) => setsOf(rows, avs),
  async slasher(rows, { operatorSet }) {
    type Row = { id: string; slasher: string | null }
    const where = `id_eq: "${operatorSet}"`
    const [set] = await rows.list<Row>('operatorSets', '{ id slasher }', where)
    return set ? set.slasher : `0x${'0'.repeat(40)}`
  },
  async avsSlashableStake(rows, { avs, pool, left }): Promise<FigureValue | null> {
    let sum = 0n
    for (const set of await setsOf(rows, avs)) {
      if (!(await poolsOf(rows, set)).includes(String(pool))) continue
      const counted = new Set([...(await membersOf(rows, set)), ...(left as readonly string[])])
      type Row = { id: string; slashableStake: string | null; operator: Reference }
      const selection = '{ id slashableStake operator { id } }'
      const where = `${inSet(set)}, pool: {id_eq: "${pool}"}`
      for (const one of await rows.list<Row>('allocations', selection, where)) {
        if (!counted.has(one.operator?.id ?? '')) continue
        if (one.slashableStake === null) return null
        sum += BigInt(one.slashableStake)
      }
    }
    return String(sum)
  },
}
