import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadModel } from '../../src/api/schema/model'
import type { Entity } from '../../src/reads/entities'
import { type ServedRecording, serveRecording } from '../support/api/recorded-api'
import { FIXTURE } from '../support/recordings'

const MODEL = loadModel()
const STATES = [...MODEL.entities.values()].filter(({ kind }) => kind === 'state')
let api: ServedRecording
let client: pg.Client

beforeAll(async () => {
  api = await serveRecording('history', FIXTURE)
  client = new pg.Client(api.databaseUrl)
  await client.connect()
}, 300_000)

afterAll(async () => {
  await api?.close()
  await client?.end()
})

interface Stored {
  key: string
  from: number
  to: number | null
}

/** Versions of the row of a table with the most of them, as they are stored. */
async function busiest({ table }: Entity): Promise<Stored[]> {
  const { rows } = await client.query(
    `SELECT key, from_block AS from, to_block AS to FROM "${table}" WHERE key =
       (SELECT key FROM "${table}" GROUP BY key ORDER BY count(*) DESC, key LIMIT 1) ORDER BY from_block`,
  )
  return rows
}

const historyOf = ({ name }: Entity) => `${name[0]!.toLowerCase()}${name.slice(1)}History`

/** All fields of a row: values, references by id, and the ids of the first rows of its lists. */
function selection({ fields }: Entity): string {
  return [...fields.values()]
    .map((field) => {
      if (field.kind === 'value') return field.name
      return field.kind === 'reference' ? `${field.name} { id }` : `${field.name}(limit: 3) { id }`
    })
    .join(' ')
}

describe.each(STATES)('versions of $name', (entity) => {
  test('are those that are stored, and each is the row at the block in which it began', async () => {
    const stored = await busiest(entity)
    if (stored.length === 0) return
    const id = stored[0]!.key
    const field = historyOf(entity)
    const { [field]: all } = await api.ask(
      `query($id: String!) { ${field}(id: $id, limit: 1000) { fromBlock toBlock } }`,
      { id },
    )
    expect(all).toEqual(
      stored.slice(0, 1000).map(({ from, to }) => ({ fromBlock: from, toBlock: to })),
    )
    const step = Math.max(1, Math.floor(all.length / 4))
    for (let at = 0; at < Math.min(all.length, 1000); at += step) {
      const fromBlock: number = all[at].fromBlock
      // The state before the first block is no indexed block.
      if (fromBlock < 1) continue
      const { [field]: versions } = await api.ask(
        `query($id: String!) { ${field}(id: $id, limit: 1, offset: ${at}) { row { ${selection(entity)} } } }`,
        { id },
      )
      const { [entity.query.one]: row } = await api.ask(
        `query($id: String!) { ${entity.query.one}(id: $id, block: {number: ${fromBlock}}) { ${selection(entity)} } }`,
        { id },
      )
      expect(versions).toEqual([{ row }])
    }
  })
})

describe('a range', () => {
  const entity = MODEL.entities.get('OperatorStake')!
  let stored: Stored[]
  beforeAll(async () => {
    stored = await busiest(entity)
  })

  const read = async (args: string) => {
    const { operatorStakeHistory } = await api.ask(
      `{ operatorStakeHistory(id: "${stored[0]!.key.toUpperCase().replaceAll('X', 'x')}", limit: 1000, ${args}) { fromBlock toBlock } }`,
    )
    return operatorStakeHistory
  }

  test('has the versions that hold in it, from the one at its start on', async () => {
    const [, second, third] = stored
    expect(await read(`from: ${second!.from + 1}, to: ${third!.from}`)).toEqual([
      { fromBlock: second!.from, toBlock: second!.to },
      { fromBlock: third!.from, toBlock: third!.to },
    ])
    expect(await read(`from: ${second!.from}, to: ${second!.to! - 1}`)).toEqual([
      { fromBlock: second!.from, toBlock: second!.to },
    ])
  })

  test('ends with what is known at the block of the operation', async () => {
    const { from, to } = stored[3]!
    const found = await read(`block: {number: ${from}}`)
    expect(found).toHaveLength(4)
    expect(found.at(-1)).toEqual({ fromBlock: from, toBlock: null })
    expect((await read(`block: {number: ${to}}`)).at(-2)).toEqual({ fromBlock: from, toBlock: to })
  })

  test('that is none, or goes beyond the block, is refused', async () => {
    for (const args of ['from: 9, to: 8', 'to: 100000', 'from: -1', 'block: {number: 5}, to: 6']) {
      expect(
        await api.refuse(`{ operatorStakeHistory(id: "x", ${args}) { fromBlock } }`),
      ).toMatchObject({ code: 'BAD_USER_INPUT' })
    }
  })

  test('is paged, and a default limit that cuts it is in extensions.truncated', async () => {
    // Every deposit emits a rate.
    const stored = await busiest(MODEL.entities.get('Pool')!)
    const id = stored[0]!.key
    expect(stored.length).toBeGreaterThan(52)
    const { data, extensions } = await api.send(
      `{ some: poolHistory(id: "${id}") { fromBlock } page: poolHistory(id: "${id}", limit: 2, offset: 50) { fromBlock } }`,
    )
    expect((data as { some: unknown[] }).some).toHaveLength(50)
    expect(extensions).toMatchObject({ truncated: ['some'] })
    expect((data as { page: unknown[] }).page).toEqual(
      stored.slice(50, 52).map(({ from }) => ({ fromBlock: from })),
    )
  })

  test('costs its rows, before it is read', async () => {
    const query = `{ operatorStakeHistory(id: "x", limit: 1000) { row { operator { id } pool { id } } } }`
    const { extensions } = await api.send(query)
    expect(extensions).toMatchObject({ cost: { cost: 3000 } })
    const row = 'row { operator { stakes(limit: 1000) { id } } }'
    expect(
      await api.refuse(`{ operatorStakeHistory(id: "x", limit: 1000) { ${row} } }`),
    ).toMatchObject({ code: 'COST_EXCEEDED' })
  })
})
