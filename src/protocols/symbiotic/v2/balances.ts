import { events as erc20 } from '../../../abi/ERC20'
import type { ContractKind } from '../../../facts/enums.generated'
import type { Fact, FactOf } from '../../../facts/facts'
import { type EventHandler, emitterOf, type LogContext, on, orNull } from '../../handler'
import type { KindOf } from '../../log'
import type { Protocol } from '../../protocol'

type Role = FactOf<'balanceChanged'>['role']

/** Contracts whose balances count. Those of queues are owed to their requests. */
const ROLES: Partial<Record<ContractKind, Role>> = {
  ADAPTER: 'ADAPTER',
  VAULT: 'VAULT',
  YIELD_SOURCE: 'YIELD_SOURCE',
}

/** As what contracts of a kind hold assets; undefined: theirs do not count. */
export function roleOfKind(kind: ContractKind): Role | undefined {
  return ROLES[kind]
}

function roleOf(holder: string, kindOf: KindOf): Role | undefined {
  const contract = kindOf(holder)
  return contract && ROLES[contract.kind]
}

interface Transfer {
  from: string
  to: string
  value: bigint
}

/** What a transfer of a token does to the balances of followed contracts. */
function changes({ from, to, value }: Transfer, context: LogContext): Fact[] {
  const token = emitterOf(context)
  const changeOf = (holder: string, delta: bigint): Fact[] => {
    const role = roleOf(holder, context.kindOf)
    return role ? [{ kind: 'balanceChanged', holder, role, token, delta }] : []
  }
  return [...changeOf(from, -value), ...changeOf(to, value)]
}

function mintedShares({ from, to, value }: Transfer, context: LogContext): Fact[] {
  const source = emitterOf(context)
  if (!orNull(from)) return [{ kind: 'sourceShares', source, delta: value }]
  return orNull(to) ? [] : [{ kind: 'sourceShares', source, delta: -value }]
}

/** Balances of followed contracts in the tokens of vaults of version 3, and in the shares of what their adapters deposit to. */
export const balanceHandlers: EventHandler[] = [
  on('VAULT', erc20.Transfer, changes),
  on('VAULT_TOKEN', erc20.Transfer, changes),
  on('YIELD_SOURCE', erc20.Transfer, (transfer, context) => [
    ...mintedShares(transfer, context),
    ...changes(transfer, context),
  ]),
]

const HOLDERS = Object.keys(ROLES) as ContractKind[]

/** Of tokens only transfers from or to followed contracts are followed: everybody can have them. */
export const V2_NARROWED: Protocol['narrowed'] = {
  VAULT_TOKEN: { topic: erc20.Transfer.topic, accounts: HOLDERS, withZero: false },
  // Its price depends on its shares that exist.
  YIELD_SOURCE: { topic: erc20.Transfer.topic, accounts: HOLDERS, withZero: true },
}
