import { expect, test } from 'vitest'
import type { BlockData } from '../../src/chain/types'
import { networkFromDeployment } from '../../src/config/deployment'
import { DryLedger } from '../support/dry-ledger'

const DRIVER = `0x${'d7'.repeat(20)}`
const NETWORK = `0x${'ee'.repeat(20)}`
const STRATEGY = `0x${'12'.repeat(20)}`

// Topics: RELAY_AND_CAP of the facts, by four bytes; the rest is keccak256 of the signatures.
const ADD_QUORUM = '0x88ee37bfc079201d8493557f757c8ff6b14222ae13a8393747fb3c74b8ddf06f'
const REMOVE_QUORUM = '0xb321a5a0425badf1acf0a0b21b7984fa61e1e6405ae9011d4dcdb29b0e2f43ec'
const MAX_POWER = '0xe891886eac9e583940fb0844098689693a4d105206ec1f789d119b4314383b95'
const MIN_POWER = '0x7ea1f11872caff0567f050bd06f29f128a1407e56e3272abbadef87f6cbb6188'
const MAX_COUNT = '0x37ca3532b507cfa33b11765ae8b499cb6830421b982a7f8837ee71ca5a3119c8'
const SUBNETWORK = '0x469c2e982e7d76d34cf5d1e72abee29749bb9971942c180e9023cea09f5f8e83'

const word = (value: bigint | string) =>
  (typeof value === 'string' ? value.slice(2) : value.toString(16)).padStart(64, '0')

/** A log of the driver: nothing is indexed, so a struct is its words. */
const log = (topic: string, ...values: (bigint | string)[]) => ({
  topic,
  data: `0x${values.map(word).join('')}`,
})

function block(number: number, ...logs: ReturnType<typeof log>[]): BlockData {
  const hash = `0x${number.toString(16).padStart(64, '0')}`
  return {
    header: { number, hash, parentHash: hash, timestamp: 1000 + number },
    logs: logs.map(({ topic, data }, logIndex) => ({
      address: DRIVER,
      topics: [topic],
      data,
      transactionHash: hash,
      transactionIndex: 0,
      logIndex,
      blockNumber: number,
      blockHash: hash,
    })),
  }
}

const QUORUM = 666_666_666_666_666_667n
const KEY = `symbiotic-${NETWORK}/3`

/** A ledger that follows a driver, because the file of a custom network names it. */
function ledger(): Promise<DryLedger> {
  const network = networkFromDeployment({
    chainId: 1,
    startBlock: 1,
    contracts: {
      DelegationManager: STRATEGY,
      StrategyManager: NETWORK,
      ValSetDriver_example: DRIVER,
    },
  })
  expect(network.contracts).toContainEqual({
    address: DRIVER,
    kind: 'VALSET_DRIVER',
    name: 'ValSetDriver_example',
  })
  return DryLedger.beginning(network)
}

test('a driver that the configuration names says how its network makes voting power', async () => {
  const dry = await ledger()
  await dry.index([
    block(
      1,
      log(SUBNETWORK, NETWORK, 3n),
      log(MAX_POWER, 10n ** 24n),
      log(MIN_POWER, 10n ** 18n),
      log(MAX_COUNT, 100n),
      log(ADD_QUORUM, 15n, QUORUM),
      log(ADD_QUORUM, 16n, 10n ** 18n),
    ),
  ])
  expect(dry.row('votingPowerRule', DRIVER)).toMatchObject({
    operatorSet: KEY,
    maxVotingPower: 10n ** 24n,
    minInclusionVotingPower: 10n ** 18n,
    maxValidatorsCount: 100n,
    requiredHeaderKeyTag: null,
  })
  expect(dry.row('operatorSet', KEY)).toMatchObject({ avs: NETWORK, setId: 3n })
  expect(dry.row('quorumThreshold', `${DRIVER}-15`)?.threshold).toBe(QUORUM)

  await dry.index([block(2, log(REMOVE_QUORUM, 16n, 10n ** 18n), log(MAX_POWER, 0n))])
  expect(dry.row('quorumThreshold', `${DRIVER}-16`)).toBeNull()
  expect(dry.row('votingPowerRule', DRIVER)?.maxVotingPower).toBe(0n)
})

test('a log of the right topic with other data is stored raw', async () => {
  const dry = await ledger()
  await dry.index([block(1, log(ADD_QUORUM, 15n))])
  expect(dry.row('votingPowerRule', DRIVER)).toBeNull()
  expect(dry.blocks[0]!.appended[0]!.row).toMatchObject({ status: 'MALFORMED' })
})
