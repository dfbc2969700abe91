import type { Rpc } from '../../chain/provider/rpc'
import type { Answer, AskedContract } from '../../contracts/answers/ask'
import { anAddress, type ReadAnswer, unsigned } from '../../contracts/answers/words'
import { type Caller, createBlockCaller } from '../../contracts/calls'
import { balanceOf } from '../../contracts/vault-v2-view'
import { selectorOf } from '../../contracts/view'
import type { AnswerSource } from './contract-asker'

/**
 * Answers also what an adapter held of the asset of its vault before the block in which it was found, or linked to the vault: it may
 * be older, and anybody can send assets to an address that has no code so far. No log says so, as transfers are followed from that
 * block on.
 */
export function withBalancesBefore(source: AnswerSource, rpc: Rpc): AnswerSource {
  return {
    isAsked: (contract) => source.isAsked(contract),
    async ask(contracts, block) {
      const answers = await source.ask(contracts, block)
      for (const contract of contracts) {
        if (contract.kind !== 'ADAPTER' || contract.known.balances != null) continue
        answers.push(...(await answersOfAdapter(rpc, contract, block)))
      }
      return answers
    },
  }
}

/** Its vault, and what it held. */
async function answersOfAdapter(
  rpc: Rpc,
  { address, parent, known }: AskedContract,
  block: { number: number; hash: string },
): Promise<Answer[]> {
  const contract = address
  const askedBlock = block.number - 1
  const answers: Answer[] = []
  try {
    const found = createBlockCaller(rpc, block, 1)
    let vault = parent ?? known.vault ?? null
    if (typeof vault !== 'string') vault = await addressOf(found, contract, 'vault()')
    if (vault !== known.vault) {
      answers.push({
        contract,
        name: 'vault',
        value: vault,
        reason: null,
        askedBlock: block.number,
      })
    }
    const token = await addressOf(found, `${vault}`, 'asset()')
    const before = createBlockCaller(rpc, block, 1, askedBlock)
    const call = { to: token, data: balanceOf.encode({ account: contract }) }
    const amount = await oneAnswer(before, call, 'balanceOf(adapter)', unsigned(256))
    answers.push({
      contract,
      name: 'balances',
      value: { [token]: amount },
      reason: null,
      askedBlock,
    })
  } catch (error) {
    const reason = (error as Error).message
    answers.push({ contract, name: 'balances', value: null, reason, askedBlock: null })
  }
  return answers
}

async function addressOf(caller: Caller, to: string, signature: string): Promise<string> {
  const data = selectorOf(signature)
  return oneAnswer(caller, { to, data }, signature, anAddress)
}

/** @throws Error if it does not answer, or with something else */
async function oneAnswer(
  caller: Caller,
  call: { to: string; data: string },
  name: string,
  read: ReadAnswer,
): Promise<string> {
  const [data] = await caller([call])
  if (data == null) throw new Error(`${name} of ${call.to} reverts, or there is no code`)
  const value = read(data)
  if (typeof value === 'string') return value
  throw new Error(`${name} of ${call.to} returns ${data.slice(0, 100)}`)
}
