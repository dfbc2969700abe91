import { toQuantity } from '../chain/normalize'
import type { Rpc } from '../chain/provider/rpc'
import { nodesOf } from './proof-answer'

/** Blocks that a provider can prove, both included. */
export interface Provable {
  from: number
  to: number
}

/**
 * Which blocks a provider gives proofs of, by asking: some twenty calls. States are taken to be kept from one block on.
 *
 * @param rpc a client of that provider alone
 * @param address a contract
 * @param first block below which nothing is wanted
 * @returns null: not even its newest block
 */
export async function provableBlocks(
  rpc: Rpc,
  address: string,
  first: number,
): Promise<Provable | null> {
  const to = await rpc.head()
  const isProvable = async (block: number) => {
    try {
      const params = [address, [], toQuantity(block)]
      return await rpc.call('eth_getProof', params, {
        attempts: 1,
        parse: (r) => nodesOf(r).length > 0,
      })
    } catch {
      return false
    }
  }
  if (!(await isProvable(to))) return null
  let from = to
  for (let step = 64; from > first; step *= 4) {
    const next = Math.max(first, to - step)
    if (!(await isProvable(next))) return { from: await firstBetween(next, from, isProvable), to }
    from = next
  }
  return { from, to }
}

/** The first provable block above one that is not, up to one that is. */
async function firstBetween(
  below: number,
  known: number,
  isProvable: (block: number) => Promise<boolean>,
): Promise<number> {
  let [low, high] = [below, known]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (await isProvable(middle)) high = middle
    else low = middle
  }
  return high
}
