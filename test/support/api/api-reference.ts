import fc from 'fast-check'
import { address, bytea, version } from './api-db'

/** A version of a Withdrawal, with a column of each type that the reference implementation supports. */
export interface Version {
  key: string
  from: number
  to: number | null
  nonce: bigint
  startBlock: number
  completedAtBlock: number | null
  status: 'QUEUED' | 'COMPLETED'
  root: string
  /** Index of an operator; 2 has no row. */
  operator: 0 | 1 | 2 | null
}

/** Metadata URIs of the two operators. */
export const URIS = ['a%_', null] as const

/** Blocks 0 to 3; 3 is the last indexed. */
export const HEAD = 3

const span = fc.constantFrom<[number, number | null]>(
  [0, null],
  [0, 1],
  [1, 3],
  [2, null],
  [3, null],
)

/** A small table with many equal and null values. */
export const table: fc.Arbitrary<Version[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 14 })
  .chain((keys) =>
    fc.tuple(
      ...keys.map((key) =>
        fc.record({
          key: fc.constant(address(key)),
          span,
          nonce: fc.constantFrom(0n, 9n, 10n, 2n ** 200n),
          startBlock: fc.integer({ min: -1, max: 1 }),
          completedAtBlock: fc.option(fc.integer({ min: 9, max: 11 }), { freq: 1 }),
          status: fc.constantFrom('QUEUED' as const, 'COMPLETED' as const),
          root: fc.constantFrom('0x', '0x00', '0x0a', '0xff'),
          operator: fc.constantFrom(0 as const, 1 as const, 2 as const, null),
        }),
      ),
    ),
  )
  .map((rows) => rows.map(({ span: [from, to], ...row }) => ({ ...row, from, to })))

/** The row of a version. */
export function rowOf(one: Version): Record<string, unknown> {
  return {
    ...version(one.key, one.from, one.to),
    root: bytea(one.root),
    withdrawer: bytea(address(0)),
    nonce: `${one.nonce}`,
    status: one.status,
    start_block: one.startBlock,
    queued_at_block: one.startBlock,
    completed_at_block: one.completedAtBlock,
    staker_id: address(0),
    operator_id: one.operator === null ? null : address(1000 + one.operator),
  }
}

type Value = bigint | number | string | null
type Test = (row: Version) => boolean | null

/** A where input with its meaning: true, false, or null if a value is null. Without a meaning it is no condition. */
export interface Filter {
  input: Record<string, unknown>
  test: Test | null
}

const uriOf = ({ operator }: Version) => (operator === 0 || operator === 1 ? URIS[operator] : null)
const operatorOf = ({ operator }: Version) =>
  operator === 0 || operator === 1 ? address(1000 + operator) : null

/** What the reference holds, whether there is such a row or not. */
const keyOf = ({ operator }: Version) => (operator === null ? null : address(1000 + operator))

const COMPARE = {
  eq: (a: bigint | number | string, b: bigint | number | string) => a === b,
  not_eq: (a: bigint | number | string, b: bigint | number | string) => a !== b,
  gt: (a: bigint | number | string, b: bigint | number | string) => a > b,
  gte: (a: bigint | number | string, b: bigint | number | string) => a >= b,
  lt: (a: bigint | number | string, b: bigint | number | string) => a < b,
  lte: (a: bigint | number | string, b: bigint | number | string) => a <= b,
}
type Sign = keyof typeof COMPARE

function comparison(
  name: string,
  get: (row: Version) => Value,
  values: readonly Exclude<Value, null>[],
  signs: readonly Sign[],
): fc.Arbitrary<Filter> {
  const compared = { sign: fc.constantFrom(...signs), value: fc.constantFrom(...values, null) }
  return fc.record(compared).map(
    ({ sign, value }): Filter => ({
      input: { [`${name}_${sign}`]: typeof value === 'bigint' ? `${value}` : value },
      test: (row) => {
        const left = get(row)
        return left === null || value === null ? null : COMPARE[sign](left, value)
      },
    }),
  )
}

function membership(
  name: string,
  get: (row: Version) => Value,
  values: readonly Exclude<Value, null>[],
): fc.Arbitrary<Filter> {
  const listed = fc.option(fc.subarray([...values]), { freq: 5 })
  return fc.record({ not: fc.boolean(), list: listed }).map(({ not, list }): Filter => {
    const sent = list?.map((value) => (typeof value === 'bigint' ? `${value}` : value)) ?? null
    const input = { [`${name}_${not ? 'not_in' : 'in'}`]: sent }
    // Not to be in an empty list is no condition.
    if (list?.length === 0) return { input, test: not ? null : () => false }
    const test: Test = (row) => {
      const left = get(row)
      return left === null || list === null ? null : list.includes(left) !== not
    }
    return { input, test }
  })
}

function isNull(name: string, get: (row: Version) => Value): fc.Arbitrary<Filter> {
  return fc.boolean().map((yes) => ({
    input: { [`${name}_isNull`]: yes },
    test: (row) => (get(row) === null) === yes,
  }))
}

const ALL = Object.keys(COMPARE) as Sign[]
const SAME: Sign[] = ['eq', 'not_eq']

const leaf: fc.Arbitrary<Filter> = fc.oneof(
  comparison('nonce', (row) => row.nonce, [0n, 9n, 10n, 2n ** 200n - 1n], ALL),
  comparison('completedAtBlock', (row) => row.completedAtBlock, [9, 10, 11], ALL),
  comparison('root', (row) => row.root, ['0x', '0x0a'], SAME),
  comparison('status', (row) => row.status, ['QUEUED'], SAME),
  comparison('id', (row) => row.key, [address(20)], ALL),
  comparison('operatorId', keyOf, [address(1000), address(1002)], ALL),
  membership('operatorId', keyOf, [address(1001), address(1002)]),
  isNull('operatorId', keyOf),
  membership('nonce', (row) => row.nonce, [0n, 10n]),
  membership('completedAtBlock', (row) => row.completedAtBlock, [9, 10]),
  isNull('completedAtBlock', (row) => row.completedAtBlock),
  isNull('operator', operatorOf),
  fc
    .oneof(
      comparison('metadataURI', uriOf, ['a%_', 'b'], ALL),
      isNull('metadataURI', uriOf),
      comparison('id', operatorOf, [address(1000), address(1001)], SAME),
    )
    .map(({ input, test }) => ({ input: { operator: input }, test })),
)

const and =
  (tests: readonly Test[]): Test =>
  (row) => {
    const results = tests.map((test) => test(row))
    return results.includes(false) ? false : results.includes(null) ? null : true
  }
const or =
  (tests: readonly Test[]): Test =>
  (row) => {
    const results = tests.map((test) => test(row))
    return results.includes(true) ? true : results.includes(null) ? null : false
  }

const NESTED = { maxDepth: 2, depthIdentifier: 'where' } as const

/** Filters with AND and OR inside each other; `test` is null if there is no condition. */
export const filter = fc.letrec<{ input: Filter; maybe: { input: object; test: Test | null } }>(
  (tie) => ({
    input: leaf,
    maybe: fc
      .record({
        own: fc.array(leaf, { maxLength: 2 }),
        AND: fc.option(fc.array(tie('maybe'), { maxLength: 2 }), NESTED),
        OR: fc.option(fc.array(tie('maybe'), { maxLength: 3 }), NESTED),
      })
      .map(({ own, AND, OR }) => {
        // A field can occur once in an input: the last one counts.
        const byName = new Map(own.map((one) => [Object.keys(one.input)[0], one]))
        const used = [...byName.values()]
        const input: Record<string, unknown> = Object.assign({}, ...used.map((one) => one.input))
        if (AND) input.AND = AND.map((one) => one.input)
        if (OR) input.OR = OR.map((one) => one.input)
        const tests = (items: { test: Test | null }[] | null) =>
          (items ?? []).map((one) => one.test).filter((test) => test !== null)
        const all = [...tests(used), ...tests(AND)]
        const siblings = all.length ? [and(all)] : []
        const any = [...siblings, ...tests(OR)]
        return { input, test: OR ? (any.length ? or(any) : null) : (siblings[0] ?? null) }
      }),
  }),
).maybe

const ORDERS: Record<string, (row: Version) => Value> = {
  id: (row) => row.key,
  nonce: (row) => row.nonce,
  startBlock: (row) => row.startBlock,
  completedAtBlock: (row) => row.completedAtBlock,
  status: (row) => row.status,
  root: (row) => row.root,
  operator_metadataURI: uriOf,
  operator_address: operatorOf,
  operatorId: keyOf,
}

/** Terms of an orderBy argument. */
export const order: fc.Arbitrary<string[]> = fc.array(
  fc
    .record({
      name: fc.constantFrom(...Object.keys(ORDERS)),
      direction: fc.constantFrom('ASC', 'DESC'),
      nulls: fc.constantFrom('', '_NULLS_FIRST', '_NULLS_LAST'),
    })
    .map(({ name, direction, nulls }) => `${name}_${direction}${nulls}`),
  { maxLength: 3 },
)

/** Comparator of an order. */
export function compareBy(terms: readonly string[]): (a: Version, b: Version) => number {
  return (a, b) => {
    for (const term of [...terms, 'id_ASC']) {
      const [, name, direction, nulls] = /^(.*)_(ASC|DESC)(?:_NULLS_(FIRST|LAST))?$/.exec(term)!
      const left = ORDERS[name!]!(a)
      const right = ORDERS[name!]!(b)
      if (left === right) continue
      const nullsFirst = nulls ? nulls === 'FIRST' : direction === 'DESC'
      if (left === null || right === null) return (left === null) === nullsFirst ? -1 : 1
      return left < right === (direction === 'ASC') ? -1 : 1
    }
    return 0
  }
}

/** Whether a version holds at a block. */
export function holdsAt(block: number): (row: Version) => boolean {
  return (row) => row.from <= block && (row.to === null || row.to > block)
}
