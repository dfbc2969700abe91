import { events as eigenPod } from '../../src/abi/EigenPod'
import { logsOf } from '../support/recordings'
import { type Address, list, type TruthCheck } from './check'

const NATIVE = '0xbeac0eeeeeeeeeeeeeeeeeeeeeeeeeeeeeebeac0'

/** Times in the first topic of the logs of each pod up to a block. */
function timesOf(dir: string, topic0: string, block: number): Map<string, Set<bigint>> {
  const times = new Map<string, Set<bigint>>()
  for (const { address, blockNumber, topics } of logsOf(dir, topic0)) {
    if (Number(blockNumber) > block) break
    const pod = address.toLowerCase()
    times.set(pod, (times.get(pod) ?? new Set()).add(BigInt(topics[1]!)))
  }
  return times
}

/** Pods, their owners and validators, and the owners' shares and factors. */
export const podChecks: TruthCheck[] = [
  {
    name: 'active validators',
    expected: ({ pods }) =>
      Object.entries(pods).map(([staker, { pod, activeValidators }]) => {
        return `${staker} ${pod} ${activeValidators}`
      }),
    async served(api, block) {
      type Pod = { address: string; staker: Address; activeValidators: number }
      const selection = '{ address staker { address } activeValidators }'
      const rows = await list<Pod>(api, block, 'pods', selection)
      return rows.map(({ address, staker, activeValidators }) => {
        return `${staker.address} ${address} ${activeValidators}`
      })
    },
  },
  {
    name: 'native deposit shares of pod owners',
    expected: ({ pods }) =>
      Object.entries(pods).flatMap(([staker, { depositShares }]) =>
        depositShares === '0' ? [] : `${staker} ${depositShares}`,
      ),
    async served(api, block) {
      type Stake = { staker: Address; pool: Address; depositShares: string }
      const selection = '{ staker { address } pool { address } depositShares }'
      const rows = await list<Stake>(api, block, 'stakes', selection, '{depositShares_not_eq: "0"}')
      return rows.flatMap(({ staker, pool, depositShares }) =>
        pool.address === NATIVE ? `${staker.address} ${depositShares}` : [],
      )
    },
  },
  {
    name: 'beacon chain slashing factors of pod owners',
    expected: ({ pods }) =>
      Object.entries(pods).map(([staker, { pod, beaconChainSlashingFactor }]) => {
        return `${staker} ${pod} ${beaconChainSlashingFactor}`
      }),
    async served(api, block) {
      type Staker = { address: string; pod: string; beaconChainSlashingFactor: string }
      const selection = '{ address pod beaconChainSlashingFactor }'
      const rows = await list<Staker>(api, block, 'stakers', selection, '{pod_isNull: false}')
      return rows.map(({ address, pod, beaconChainSlashingFactor }) => {
        return `${address} ${pod} ${beaconChainSlashingFactor}`
      })
    },
  },
  {
    name: 'checkpoints of pods, by the times in their logs',
    expected({ block, pods }, dir) {
      const created = eigenPod['CheckpointCreated(uint64 indexed,bytes32 indexed,uint256)'].topic
      const begun = timesOf(dir, created, block)
      const finalized = timesOf(dir, eigenPod.CheckpointFinalized.topic, block)
      return Object.values(pods).map(({ pod }) => {
        const ended = finalized.get(pod.toLowerCase()) ?? new Set()
        const open = [...(begun.get(pod.toLowerCase()) ?? [])].filter((time) => !ended.has(time))
        return `${pod} ${open.at(-1) ?? null} ${[...ended].at(-1) ?? null}`
      })
    },
    async served(api, block) {
      type Pod = { address: string; openCheckpoint: string | null; lastCheckpoint: string | null }
      const selection = '{ address openCheckpoint lastCheckpoint }'
      const rows = await list<Pod>(api, block, 'pods', selection)
      return rows.map(({ address, openCheckpoint, lastCheckpoint }) => {
        return `${address} ${openCheckpoint} ${lastCheckpoint}`
      })
    },
  },
]
