import * as view from '../../contracts/view'
import { type Check, viewCall, viewCallOfMany } from '../check'
import { toEntries } from '../entries'

interface Contract {
  id: string
  name: string
  pausedStatus: string | null
}

interface Admin {
  id: string
  account: string
  admin: string
}

/** Governance: paused functions, and admins of accounts. */
export const governanceChecks: Check[] = [
  {
    name: 'paused functions',
    absent: '0',
    only: 'recorded',
    async ours(rows) {
      const contracts = await rows.list<Contract>(
        'contracts',
        '{ id name pausedStatus }',
        'pausedStatus_isNull: false',
      )
      // A truth file has names of contracts; calls need addresses.
      return toEntries(
        contracts.flatMap(({ id, name, pausedStatus }) => [
          [id, pausedStatus] as const,
          [name, pausedStatus] as const,
        ]),
      )
    },
    recorded: ({ paused }) => toEntries(Object.entries(paused)),
    call: {
      ...viewCall('DELEGATION_MANAGER', view.paused, () => ({})),
      async subjects(rows) {
        const contracts = await rows.list<Contract>(
          'contracts',
          '{ id }',
          'pausedStatus_isNull: false',
        )
        return contracts.map(({ id }) => id)
      },
      at: (contract) => contract,
    },
  },
  {
    name: 'admins of accounts',
    absent: 'false',
    async ours(rows) {
      const admins = await rows.list<Admin>('admins', '{ id account admin }', 'pending_eq: false')
      return toEntries(admins.map(({ account, admin }) => [`${account} ${admin}`, 'true']))
    },
    recorded: ({ admins }) =>
      toEntries(
        Object.entries(admins).flatMap(([account, list]) =>
          list.map((admin) => [`${account} ${admin}`, 'true'] as const),
        ),
      ),
    call: {
      ...viewCallOfMany(
        'PERMISSION_CONTROLLER',
        view.getAdmins,
        ([account]) => ({ account: account! }),
        (account, admins) => admins.map((admin) => [`${account} ${admin}`, 'true'] as const),
      ),
      async subjects(rows) {
        const admins = await rows.list<Admin>('admins', '{ id account }', 'pending_eq: false')
        return admins.map(({ account }) => account)
      },
    },
  },
]
