import { toList, toLog, toQuantity } from '../../chain/normalize'
import type { Rpc } from '../../chain/provider/rpc'
import type { RawLog } from '../../chain/types'
import type { AskedContract } from '../../contracts/answers/ask'
import type { ContractKind } from '../../facts/enums.generated'
import type { AnswerSource } from './contract-asker'

const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
const ZERO_TOPIC = `0x${'0'.repeat(64)}`
/** Kinds of contracts whose balances count from their discovery on. */
const HOLDERS: readonly ContractKind[] = ['ADAPTER', 'VAULT', 'YIELD_SOURCE']

/**
 * Answers also what contracts of a recording had before the block in which they were found, from all recorded transfers: a
 * recording has no contracts that could be asked. The price of what adapters deposit to is its assets by its shares.
 */
export function withRecordedBalances(source: AnswerSource, rpc: Rpc): AnswerSource {
  return {
    isAsked: (contract) => HOLDERS.includes(contract.kind) || source.isAsked(contract),
    async ask(contracts, block) {
      const answers = await source.ask(
        contracts.filter((contract) => source.isAsked(contract)),
        block,
      )
      for (const contract of contracts) {
        if (!HOLDERS.includes(contract.kind)) continue
        const askedBlock = block.number - 1
        const values = await valuesOf(rpc, contract, askedBlock)
        for (const [name, value] of Object.entries(values)) {
          answers.push({ contract: contract.address, name, value, reason: null, askedBlock })
        }
      }
      return answers
    },
  }
}

async function valuesOf(rpc: Rpc, { address, kind }: AskedContract, to: number) {
  const topic = `0x${'0'.repeat(24)}${address.slice(2)}`
  const balances = new Map<string, bigint>()
  const sum = (logs: readonly RawLog[], sign: bigint) => {
    for (const { address: token, data } of logs) {
      balances.set(token, (balances.get(token) ?? 0n) + sign * amountOf(data))
    }
  }
  sum(await transfers(rpc, { topics: [[TRANSFER], null, [topic]] }, to), 1n)
  sum(await transfers(rpc, { topics: [[TRANSFER], [topic]] }, to), -1n)
  const texts = Object.fromEntries([...balances].map(([token, amount]) => [token, `${amount}`]))
  if (kind !== 'YIELD_SOURCE') return { balances: texts }
  const minted = await transfers(rpc, { address, topics: [[TRANSFER], [ZERO_TOPIC]] }, to)
  const burned = await transfers(rpc, { address, topics: [[TRANSFER], null, [ZERO_TOPIC]] }, to)
  return { balances: texts, shares: `${total(minted) - total(burned)}`, isPriced: true }
}

/** Transfers of ERC-20 tokens up to a block. */
async function transfers(rpc: Rpc, filter: object, to: number): Promise<RawLog[]> {
  const range = { fromBlock: toQuantity(0), toBlock: toQuantity(Math.max(0, to)) }
  const logs = await rpc.call('eth_getLogs', [{ ...filter, ...range }], {
    parse: (result) => toList(result, toLog),
  })
  // Those of ERC-721 have the same topic.
  return logs.filter(({ topics, blockNumber }) => topics.length === 3 && blockNumber <= to)
}

function total(logs: readonly RawLog[]): bigint {
  return logs.reduce((sum, { data }) => sum + amountOf(data), 0n)
}

function amountOf(data: string): bigint {
  return /^0x[0-9a-f]{64}$/.test(data) ? BigInt(data) : 0n
}
