/** Answers of a contract by the name of its function; null: it did not answer. */
export type Answers = Readonly<Record<string, unknown>>

/** Types of delegators and slashers by the number that their `TYPE()` answers. */
const DELEGATOR_TYPES = [
  'NetworkRestakeDelegator',
  'FullRestakeDelegator',
  'OperatorSpecificDelegator',
  'OperatorNetworkSpecificDelegator',
]
const SLASHER_TYPES = ['Slasher', 'VetoSlasher']

/**
 * What vaults, delegators, slashers and adapters would answer, from the entries `vaults`, `adapters` and `tokens` of a deployment file: a recorded
 * chain has no contracts that could be asked. What is not listed was not answered.
 * @returns answers by lower-case address
 */
export function listedAnswers({
  vaults,
  adapters,
  tokens,
}: Record<string, unknown>): Map<string, Answers> {
  const decimals = new Map(
    objects(tokens).map((token) => [lower(token.address), token.decimals] as const),
  )
  const answers = new Map<string, Answers>()
  for (const vault of objects(vaults)) {
    const { version, collateral, burner, epochDuration } = vault
    const { depositWhitelist, isDepositLimit, depositLimit } = vault
    add(answers, vault.address, {
      version,
      collateral,
      decimals: decimals.get(lower(collateral)),
      burner,
      epochDuration,
      depositWhitelist,
      isDepositLimit,
      depositLimit,
    })
    const { hook, operator, network } = vault
    const TYPE = indexIn(DELEGATOR_TYPES, vault.delegatorType)
    add(answers, vault.delegator, { TYPE, hook, operator, network })
    const { isBurnerHook, vetoDuration, resolverSetEpochsDelay } = vault
    add(answers, vault.slasher, {
      TYPE: indexIn(SLASHER_TYPES, vault.slasherType),
      isBurnerHook,
      vetoDuration,
      resolverSetEpochsDelay,
    })
  }
  for (const { address, baseAsset } of objects(adapters))
    add(answers, address, { baseAsset: baseAsset ?? false })
  for (const { address, decimals: tokenDecimals } of objects(tokens)) {
    const key = lower(address)
    if (key !== null) answers.set(key, { ...answers.get(key), tokenDecimals })
  }
  return answers
}

/** Adds the answers of a contract; what has no value was not answered. */
function add(answers: Map<string, Answers>, address: unknown, values: Answers): void {
  const key = lower(address)
  if (key === null) return
  const all = Object.entries(values).map(([name, value]) => [name, value ?? null] as const)
  answers.set(key, Object.fromEntries(all))
}

function indexIn(types: readonly string[], type: unknown): number | null {
  const index = types.indexOf(type as string)
  return index < 0 ? null : index
}

function lower(address: unknown): string | null {
  return typeof address === 'string' ? address.toLowerCase() : null
}

function objects(list: unknown): Record<string, unknown>[] {
  const items: unknown[] = Array.isArray(list) ? list : []
  return items.filter((item) => typeof item === 'object' && item !== null) as Record<
    string,
    unknown
  >[]
}
