import type { Logger } from 'pino'
import type { Asker } from '../../batch'
import type { Rpc } from '../../chain/provider/rpc'
import type { Network } from '../../config/networks'
import {
  type Answer,
  type AskedContract,
  askContracts,
  isAsked,
  type StateAt,
} from '../../contracts/answers/ask'
import { type Caller, createBlockCaller, createCaller } from '../../contracts/calls'
import type { ContractAnswer } from '../../store/answers/contract-answers'

/** A block by number and hash. */
interface BlockRef {
  number: number
  hash: string
}

/** Where answers come from. */
export interface AnswerSource {
  /** Whether there is anything that this contract could answer. */
  isAsked(contract: Pick<AskedContract, 'address' | 'kind'>): boolean
  /** Asks contracts that were found in a block. Never throws: what is not answered is unknown, with a reason. */
  ask(contracts: readonly AskedContract[], block: BlockRef): Promise<Answer[]>
}

/**
 * The answers that the network's deployment file lists; what it does not list is asked on the chain, constants at the head if no
 * node has the state of the block.
 * @param rpc null: a recording, whose contracts can not be asked
 */
export function answersOf(
  { answers: listed = NOTHING_LISTED }: Pick<Network, 'answers'>,
  rpc: Rpc | null,
): AnswerSource {
  return {
    isAsked: ({ address, kind }) => isAsked(kind) || listed.has(address),
    async ask(contracts, block) {
      const fromFile = contracts.flatMap((contract) => listedOf(contract, listed))
      const left = contracts.map((contract) => {
        const own = fromFile.filter(({ contract: address }) => address === contract.address)
        const known = Object.fromEntries(own.map(({ name, value }) => [name, value]))
        return { ...contract, known: { ...contract.known, ...known } }
      })
      const found = { block: block.number, caller: rpc ? createBlockCaller(rpc, block, 1) : nobody }
      const asked = await askContracts(left, found, async () => rpc && stateAtHead(rpc))
      return [...fromFile, ...asked]
    },
  }
}

const NOTHING_LISTED: NonNullable<Network['answers']> = new Map()

const nobody: Caller = async () => {
  throw new Error('the deployment file of the recording does not list it')
}

async function stateAtHead(rpc: Rpc): Promise<StateAt> {
  const block = await rpc.head({ attempts: 1 })
  return { block, caller: createCaller(rpc, block, 1) }
}

/** What the file lists of a contract that is not known yet. */
function listedOf(
  { address, known }: AskedContract,
  listed: NonNullable<Network['answers']>,
): Answer[] {
  return Object.entries(listed.get(address) ?? {}).flatMap(([name, value]) =>
    value == null || known[name] != null
      ? []
      : [{ contract: address, name, value, reason: null, askedBlock: null }],
  )
}

/**
 * Asks each contract once for each block that finds or links it, and keeps its answers with the block: rows that are derived
 * again get the same.
 */
export function createContractAsker(source: AnswerSource, logger: Pick<Logger, 'warn'>): Asker {
  return {
    async ask(contracts, block, tx) {
      const asked = contracts.filter((contract) => source.isAsked(contract))
      if (asked.length === 0) return []
      const addresses = asked.map(({ address }) => address)
      const kept = await tx.keptAnswers(addresses, block.number)
      const known = new Set(kept.map(({ contract }) => contract))
      const open = asked.flatMap(({ address, kind, parent }) =>
        known.has(address) ? [] : [{ address, kind, parent, known: {} }],
      )
      const kinds = new Map(open.map(({ address, kind }) => [address, kind]))
      const found = open.length > 0 ? await source.ask(open, block) : []
      const fresh = found.map((answer): ContractAnswer => {
        return { ...answer, kind: kinds.get(answer.contract)!, block: block.number }
      })
      if (fresh.length > 0) await tx.keepAnswers(fresh)
      logUnknown(block.number, fresh, logger)
      const values = valuesByContract([...kept, ...fresh])
      return asked.flatMap(({ address, kind, parent }) => {
        const own = values.get(address)
        return own ? [{ address, kind, parent, values: own }] : []
      })
    },
  }
}

function valuesByContract(
  answers: readonly ContractAnswer[],
): Map<string, Record<string, ContractAnswer['value']>> {
  const found = new Map<string, Record<string, ContractAnswer['value']>>()
  for (const { contract, name, value } of answers) {
    found.set(contract, { ...found.get(contract), [name]: value })
  }
  return found
}

/** Contracts that a log line names. */
const MAX_NAMED = 10

function logUnknown(block: number, answers: readonly Answer[], logger: Pick<Logger, 'warn'>): void {
  const missing = answers.filter(({ reason }) => reason !== null)
  if (missing.length === 0) return
  const first = missing.slice(0, MAX_NAMED).map(({ contract, name, reason }) => {
    return { contract, name, reason }
  })
  logger.warn(
    { code: 'LP2020', block, unknown: missing.length, first },
    'contracts did not answer when they were found: values that depend on it are null until they do; they are asked again',
  )
}
