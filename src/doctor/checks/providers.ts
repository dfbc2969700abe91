import { advice, type Check, fault, type Outcome, unchecked } from '../check'
import type { ChainFacts, Facts, Has, ProviderFacts } from '../facts'

const DATA = 65
const UNAVAILABLE = 69
/** A provider this many blocks behind another counts as stuck. */
const STUCK_BLOCKS = 10
/** Fewer, and the first sync of a public network is tens of thousands of calls. */
const FEW_BLOCKS = 100
const SLOW_MS = 500

/** The facts of providers that answer with a chain. */
interface Answering {
  all: readonly ProviderFacts[]
  chain: ChainFacts
  facts: Facts
}

/** A check of the providers that answer and serve the right chain. */
function providerCheck(id: string, run: (answering: Answering) => Outcome): Check<Facts> {
  return {
    id: `provider.${id}`,
    run(facts) {
      const { providers, chain } = facts
      if (providers === null || chain === null) return unchecked('no provider is configured')
      const all = providers.filter(({ chainId }) => chainId === chain.chainId)
      if (all.length === 0) return unchecked('no provider of the chain answers')
      return run({ all, chain, facts })
    },
  }
}

/** A check of all configured providers. */
function configuredCheck(id: string, run: (all: readonly ProviderFacts[]) => Outcome) {
  return {
    id: `provider.${id}`,
    run: ({ providers }: Facts) =>
      providers === null ? unchecked('no provider is configured') : run(providers),
  }
}

/** The words of providers none of which has something; null: one has it, or none was asked. */
function lackedByAll(all: readonly ProviderFacts[], of: (one: ProviderFacts) => Has | null) {
  const asked = all.flatMap((one) => {
    const has = of(one)
    return has === null ? [] : [{ name: one.name, has }]
  })
  if (asked.length === 0 || asked.some(({ has }) => has === true)) return null
  return asked.map(({ name, has }) => `${name}: ${(has as { not: string }).not}`).join('; ')
}

export const PROVIDER_CHECKS: readonly Check<Facts>[] = [
  configuredCheck('reachable', (all) => {
    const silent = all.filter((one) => one.silent && !one.silent.isDenied)
    const isAll = all.every((one) => one.silent)
    return silent.map(({ name, silent }) => {
      const problem = `${name} does not answer: ${silent!.reason}`
      const fix = 'start the node, or correct its URL in RPC_ENDPOINT'
      return isAll ? fault(problem, fix, UNAVAILABLE, 'LP2010') : advice(problem, fix)
    })
  }),
  configuredCheck('key', (all) =>
    all
      .filter(({ silent }) => silent?.isDenied)
      .map(({ name, silent }) =>
        fault(
          `${name} refuses the key or the plan: ${silent!.reason}`,
          'correct the key in RPC_ENDPOINT, or the plan at the provider',
          UNAVAILABLE,
          'LP2010',
        ),
      ),
  ),
  {
    id: 'provider.chain',
    run({ providers, chain }) {
      if (providers === null || chain === null) return unchecked('no provider is configured')
      return providers
        .filter(({ chainId }) => chainId !== null && chainId !== chain.chainId)
        .map(({ name, chainId }) =>
          fault(
            `${name} serves chain ${chainId}, the network ${chain.network} is chain ${chain.chainId}`,
            'a provider of that network in RPC_ENDPOINT, or the other network in LINCHPIN_NETWORK',
            DATA,
            'LP2002',
          ),
        )
    },
  },
  configuredCheck('twice', (all) =>
    all
      .filter(({ sameAs }) => sameAs !== null)
      .map(({ name, sameAs }) =>
        advice(
          `${name} is listed more than once: a URL is not checked against itself (it is number ${sameAs} of RPC_ENDPOINT, too)`,
          'another provider in RPC_ENDPOINT, or the URL once',
        ),
      ),
  ),
  configuredCheck('encrypted', (all) =>
    all
      .filter(({ isNear, isEncrypted }) => !isNear && !isEncrypted)
      .map(({ name }) =>
        advice(
          `calls to ${name} are not encrypted: everybody on the way reads the key and can change answers`,
          'https:// instead of http:// in RPC_ENDPOINT',
        ),
      ),
  ),
  providerCheck('synced', ({ all, chain }) => {
    const isUsable = ({ isSyncing, head }: ProviderFacts) =>
      !isSyncing && head !== null && head.number >= chain.startBlock
    if (all.some(isUsable)) return []
    return all.map(({ name, head }) => {
      const at = head === null ? 'it gives no newest block' : `its newest block is ${head.number}`
      const problem = `${name} is still syncing: ${at}, the first to index is ${chain.startBlock}`
      const fix = 'wait until the node is synced, or add a provider to RPC_ENDPOINT'
      return fault(problem, fix, UNAVAILABLE, 'LP2011')
    })
  }),
  providerCheck('head', ({ all, chain }) => {
    const heads = all.flatMap(({ name, head }) => (head ? [{ name, ...head }] : []))
    const best = Math.max(...heads.map(({ number }) => number))
    const fix = 'see the node, or put another provider first in RPC_ENDPOINT'
    return heads.flatMap(({ name, number, seconds }) => {
      if (best - number > STUCK_BLOCKS) {
        return [advice(`${name} is ${best - number} blocks behind another provider`, fix)]
      }
      if (!chain.isPublic || seconds === null || seconds <= chain.maxLagSeconds) return []
      return [advice(`the newest block of ${name} is ${Math.round(seconds)} s old`, fix)]
    })
  }),
  providerCheck('finality', ({ all }) => {
    const lack = lackedByAll(all, ({ finalizedTag }) => finalizedTag)
    if (lack === null) return []
    const problem = `no provider gives the block of the tag finalized (${lack}): blocks count as final by their distance to the head alone`
    return [
      advice(problem, 'a node with a consensus client; or a larger LINCHPIN_FINALITY, in .env'),
    ]
  }),
  providerCheck('history', ({ all, facts }) => {
    const lack = lackedByAll(all, ({ history }) => history)
    if (lack === null) return []
    const problem = `no provider has the blocks and logs where the index begins (${lack})`
    const fix = 'add a provider that keeps old blocks and logs to RPC_ENDPOINT'
    const isIndexed = facts.database && 'index' in facts.database && facts.database.index !== null
    return [isIndexed ? advice(problem, fix) : fault(problem, fix, UNAVAILABLE, 'LP2016')]
  }),
  providerCheck('receipts', ({ all }) => {
    const lack = lackedByAll(all, ({ receipts }) => receipts)
    if (lack === null) return []
    const problem = `no provider answers eth_getBlockReceipts (${lack}): blocks are verified by all their logs, which are more bytes`
    return [advice(problem, 'add a provider that serves eth_getBlockReceipts to RPC_ENDPOINT')]
  }),
  providerCheck('archive', ({ all }) => {
    const lack = lackedByAll(all, ({ state }) => state)
    if (lack === null) return []
    const problem = `no provider has the state of old blocks (${lack}): values that contracts are asked for in history stay null (LP2020)`
    return [advice(problem, 'add an archive node to RPC_ENDPOINT')]
  }),
  providerCheck('range', ({ all }) => {
    const wide = all.some(({ logRange, triedRange }) => {
      return logRange !== null && (logRange >= FEW_BLOCKS || logRange >= triedRange)
    })
    const asked = all.filter(({ logRange, triedRange }) => logRange !== null && triedRange > 0)
    if (wide || asked.length === 0) return []
    const limits = asked.map(({ name, logRange }) => `${name}: ${logRange}`).join(', ')
    return [
      advice(
        `providers answer one call for the logs of few blocks only (${limits}): the first sync takes very many calls`,
        'SQD_PORTAL_URL=https://portal.sqd.dev/datasets/..., in .env; or a provider with a larger range',
      ),
    ]
  }),
  providerCheck('batch', ({ all }) => {
    const asked = all.filter(({ batch }) => batch !== null)
    if (asked.length === 0 || asked.some(({ batch }) => batch! > 1)) return []
    const names = asked.map(({ name }) => name).join(', ')
    return [
      advice(
        `${names}: no batches of calls are answered, so each call is a request of its own`,
        'allow batches in the node or its proxy, or add a provider that takes them',
      ),
    ]
  }),
  providerCheck('speed', ({ all }) =>
    all
      .filter(({ milliseconds }) => milliseconds !== null && milliseconds > SLOW_MS)
      .map(({ name, milliseconds }) =>
        advice(
          `${name} takes ${Math.round(milliseconds!)} ms for a call`,
          'put a faster provider, or one that is nearer, first in RPC_ENDPOINT',
        ),
      ),
  ),
  providerCheck('rate', ({ all, chain }) =>
    all
      .filter(({ throttled }) => throttled !== null)
      .map(({ name, throttled }) => {
        const limit = chain.rateLimit === 0 ? 10 : Math.max(1, Math.floor(chain.rateLimit / 2))
        const problem = `${name} answers that it is asked too often: ${throttled}`
        return advice(problem, `LINCHPIN_RPC_RATE_LIMIT=${limit}, in .env, or what your plan has`)
      }),
  ),
  providerCheck('fork', ({ all, facts }) => {
    const { database } = facts
    const index = database && 'index' in database ? database.index : null
    if (!index || index.otherNetwork) return []
    const others = all.filter(
      ({ hashOfFinal }) => hashOfFinal !== null && hashOfFinal !== index.finalHash,
    )
    return others.map(({ name }) =>
      fault(
        `${name} has another block ${index.finalBlock} than the index, where it was final`,
        'remove it from RPC_ENDPOINT; if all have that block: `linchpin rewind --to N` below the fork, or an empty database for a chain that was restarted',
        DATA,
        'LP2003',
      ),
    )
  }),
  {
    id: 'provider.portal',
    run({ portal }) {
      if (!portal?.reason) return []
      const problem = `${portal.url} does not answer: ${portal.reason}; the providers are asked instead`
      return [advice(problem, 'correct SQD_PORTAL_URL, with the name of the dataset')]
    },
  },
]
