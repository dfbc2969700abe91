import { expect, test } from 'vitest'
import { networkFromDeployment } from '../../src/config/deployment'
import { useWrittenApi } from '../support/api/written-api'
import {
  account,
  chainOf,
  contractsOf,
  deploymentOf,
  operatorMade,
  quorumMade,
  registrarSet,
  voted,
} from '../support/middleware/chain'

const A = contractsOf('a')
const B = contractsOf('b')
const AVS = account('e1')
const OTHER = account('e2')
const [ALICE, BOB] = ['0a', '0b'].map(account) as [string, string]

const BLOCKS = chainOf(
  [
    [operatorMade(ALICE), operatorMade(BOB)],
    [...quorumMade(A, 0), ...voted(A, ALICE, { stake: 3 }), ...voted(A, BOB, { stake: 1 })],
  ],
  [[...quorumMade(B, 0), ...voted(B, ALICE, { stake: 5 }), ...voted(B, BOB, { stake: 5 })]],
  [[registrarSet(AVS, B.coordinator), registrarSet(OTHER, account('99'))]],
)

const api = useWrittenApi(
  networkFromDeployment(deploymentOf({ ...A, avs: AVS }, { ...B, avs: AVS })),
  BLOCKS,
)

test.each([
  ['one coordinator has the operator set: its votes count', 1, '4'],
  ['a second one claims it: nobody knows whose count', 2, null],
  ['the AVS makes the second its registrar: its votes count', 3, '10'],
])('%s', async (_, block, total) => {
  const { quorums, concentration } = await api.ask(`{
    quorums(block: {number: ${block}}) { totalStake }
    concentration(of: OPERATORS, basis: VOTES, scope: {avs: "${AVS}"}, block: {number: ${block}}) { universe { total } meta { nullReason } }
  }`)
  expect(quorums).toHaveLength(block === 1 ? 1 : 2)
  expect(concentration.universe?.total ?? null).toBe(total)
  expect(concentration.meta.nullReason).toBe(total === null ? 'UNKNOWN_SCOPE' : null)
})

test('of an AVS whose contracts nobody lists it is not known how it votes', async () => {
  const { avss } = await api.ask(
    '{ avss(orderBy: [id_ASC]) { address votesFoundBy quorums { number } } }',
  )
  expect(avss).toEqual([
    { address: AVS, votesFoundBy: 'LISTED', quorums: [{ number: 0 }, { number: 0 }] },
    { address: OTHER, votesFoundBy: null, quorums: [] },
  ])
})
