import type { DelegatorType, SlasherType } from '../../facts/enums.generated'
import type { BurnerFact } from '../../facts/vault-powers'
import type { VaultConstants, VaultFact } from '../../facts/vaults'
import type { ContractAnswers } from '../log'

const DELEGATOR_TYPES: readonly DelegatorType[] = [
  'NETWORK_RESTAKE',
  'FULL_RESTAKE',
  'OPERATOR_SPECIFIC',
  'OPERATOR_NETWORK_SPECIFIC',
]
const SLASHER_TYPES: readonly SlasherType[] = ['INSTANT', 'VETO']

/** Value of an answer; null: the contract did not answer, or with something else. */
type Read<T> = (value: unknown) => T | null

const address: Read<string> = (value) => {
  const isAddress = typeof value === 'string' && /^0x[0-9a-fA-F]{40}$/.test(value)
  return isAddress ? value.toLowerCase() : null
}
const boolean: Read<boolean> = (value) => (typeof value === 'boolean' ? value : null)
const amount: Read<bigint> = (value) => {
  const isNumber = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
  const isText = typeof value === 'string' && /^\d{1,78}$/.test(value)
  return isNumber || isText ? BigInt(value) : null
}
const duration: Read<bigint> = (value) => {
  const seconds = amount(value)
  return seconds !== null && seconds > 0n && seconds < 2n ** 48n ? seconds : null
}
const small: Read<number> = (value) => {
  const number = amount(value)
  return number !== null && number < 256n ? Number(number) : null
}
const oneOf =
  <T>(types: readonly T[]): Read<T> =>
  (value) => {
    const index = small(value)
    return index === null ? null : (types[index] ?? null)
  }

/** Constants by the name of the function that answers, for each kind of contract. `decimals` is that of the collateral. */
const READERS = {
  VAULT: {
    collateral: ['collateral', address],
    decimals: ['decimals', small],
    burner: ['burner', address],
    epochDuration: ['epochDuration', duration],
    depositWhitelist: ['depositWhitelist', boolean],
    isDepositLimit: ['isDepositLimit', boolean],
    depositLimit: ['depositLimit', amount],
  },
  DELEGATOR: {
    TYPE: ['delegatorType', oneOf(DELEGATOR_TYPES)],
    hook: ['hook', address],
    operator: ['specificOperator', address],
    network: ['specificNetwork', address],
  },
  VAULT_SLASHER: {
    TYPE: ['slasherType', oneOf(SLASHER_TYPES)],
    isBurnerHook: ['isBurnerHook', boolean],
    vetoDuration: ['vetoDuration', amount],
    resolverSetEpochsDelay: ['resolverSetEpochsDelay', amount],
  },
} as const satisfies Record<string, Record<string, [keyof VaultConstants, Read<unknown>]>>

/** What the answers of a vault, its delegator or its slasher mean. Names that were not asked for are left out. */
export function answered({ address, kind, parent, values }: ContractAnswers): VaultFact[] {
  const vault = kind === 'VAULT' ? address : parent
  if (vault === null || !(kind in READERS)) return []
  const constants: Record<string, unknown> = {}
  for (const [name, [constant, read]] of Object.entries(READERS[kind as keyof typeof READERS])) {
    if (values[name] !== undefined) constants[constant] = read(values[name])
  }
  return [{ kind: 'vaultConstants', vault, constants }]
}

/** What the answers of a burner router mean. */
export function answeredByRouter({ address: router, kind, values }: ContractAnswers): BurnerFact[] {
  if (kind !== 'BURNER_ROUTER') return []
  const { collateral, delay, globalReceiver } = values
  const constants = { collateral: address(collateral), delay: amount(delay) }
  const receiver = address(globalReceiver)
  return [{ kind: 'burnerRouterConstants', router, ...constants, receiver }]
}
