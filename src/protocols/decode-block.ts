import type { ContractEvent } from '../facts/contract-event'
import type { Fact, LocatedFact } from '../facts/facts'
import type { LogPosition } from '../facts/log-position'
import { decode, toJson } from './decode'
import { type DecodedLog, eventName } from './event'
import { foundFacts } from './genesis'
import {
  type ContractAnswers,
  type Followed,
  isFound,
  type KindOf,
  type Revealed,
  type SourceBlock,
  type SourceLog,
} from './log'
import { finderOf, handlersOf, isFollowed, protocolOf } from './tables'

/** A block, decoded. */
export interface DecodedBlock {
  /** Every log of a followed contract. */
  events: ContractEvent[]
  /** What they mean: first the contracts that they reveal, then what these answered, then all others in log order. */
  facts: LocatedFact[]
}

/** What a log of a followed contract reveals of contracts: a new one, or to whom one belongs; null: nothing. */
export function reveal(contract: Followed, log: SourceLog): Revealed | null {
  return finderOf(contract.kind, log.topics[0]) ? revealedBy(decode(contract, log)) : null
}

function revealedBy({ kind, log, args }: DecodedLog): Revealed | null {
  const finder = finderOf(kind, log.topics[0])
  return finder && args ? finder.reveals(args, log.address) : null
}

/**
 * Decodes the logs of one block.
 * @param kindOf knows the followed contracts, those found in this block included; logs of other addresses are skipped
 * @param answers of contracts that were asked before this block
 */
export function decodeBlock(
  block: SourceBlock,
  logs: SourceLog[],
  kindOf: KindOf,
  answers: readonly ContractAnswers[] = [],
): DecodedBlock {
  const events: ContractEvent[] = []
  const found: LocatedFact[] = []
  const linked: LocatedFact[] = []
  const facts: LocatedFact[] = []
  for (const transaction of byTransaction(logs, kindOf)) {
    transaction.forEach((decoded, index) => {
      const at = positionOf(block, decoded.log)
      events.push(toEvent(at, decoded))
      if (!decoded.args) return
      const revealed = revealedBy(decoded)
      if (revealed) {
        const list = isFound(revealed) ? found : linked
        for (const fact of revealedFacts(revealed)) list.push({ at, fact })
      }
      const context = { logs: transaction, index, block: block.number, kindOf }
      for (const handler of handlersOf(decoded.kind, decoded.event!.topic)) {
        for (const fact of handler.facts(decoded.args, context)) facts.push({ at, fact })
      }
    })
  }
  // A contract must exist before its own first events, which come before the one that reveals it.
  const contracts = [...found, ...linked]
  return { events, facts: [...contracts, ...answeredFacts(answers, contracts), ...facts] }
}

function revealedFacts(revealed: Revealed): Fact[] {
  if (!isFound(revealed)) return [{ kind: 'contractLinked', ...revealed }]
  return foundFacts(revealed)
}

/** What contracts answered, at a log that revealed one: answers have no log of their own. */
function answeredFacts(
  answers: readonly ContractAnswers[],
  revealed: readonly LocatedFact[],
): LocatedFact[] {
  const at = revealed.at(-1)?.at
  if (!at) return []
  return answers.flatMap((answer) =>
    (protocolOf(answer.kind)?.answered?.(answer) ?? []).map((fact) => ({ at, fact })),
  )
}

function byTransaction(logs: SourceLog[], kindOf: KindOf): DecodedLog[][] {
  const transactions: DecodedLog[][] = []
  let last = -1
  for (const log of logs) {
    const contract = kindOf(log.address)
    if (!contract || !isFollowed(contract.kind, log, kindOf)) continue
    if (log.transactionIndex !== last) transactions.push([])
    last = log.transactionIndex
    transactions.at(-1)!.push(decode(contract, log))
  }
  return transactions
}

function positionOf(block: SourceBlock, log: SourceLog): LogPosition {
  return {
    block: block.number,
    timestamp: block.timestamp,
    transactionHash: log.transactionHash,
    transactionIndex: log.transactionIndex,
    logIndex: log.logIndex,
  }
}

function toEvent(at: LogPosition, { log, kind, event, args }: DecodedLog): ContractEvent {
  return {
    at,
    address: log.address,
    kind,
    status: args ? 'DECODED' : event ? 'MALFORMED' : 'UNKNOWN_TOPIC',
    name: event ? eventName(event) : null,
    signature: event?.signature ?? null,
    arguments: args && toJson(args),
    topics: args ? null : log.topics,
    data: args ? null : log.data,
  }
}
