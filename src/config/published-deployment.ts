import { canonicalName, kindOfContract } from './contract-names'

const ADDRESS = /^0x[0-9a-fA-F]{40}$/
const ZERO = /^0x0{40}$/

/**
 * A deployment file in this project's form, from one as EigenLayer publishes it: `addresses` (or `deployment`) that maps
 * names, also in groups and as {proxy, impl}, to addresses, with `strategies` in it, and `chainInfo` with chain and block.
 * Other JSON is returned as it is.
 */
export function fromPublished(json: unknown): unknown {
  if (!isObject(json)) return json
  const { addresses, deployment, chainInfo, config, ...rest } = json
  const groups = [addresses, deployment].filter(isObject)
  const info = isObject(chainInfo) ? chainInfo : environmentOf(config)
  const chain = {
    ...numberOf(info, 'chainId', ['chainId', 'chainid']),
    ...numberOf(info, 'startBlock', ['deploymentBlock', 'startBlock']),
  }
  if (groups.length === 0) return { ...chain, ...rest }
  const found: Found = { contracts: {}, strategies: [] }
  for (const group of groups) collect(group, false, found)
  return {
    ...chain,
    ...rest,
    contracts: { ...found.contracts, ...(isObject(rest.contracts) && rest.contracts) },
    strategies: [...found.strategies, ...(Array.isArray(rest.strategies) ? rest.strategies : [])],
  }
}

interface Found {
  contracts: Record<string, string>
  strategies: { address: string; name?: string }[]
}

/** @param inStrategies names that are no contract of the protocol are strategies */
function collect(group: Record<string, unknown>, inStrategies: boolean, found: Found): void {
  for (const [name, value] of Object.entries(group)) {
    const isList = /^strateg(ies|yAddresses)$/i.test(name)
    if (Array.isArray(value)) {
      if (isList) for (const item of value) addStrategy(item, found)
    } else if (isObject(value)) {
      const address = value.proxy ?? value.beacon
      if (typeof address === 'string') add(name, address, inStrategies, found)
      else collect(value, inStrategies || isList, found)
    } else if (typeof value === 'string') add(name, value, inStrategies, found)
  }
}

function add(name: string, address: string, inStrategies: boolean, found: Found): void {
  if (ZERO.test(address)) return
  const isContract = kindOfContract(canonicalName(name)) !== null
  const isOther = /impl(ementation)?$/i.test(name) || !ADDRESS.test(address)
  if (inStrategies && !isContract && !isOther) found.strategies.push({ address, name })
  // Numbers and remarks stand among the addresses.
  else if (ADDRESS.test(address) || isContract) found.contracts[name] = address
}

function addStrategy(item: unknown, found: Found): void {
  const address = isObject(item) ? (item.address ?? item.strategy_address) : item
  if (typeof address === 'string' && !ZERO.test(address)) found.strategies.push({ address })
}

function environmentOf(config: unknown): Record<string, unknown> {
  return isObject(config) && isObject(config.environment) ? config.environment : {}
}

/** The first of `names` that is there, as `key`. Some files write numbers as text. */
function numberOf(info: Record<string, unknown>, key: string, names: readonly string[]) {
  for (const name of names) {
    const value = info[name]
    const isText = typeof value === 'string' && /^\d+$/.test(value)
    if (value !== undefined) return { [key]: isText ? Number(value) : value }
  }
  return {}
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
