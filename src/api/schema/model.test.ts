import { describe, expect, test } from 'vitest'
import { loadModel, parseModel } from './model'
import { plural, snake } from './naming'

const EVENT = 'type Thing @entity { id: ID! block: Int! }'

describe('parseModel', () => {
  test('an entity with a key is a state, whose id is the key; without a key it is an event', () => {
    const { entities } = loadModel()
    expect(entities.get('Operator')).toMatchObject({ kind: 'state', identity: 'key' })
    expect(entities.get('Operator')!.fields.get('id')).toMatchObject({ column: 'key', type: 'ID' })
    expect(entities.get('Operator')!.fields.has('key')).toBe(false)
    expect(entities.get('Slashing')).toMatchObject({ kind: 'event', identity: 'id' })
  })

  test('names of queries come from the directive if there is one', () => {
    const { entities } = loadModel()
    expect(entities.get('Avs')!.query).toEqual({
      list: 'avss',
      one: 'avs',
      connection: 'avsConnection',
    })
    expect(entities.get('OperatorStake')!.query).toEqual({
      list: 'operatorStakes',
      one: 'operatorStakeById',
      connection: 'operatorStakesConnection',
    })
  })

  test.each([
    ['type Thing { id: ID! block: Int! }', 'not an entity'],
    ['type Thing @entity { id: ID! }', 'no block'],
    ['type Thing @entity { id: ID! key: String! fromBlock: Int! }', 'no toBlock'],
    [`${EVENT} type Other @entity { id: ID! block: Int! x: Float }`, 'type Float'],
    [
      `${EVENT} type Other @entity { id: ID! block: Int! x: [Thing!] @derivedFrom(field: "y") }`,
      'not a reference',
    ],
    ['scalar X', 'not supported'],
  ])('rejects %s: %s', (sdl, message) => {
    expect(() => parseModel(sdl)).toThrow(message)
  })
})

describe('names', () => {
  test('plurals are those of squids; irregular ones are rejected', () => {
    expect(['slashing', 'category', 'avs', 'day'].map(plural)).toEqual([
      'slashings',
      'categories',
      'avs',
      'days',
    ])
    for (const word of ['analysis', 'box', 'status', 'child'])
      expect(() => plural(word)).toThrow(word)
  })

  test('columns are those of the migrations', () => {
    expect(['metadataURI', 'operatorSetPool', 'beaconChainSlashingFactor'].map(snake)).toEqual([
      'metadata_uri',
      'operator_set_pool',
      'beacon_chain_slashing_factor',
    ])
  })
})

test('states hide toBlock, which only later blocks determine', () => {
  for (const { kind, fields } of loadModel().entities.values()) {
    if (kind === 'state') expect([...fields.keys()]).not.toContain('toBlock')
  }
})
