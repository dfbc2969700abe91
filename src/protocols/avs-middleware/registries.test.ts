import { expect, test } from 'vitest'
import { events as stakes } from '../../abi/StakeRegistry'
import { decodeBlock } from '../decode-block'

const COORDINATOR = `0x${'c0'.repeat(20)}`
const REGISTRY = `0x${'5a'.repeat(20)}`
const QUORUM = 3

const word = (value: number) => value.toString(16).padStart(64, '0')

/** Logs of the creation of a quorum with a type of stake, which names the quorum in its first log alone. */
function creation(stakeType: number) {
  const transactionHash = `0x${'01'.repeat(32)}`
  const log = { address: REGISTRY, transactionHash, transactionIndex: 0 }
  const quorum = `0x${word(QUORUM)}`
  const data = `0x${word(stakeType)}`
  return [
    { ...log, logIndex: 0, topics: [stakes.MinimumStakeForQuorumUpdated.topic, quorum], data },
    { ...log, logIndex: 1, topics: [stakes.StakeTypeSet.topic], data },
  ]
}

test.each([
  [0, 'TOTAL_DELEGATED'],
  [1, 'TOTAL_SLASHABLE'],
  [2, null],
  [255, null],
])(
  'a quorum of stake type %i has the type %s: one that the release does not have is unknown',
  (number, stakeType) => {
    const { facts } = decodeBlock({ number: 7, timestamp: 1 }, creation(number), () => ({
      kind: 'STAKE_REGISTRY',
      parent: COORDINATOR,
    }))
    expect(facts.map(({ fact }) => fact)).toContainEqual({
      kind: 'quorumValues',
      quorum: { middleware: COORDINATOR, number: QUORUM },
      values: { stakeType },
    })
  },
)
