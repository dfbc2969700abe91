import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestApi } from '../support/api/api-client'
import { startTestApi } from '../support/api/api-client'
import type { ApiDatabase } from '../support/api/api-db'
import { address, bytea, createApiDatabase, hash, version } from '../support/api/api-db'
import { AVS, HUGE, insertHistory, OP, POOL, STAKERS, TOKEN } from '../support/api/api-history'

let db: ApiDatabase
let api: TestApi

beforeAll(async () => {
  db = await createApiDatabase()
  await insertHistory(db)
  api = await startTestApi(db.url)
})

afterAll(async () => {
  await api.close()
  await db.drop()
})

describe('lists', () => {
  test('a list returns values, references and nested lists', async () => {
    const { operators } = await api.ask(`{ operators(orderBy: [firstSeenBlock_ASC]) {
      id address fromBlock protocol metadataURI registeredAtBlock
      stakes(orderBy: [shares_DESC]) { id shares pool { id exchangeRate asset { id decimals } } } } }`)
    expect(operators.map((row: { id: string }) => row.id)).toEqual([OP[1], OP[0], OP[2]])
    expect(operators[1]).toEqual({
      id: OP[0],
      address: OP[0],
      fromBlock: 120,
      protocol: 'EIGENLAYER',
      metadataURI: 'https://one.example/100%_sure',
      registeredAtBlock: null,
      stakes: [
        {
          id: `${OP[0]}-${POOL[1]}`,
          shares: HUGE,
          pool: { id: POOL[1], exchangeRate: null, asset: null },
        },
        {
          id: `${OP[0]}-${POOL[0]}`,
          shares: '10',
          pool: {
            id: POOL[0],
            exchangeRate: '1000000000000000001',
            asset: { id: TOKEN, decimals: 18 },
          },
        },
      ],
    })
  })

  test('events have their references', async () => {
    const { slashings } = await api.ask(
      `{ slashings(orderBy: [block_ASC, logIndex_ASC], limit: 1000) { block logIndex operator { address } operatorSet { setId avs { address } } description pools { pool { address } wadSlashed } } }`,
    )
    expect(slashings).toHaveLength(3)
    expect(slashings[0]).toEqual({
      block: 140,
      logIndex: 3,
      operator: { address: OP[1] },
      operatorSet: { setId: '0', avs: { address: AVS } },
      description: 'late',
      pools: [
        { pool: { address: POOL[0] }, wadSlashed: '100000000000000000' },
        { pool: { address: POOL[1] }, wadSlashed: '200000000000000000' },
      ],
    })
  })

  test('JSON, lists and times are returned as stored', async () => {
    const { contractEvents } = await api.ask(
      `{ contractEvents(limit: 2) { id arguments topics blockTime data } }`,
    )
    expect(contractEvents[0].arguments).toEqual({ shares: HUGE, to: address(5) })
    expect(contractEvents[0].topics).toBeNull()
    expect(contractEvents[1].topics).toEqual([hash(1), hash(2)])
    expect(contractEvents[0].blockTime).toBe('2023-11-14T22:41:20.000000Z')
  })

  test('a list without limit has 50 rows, a nested one 1000', async () => {
    const { stakes, poolById } = await api.ask(
      `query ($id: String!) { stakes { id } poolById(id: $id) { stakes { id } } }`,
      { id: POOL[0] },
    )
    expect(stakes).toHaveLength(50)
    expect(poolById.stakes).toHaveLength(1000)
  })

  test('limit and offset page a list and a nested list', async () => {
    const { stakes, poolById } = await api.ask(
      `query ($id: String!) { stakes(limit: 2, offset: ${STAKERS - 1}) { id }
        poolById(id: $id) { stakes(limit: 3, offset: 1) { id } } }`,
      { id: POOL[0] },
    )
    expect(stakes).toEqual([{ id: `${address(10_000 + STAKERS - 1)}-${POOL[0]}` }])
    expect(poolById.stakes).toEqual(
      [1, 2, 3].map((n) => ({ id: `${address(10_000 + n)}-${POOL[0]}` })),
    )
  })

  test('aliases do not interfere with each other or with names', async () => {
    const { avs } = await api.ask(
      `query ($id: String!) { avs(id: $id) { address: protocol protocol: address fromBlock: operatorSets { id } ...a } }
       fragment a on Avs { second: operatorSets(where: {setId_gt: 5}) { id } none: address @skip(if: true) }`,
      { id: AVS },
    )
    expect(avs).toEqual({
      address: 'EIGENLAYER',
      protocol: AVS,
      fromBlock: [{ id: `${AVS}/0` }],
      second: [],
    })
  })

  test('root fields have the names of the API of squids', async () => {
    const { __schema } = await api.ask('{ __schema { queryType { fields { name } } } }')
    const names = __schema.queryType.fields.map((field: { name: string }) => field.name)
    expect(names).toEqual(
      expect.arrayContaining([
        ...['operatorStakes', 'operatorStakeById', 'operatorStakesConnection'],
        ...['avss', 'avs', 'avsConnection', 'slashings', 'contractEvents', 'squidStatus'],
      ]),
    )
  })
})

describe('ids and bytes', () => {
  test('an id is found in any case', async () => {
    const id = OP[0].toUpperCase().replace('0X', '0x')
    const { one, many } = await api.ask(
      `query ($id: String!, $address: Bytes!) { one: operatorById(id: $id) { id }
        many: operatorStakes(where: {operator: {id_in: [$id], address_eq: $address}}) { shares } }`,
      { id, address: id },
    )
    expect(one).toEqual({ id: OP[0] })
    expect(many).toHaveLength(2)
  })

  test('an unknown id is null', async () => {
    expect(await api.ask(`{ operatorById(id: "0x00") { id } }`)).toEqual({ operatorById: null })
  })
})

describe('time travel', () => {
  const shares = async (block: number) => {
    const { operatorStakes } = await api.ask(
      `query ($block: Int!) { operatorStakes(block: {number: $block}, where: {shares_gt: "0"}, orderBy: [shares_DESC], limit: 1000) { operator { address } pool { address } shares } }`,
      { block },
    )
    return operatorStakes.map((row: { shares: string }) => row.shares)
  }

  test('a row has its value before, at and after the block of a change', async () => {
    expect(await shares(129)).toEqual([HUGE, '10', '7', '5'])
    expect(await shares(130)).toEqual([HUGE, '10', '10', '7'])
    expect(await shares(149)).toEqual([HUGE, '10', '10', '7'])
    expect(await shares(150)).toEqual([HUGE, '10', '10'])
    expect(await shares(200)).toEqual([HUGE, '10', '10'])
  })

  test('nested fields are read at the same block', async () => {
    const at = (block: number) =>
      api.ask(
        `{ operatorById(block: {number: ${block}}, id: "${OP[0]}") { metadataURI stakes { shares } } }`,
      )
    expect((await at(99 + 1)).operatorById).toEqual({
      metadataURI: null,
      stakes: [{ shares: '5' }],
    })
    expect((await at(119)).operatorById.metadataURI).toBeNull()
    expect((await at(120)).operatorById.metadataURI).toBe('https://one.example/100%_sure')
  })

  test('an event exists from its block on', async () => {
    const at = async (block: number) =>
      (await api.ask(`{ slashings(block: {number: ${block}}) { id } }`)).slashings.length
    expect([await at(139), await at(140), await at(160)]).toEqual([0, 2, 3])
  })

  test('a reference to a row that does not exist is null', async () => {
    await db.insert('withdrawal', [
      {
        ...version('known', 180, null),
        root: bytea('0x01'),
        staker_id: address(10_000),
        withdrawer: bytea(address(0)),
        operator_id: OP[0],
        nonce: '1',
        status: 'QUEUED',
        start_block: 180,
        queued_at_block: 180,
      },
    ])
    const columns = 'from_block, root, staker_id, withdrawer, nonce, status, start_block'
    await db.query(
      `INSERT INTO withdrawal (id, key, ${columns}, queued_at_block, operator_id)
       SELECT 'orphan', 'orphan', ${columns}, queued_at_block, $1 FROM withdrawal WHERE key = 'known'`,
      [address(999)],
    )
    const orphan = await api.ask(
      `{ isNull: withdrawals(where: {operator_isNull: true}) { id operator { id } }
         last: withdrawals(orderBy: [operator_address_ASC], limit: 9) { id }
         first: withdrawals(orderBy: [operator_address_ASC_NULLS_FIRST], limit: 1) { id } }`,
    )
    await db.query(`DELETE FROM withdrawal WHERE key IN ('known', 'orphan')`)
    expect(orphan.isNull).toEqual([{ id: 'orphan', operator: null }])
    expect(orphan.last.at(-1)).toEqual({ id: 'orphan' })
    expect(orphan.first).toEqual([{ id: 'orphan' }])
  })

  test('a block is found by hash and by time', async () => {
    const meta = async (block: string) =>
      (await api.ask(`{ _meta(block: ${block}) { block { number hash timestamp } digest } }`))._meta
    const expected = {
      block: { number: 130, hash: hash(130), timestamp: 1_700_001_560 },
      digest: hash(9130),
    }
    expect(await meta(`{hash: "${hash(130).toUpperCase().replace('0X', '0x')}"}`)).toEqual(expected)
    expect(await meta('{timestamp: 1700001679}')).toEqual(expected)
    expect((await meta('{timestamp: 1700009999}')).block.number).toBe(200)
    expect((await meta(`{hash: "${hash(200)}"}`)).block.number).toBe(200)
  })

  test('a block without logs has no header, and the digest of the last block with logs', async () => {
    const { _meta } = await api.ask(
      '{ _meta(block: {number: 135}) { block { number hash timestamp } digest } }',
    )
    expect(_meta).toEqual({
      block: { number: 135, hash: null, timestamp: null },
      digest: hash(9130),
    })
  })

  test('fields without a block are read at the block of the others', async () => {
    const { _meta, operatorStakes } = await api.ask(
      `{ _meta { block { number } } operatorStakes(block: {hash: "${hash(120)}"}) { id } same: operators(block: {number: 120}) { id } }`,
    )
    expect(_meta.block.number).toBe(120)
    expect(operatorStakes).toHaveLength(5)
  })

  test('_meta and squidStatus have the head of the index', async () => {
    expect(
      await api.ask(`{ _meta { block { number hash timestamp } head lag finalized digest chainId network }
        squidStatus { height hash finalizedHeight finalizedHash } }`),
    ).toEqual({
      _meta: {
        block: { number: 200, hash: hash(200), timestamp: 1_700_002_400 },
        head: 205,
        lag: 5,
        finalized: 150,
        digest: hash(9190),
        chainId: 31337,
        network: 'custom',
      },
      squidStatus: {
        height: 200,
        hash: hash(200),
        finalizedHeight: 150,
        finalizedHash: hash(150),
      },
    })
  })
})

describe('where', () => {
  const ids = async (where: string, list = 'operators') =>
    (await api.ask(`{ ${list}(where: ${where}) { id } }`))[list].map(
      (row: { id: string }) => row.id,
    )

  test('% and _ have no special meaning', async () => {
    expect(await ids('{metadataURI_contains: "100%"}')).toEqual([OP[0]])
    expect(await ids('{metadataURI_contains: "0_sure"}')).toEqual([])
    expect(await ids('{metadataURI_contains: "%_"}')).toEqual([OP[0]])
    expect(await ids('{metadataURI_endsWith: "_sure"}')).toEqual([OP[0]])
    expect(await ids('{metadataURI_startsWith: "https://o%"}')).toEqual([])
  })

  test('text is matched anywhere, at the start, at the end, in any case', async () => {
    expect(await ids('{metadataURI_contains: "two"}')).toEqual([])
    expect(await ids('{metadataURI_containsInsensitive: "two"}')).toEqual([OP[1]])
    expect(await ids('{metadataURI_not_containsInsensitive: "two"}')).toEqual([OP[0]])
    expect(await ids('{metadataURI_startsWith: "https://T"}')).toEqual([OP[1]])
    expect(await ids('{metadataURI_not_startsWith: "https://T"}')).toEqual([OP[0]])
    expect(await ids('{metadataURI_not_endsWith: "1000sure"}')).toEqual([OP[0]])
  })

  test('_some, _every and _none filter by lists of rows', async () => {
    expect(await ids('{stakes_some: {shares_gt: "9"}}')).toEqual([OP[0], OP[1]])
    expect(await ids('{stakes_every: {shares_gt: "9"}}')).toEqual([OP[0], OP[2]])
    expect(await ids('{stakes_none: {}}')).toEqual([OP[2]])
    // A null does not fulfil a condition.
    expect(await ids('{stakes_every: {pool: {exchangeRate_gt: 0}}}')).toEqual([OP[2]])
    expect(await ids(`{stakes_some: {pool: {asset: {id_eq: "${TOKEN}"}}, shares_eq: 10}}`)).toEqual(
      [OP[0], OP[1]],
    )
  })

  test('JSON and lists of values are filtered by what they contain', async () => {
    const events = (where: string) => ids(where, 'contractEvents')
    expect(await events(`{arguments_jsonContains: {to: "${address(5)}"}}`)).toHaveLength(1)
    expect(await events('{arguments_jsonHasKey: "nothing"}')).toEqual([])
    expect(await events(`{topics_containsAny: ["${hash(2)}", "x"]}`)).toHaveLength(3)
    expect(await events(`{topics_containsAll: ["${hash(2)}", "x"]}`)).toEqual([])
    expect(await events('{status_not_in: [DECODED, MALFORMED]}')).toHaveLength(2)
    expect(await events('{blockTime_lt: "2023-11-14T22:41:20Z"}')).toEqual([])
    expect(await events('{blockTime_eq: "2023-11-14T23:41:20+01:00"}')).toHaveLength(4)
  })

  test('numbers beyond 64 bits are compared exactly', async () => {
    const stakes = (where: string) => ids(where, 'operatorStakes')
    expect(await stakes(`{shares_eq: ${HUGE}}`)).toHaveLength(1)
    expect(await stakes(`{shares_gt: "${HUGE}"}`)).toEqual([])
    expect(await stakes(`{shares_gte: "${BigInt(HUGE) - 1n}"}`)).toHaveLength(1)
  })
})
