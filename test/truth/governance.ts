import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { events as proxy } from '../../src/abi/TransparentUpgradeableProxy'
import { logsOf } from '../support/recordings'
import { list, type TruthCheck } from './check'

interface Contract {
  name: string
  implementation: string | null
  pausedStatus: string | null
}

const lines = (values: Record<string, string>) =>
  Object.entries(values).map(([name, value]) => `${name} ${value}`)

/** Tokens, which are proxies too, but are not followed. */
const TOKENS = new Set(['Eigen', 'BackingEigen'])

/** Beacons that emitted Upgraded up to a block: the constructor of a beacon sets its first implementation without it. */
function upgradedBeacons(dir: string, block: number): Set<string> {
  const { contracts } = JSON.parse(readFileSync(join(dir, 'deployment.json'), 'utf8')) as {
    contracts: Record<string, string>
  }
  const upgraded = new Set(
    logsOf(dir, proxy.Upgraded.topic).flatMap((log) =>
      Number(log.blockNumber) <= block ? log.address.toLowerCase() : [],
    ),
  )
  const names = Object.keys(contracts)
  return new Set(names.filter((name) => upgraded.has(contracts[name]!.toLowerCase())))
}

const contracts = (where: string) => (api: { url: string }, block: number) =>
  list<Contract>(api, block, 'contracts', '{ name implementation pausedStatus }', where)

const proxies = contracts(
  '{implementation_isNull: false, kind_not_in: [BEACON, VAULT, OPERATOR_REWARDS, STAKER_REWARDS]}',
)
const beacons = contracts('{implementation_isNull: false, kind_eq: BEACON}')
// The recorder did not call the strategies.
const pausable = contracts('{pausedStatus_isNull: false, kind_not_eq: STRATEGY}')

/** Proxy whose implementation the recorder of both-a did not ask for. */
const NOT_CALLED = 'StrategyTVL_lUSD'

/** Implementations, pauses and admins. */
export const governanceChecks: TruthCheck[] = [
  {
    name: 'implementations of proxies',
    expected: ({ implementations }) =>
      lines(implementations).filter((line) => !TOKENS.has(line.split(' ')[0]!)),
    async served(api, block) {
      const rows = await proxies(api, block)
      const called = rows.filter(({ name }) => name !== NOT_CALLED)
      return called.map(({ name, implementation }) => `${name} ${implementation}`)
    },
  },
  {
    name: 'implementations behind beacons, once they are emitted',
    expected({ block, beaconImplementations }, dir) {
      const upgraded = upgradedBeacons(dir, block)
      return lines(beaconImplementations).filter((line) => upgraded.has(line.split(' ')[0]!))
    },
    async served(api, block) {
      const rows = await beacons(api, block)
      return rows.map(({ name, implementation }) => `${name} ${implementation}`)
    },
  },
  {
    name: 'paused functions',
    expected: ({ paused }) => lines(paused),
    async served(api, block) {
      const rows = await pausable(api, block)
      return rows.map(({ name, pausedStatus }) => `${name} ${pausedStatus}`)
    },
  },
  {
    name: 'admins',
    expected: ({ admins }) =>
      Object.entries(admins).flatMap(([account, held]) =>
        held.map((admin) => `${account} ${admin}`),
      ),
    async served(api, block) {
      type Admin = { account: string; admin: string }
      const selection = '{ account admin }'
      const rows = await list<Admin>(api, block, 'admins', selection, '{pending_eq: false}')
      return rows.map(({ account, admin }) => `${account} ${admin}`)
    },
  },
]
