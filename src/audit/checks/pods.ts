import * as view from '../../contracts/view'
import { type Check, viewCall } from '../check'
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

/** Pods, their owners, validators and slashing factors. */
export const podChecks: Check[] = [
  {
    name: 'pods of their owners',
    absent: NOBODY,
    async ours(rows) {
      const owners = await rows.list<Owner>('stakers', '{ id pod }', 'pod_isNull: false')
      return toEntries(owners.map(({ id, pod }) => [id, pod]))
    },
    recorded: ({ pods }) => toEntries(Object.entries(pods).map(([owner, { pod }]) => [owner, pod])),
    call: viewCall(EPM, view.ownerToPod, ([owner]) => ({ owner: owner! })),
  },
  {
    name: 'beacon chain slashing factors',
    absent: WAD,
    async ours(rows) {
      const selection = '{ id beaconChainSlashingFactor }'
      const owners = await rows.list<Owner>('stakers', selection, 'pod_isNull: false')
      return toEntries(owners.map((one) => [one.id, one.beaconChainSlashingFactor]))
    },
    recorded: ({ pods }) =>
      toEntries(
        Object.entries(pods).map(([owner, { beaconChainSlashingFactor }]) => [
          owner,
          beaconChainSlashingFactor,
        ]),
      ),
    call: viewCall(EPM, view.beaconChainSlashingFactor, ([owner]) => ({ owner: owner! })),
  },
  {
    name: 'active validators of pods',
    absent: '0',
    async ours(rows) {
      const pods = await rows.list<Pod>('pods', '{ id activeValidators }')
      return toEntries(pods.map(({ id, activeValidators }) => [id, `${activeValidators}`]))
    },
    recorded: ({ pods }) =>
      toEntries(Object.values(pods).map(({ pod, activeValidators }) => [pod, activeValidators])),
    call: {
      ...viewCall('EIGEN_POD', view.activeValidatorCount, () => ({})),
      // The pod itself is called.
      at: (pod) => pod,
    },
  },
]
