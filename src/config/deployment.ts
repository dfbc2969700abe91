import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { EXIT, LinchpinError } from '../errors'
import { canonicalName, isUnknownName, kindOfContract } from './contract-names'
import { listedAnswers } from './listed-answers'
import { listedMiddleware, MIDDLEWARE, middlewareProblems, withMiddleware } from './middleware'
import type { KnownContract, Network, PriceFeed } from './networks'
import { fromPublished } from './published-deployment'

/** Blocks until finality if the file of a custom network has none. */
const DEFAULT_FINALITY = 75

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'must be an address: 0x and 40 hex digits')
  .transform((hex) => hex.toLowerCase())

/** Price feeds, in a deployment file or a separate file. */
const PRICE_FEEDS = z.array(
  z
    .strictObject({
      address,
      asset: address,
      numeraire: z.enum(['ETH', 'USD']),
      decimals: z.int().min(0).max(36),
    })
    .transform(({ address, ...rest }) => ({ feed: address, ...rest })),
)

const DEPLOYMENT = z.object({
  chainId: z.int().positive(),
  startBlock: z.int().nonnegative(),
  finality: z.int().nonnegative().optional(),
  constants: z
    .object({
      MIN_WITHDRAWAL_DELAY_BLOCKS: z.int().positive().optional(),
      DEALLOCATION_DELAY: z.int().positive().optional(),
    })
    .default({}),
  contracts: z.record(z.string(), address),
  priceFeeds: PRICE_FEEDS.default([]),
  strategies: z.array(z.object({ address, name: z.string().optional() })).default([]),
  middleware: MIDDLEWARE.default([]),
})

/**
 * A network from a list of contract addresses: a custom deployment, or `deployment.json` of a recording.
 *
 * `contracts` maps names of the protocol's deployment lists to addresses, in any case; unknown names are kept in
 * `unknownNames`. Files as EigenLayer publishes them are read, too (published-deployment.ts).
 * Every entry of `strategies` is followed as a pool, whatever its name.
 * @throws LinchpinError LP1003 that lists what is wrong
 */
export function networkFromDeployment(
  json: unknown,
  { name = 'custom', finality }: { name?: string; finality?: number | null } = {},
): Network {
  const inOurForm = fromPublished(json)
  const parsed = DEPLOYMENT.safeParse(inOurForm)
  if (!parsed.success) {
    const problems = parsed.error.issues.map((i) => `${i.path.join('.') || 'file'}: ${i.message}`)
    throw deploymentError(problems.join('; '))
  }
  const { chainId, startBlock, strategies, constants, priceFeeds, middleware } = parsed.data
  const contracts = withCanonicalNames(parsed.data.contracts)
  // A deployment of Symbiotic alone has a vault factory instead.
  const eigenlayer = ['DelegationManager', 'StrategyManager']
  const isSymbioticAlone = contracts.VaultFactory && !eigenlayer.some((name) => contracts[name])
  const needed = isSymbioticAlone ? [] : eigenlayer
  for (const name of needed) {
    if (contracts[name] === undefined) throw deploymentError(`contracts.${name}: is missing`)
  }
  const network: Network = {
    name,
    chainId,
    // Block 0 has no logs, and the state before the first block is stored under the number below it.
    startBlock: Math.max(startBlock, 1),
    finality: finality ?? parsed.data.finality ?? DEFAULT_FINALITY,
    constants: {
      minWithdrawalDelayBlocks: constants.MIN_WITHDRAWAL_DELAY_BLOCKS ?? null,
      deallocationDelayBlocks: constants.DEALLOCATION_DELAY ?? null,
    },
    contracts: [...followed(contracts, strategies), ...priceFeeds.map(feedContract)],
    priceFeeds,
    // Parsed, so it is an object.
    answers: listedAnswers(inOurForm as Record<string, unknown>),
    unknownNames: Object.keys(contracts).filter(isUnknownName),
  }
  const whole = withMiddleware(network, [...middleware, ...listedMiddleware(contracts)])
  const problems = middlewareProblems(whole)
  if (problems.length > 0) throw deploymentError(problems.join('; '))
  return whole
}

/**
 * `networkFromDeployment` of a JSON file.
 * @throws LinchpinError LP1003 naming the file
 */
export function readDeployment(
  file: string,
  options: { name?: string; finality?: number | null } = {},
): Network {
  const json = readJson(file)
  try {
    return networkFromDeployment(json, options)
  } catch (error) {
    if (error instanceof LinchpinError) throw deploymentError(error.message, file)
    throw error
  }
}

/**
 * Price feeds of a JSON file: a list of {address, asset, numeraire, decimals}.
 * @throws LinchpinError LP1003 naming the file
 */
export function readPriceFeeds(file: string): readonly PriceFeed[] {
  const parsed = PRICE_FEEDS.safeParse(readJson(file))
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((i) => `${i.path.join('.') || 'file'}: ${i.message}`)
  throw deploymentError(problems.join('; '), file)
}

function readJson(file: string): unknown {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw deploymentError(code === 'ENOENT' ? 'file not found' : `${code}`, file)
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw deploymentError(`is not JSON: ${(error as Error).message}`, file)
  }
}

/** @throws LinchpinError LP1003 for a contract with two addresses */
function withCanonicalNames(contracts: Readonly<Record<string, string>>): Record<string, string> {
  const named: Record<string, string> = {}
  for (const [given, address] of Object.entries(contracts)) {
    const name = canonicalName(given)
    if (named[name] !== undefined && named[name] !== address) {
      throw deploymentError(`contracts.${given}: ${name} is listed with another address, too`)
    }
    named[name] = address
  }
  return named
}

function followed(
  contracts: Readonly<Record<string, string>>,
  strategies: readonly { address: string; name?: string | undefined }[],
): KnownContract[] {
  const byAddress = new Map<string, KnownContract>()
  for (const [name, address] of Object.entries(contracts)) {
    const kind = kindOfContract(name)
    if (kind !== null) byAddress.set(address, { address, kind, name })
  }
  for (const { address, name } of strategies) {
    if (byAddress.has(address)) continue
    byAddress.set(address, { address, kind: 'STRATEGY', name: `Strategy_${name ?? address}` })
  }
  return [...byAddress.values()]
}

/** The contract of a feed, which is followed like any other. */
export function feedContract({ feed, asset, numeraire }: PriceFeed): KnownContract {
  return { address: feed, kind: 'PRICE_FEED', name: `price of ${asset} in ${numeraire}` }
}

function deploymentError(problem: string, file?: string): LinchpinError {
  const message = file === undefined ? problem : `deployment ${file}: ${problem}`
  const hint =
    'provide a JSON file with chainId, startBlock and contracts {"DelegationManager": "0x...", ...}'
  return new LinchpinError('LP1003', message, hint, EXIT.CONFIG)
}
