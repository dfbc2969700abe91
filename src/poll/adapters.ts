import { unsigned } from '../contracts/answers/words'
import type { Caller } from '../contracts/calls'
import { totalAssets } from '../contracts/vault-v2-view'
import type { PolledAdapter } from '../store/polls'

/** Adapters that are asked alone after all failed together, before the provider is taken to be the cause. */
const ALONE = 3

const readAmount = unsigned(256)

/**
 * Polls adapters for their assets.
 *
 * Anybody can make an adapter whose answer is too large or too expensive for a provider, so that a call of all fails: then each is
 * asked alone, and what fails alone has not answered.
 * @param adapters addresses
 * @throws what `caller` throws, if none can be asked
 */
export async function pollAdapters(
  caller: Caller,
  block: number,
  adapters: readonly string[],
): Promise<PolledAdapter[]> {
  try {
    return await ask(caller, block, adapters)
  } catch (error) {
    if (adapters.length < 2) throw error
    const found: PolledAdapter[] = []
    let failures = 0
    for (const [index, adapter] of adapters.entries()) {
      try {
        found.push(...(await ask(caller, block, [adapter])))
      } catch {
        failures++
        if (failures > index && (failures >= ALONE || failures === adapters.length)) throw error
        found.push({ adapter, block, totalAssets: null, nullReason: 'NO_ANSWER' })
      }
    }
    return found
  }
}

async function ask(
  caller: Caller,
  block: number,
  adapters: readonly string[],
): Promise<PolledAdapter[]> {
  if (adapters.length === 0) return []
  const data = totalAssets.encode({})
  const answers = await caller(adapters.map((to) => ({ to, data })))
  return adapters.map((adapter, index) => {
    const answer = answers[index] ?? null
    const amount = answer === null ? null : readAmount(answer)
    if (typeof amount === 'string') {
      return { adapter, block, totalAssets: BigInt(amount), nullReason: null }
    }
    const nullReason = answer === null ? 'NO_ANSWER' : 'INVALID'
    return { adapter, block, totalAssets: null, nullReason }
  })
}
