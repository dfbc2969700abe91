import * as view from '../../contracts/view'
import { ask, type Check } from '../check'
import { toEntries } from '../entries'

const EPM = 'EIGEN_POD_MANAGER'
const NOBODY = `0x${'0'.repeat(40)}`
const WAD = '1000000000000000000'

interface Owner {
  id: string
  pod: string | null
  beaconChainSlashingFactor: string
}

interface Pod {
  id: string
  activeValidators: number
}

/** Pods, who owns them, and what the beacon chain took from them. */
export const podChecks: Check[] = [
  {
    name: 'pods of their owners',
    absent: NOBODY,
    async ours(rows) {
      const owners = await rows.list<Owner>('stakers', '{ id pod }', 'pod_isNull: false')
      return toEntries(owners.map(({ id, pod }) => [id, pod]))
    },
    told: ({ pods }) => toEntries(Object.entries(pods).map(([owner, { pod }]) => [owner, pod])),
    question: ask(EPM, view.ownerToPod, ([owner]) => ({ owner: owner! })),
  },
  {
    name: 'beacon chain slashing factors',
    absent: WAD,
    async ours(rows) {
      const selection = '{ id beaconChainSlashingFactor }'
      const owners = await rows.list<Owner>('stakers', selection, 'pod_isNull: false')
      return toEntries(owners.map((one) => [one.id, one.beaconChainSlashingFactor]))
    },
    told: ({ pods }) =>
      toEntries(
        Object.entries(pods).map(([owner, { beaconChainSlashingFactor }]) => [
          owner,
          beaconChainSlashingFactor,
        ]),
      ),
    question: ask(EPM, view.beaconChainSlashingFactor, ([owner]) => ({ owner: owner! })),
  },
  {
    name: 'active validators of pods',
    absent: '0',
    async ours(rows) {
      const pods = await rows.list<Pod>('pods', '{ id activeValidators }')
      return toEntries(pods.map(({ id, activeValidators }) => [id, `${activeValidators}`]))
    },
    told: ({ pods }) =>
      toEntries(Object.values(pods).map(({ pod, activeValidators }) => [pod, activeValidators])),
    question: {
      ...ask('EIGEN_POD', view.activeValidatorCount, () => ({})),
      // A pod is asked about itself.
      at: (pod) => pod,
    },
  },
]
