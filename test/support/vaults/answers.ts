import { selectorOf } from '../../../src/contracts/view'

/** What a deployment file lists of vaults and tokens: the contracts answered it. */
export interface ListedVaults {
  vaults: Record<string, string | number | boolean | null>[]
  tokens: { address: string; decimals: number }[]
}

const DELEGATORS = ['NetworkRestake', 'FullRestake', 'OperatorSpecific', 'OperatorNetworkSpecific']

/** What vaults of core v1, their delegators and slashers, and tokens would answer, by lower-case address and selector. */
export function vaultAnswers({ vaults, tokens }: ListedVaults): Map<string, Map<string, string>> {
  const world = new Map<string, Map<string, string>>()
  const add = (address: unknown, answers: Record<string, unknown>): void => {
    if (typeof address !== 'string') return
    const own = world.get(address.toLowerCase()) ?? new Map<string, string>()
    for (const [name, value] of Object.entries(answers)) {
      if (value == null) continue
      const word = typeof value === 'boolean' ? BigInt(value) : BigInt(value as string)
      own.set(selectorOf(`${name}()`), `0x${word.toString(16).padStart(64, '0')}`)
    }
    world.set(address.toLowerCase(), own)
  }
  for (const vault of vaults) {
    const { version, collateral, burner, epochDuration } = vault
    const { depositWhitelist, isDepositLimit, depositLimit } = vault
    const first = { depositWhitelist, isDepositLimit, depositLimit }
    add(vault.address, { version, collateral, burner, epochDuration, ...first })
    const type = DELEGATORS.indexOf(String(vault.delegatorType).replace('Delegator', ''))
    const { hook, operator, network } = vault
    add(vault.delegator, { TYPE: type, hook, operator, network })
    const { isBurnerHook, vetoDuration, resolverSetEpochsDelay } = vault
    const TYPE = Number(vault.slasherType === 'VetoSlasher')
    add(vault.slasher, { TYPE, isBurnerHook, vetoDuration, resolverSetEpochsDelay })
  }
  for (const { address, decimals } of tokens) add(address, { decimals })
  return world
}
