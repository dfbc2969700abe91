import type { RpcCall } from '../../jsonrpc'
import { parseQuantity } from '../../normalize'
import type { Provider } from '../provider'
import type { CallSizes } from './call-size'

/** Outcome of the search for what made a call, or its batch, fail. */
export interface Finding {
  /** What is too large; null: a small call fails as well, or there is no smaller one. */
  tooLarge: keyof CallSizes | null
  /** The smallest call that was tried, in words; null: none was. */
  tried: string | null
}

const NOTHING: Finding = { tooLarge: null, tried: null }

/** Filter of a call for the logs of a range of blocks. */
interface Filter {
  address?: unknown
  fromBlock?: unknown
  toBlock?: unknown
}

/**
 * Finds out by smaller calls what made a call fail, whatever the error says: the range, then the addresses, then the batch.
 *
 * @param batch number of calls that it was sent with, itself included
 */
export async function findLimit(
  provider: Provider,
  call: RpcCall,
  batch: number,
  signal?: AbortSignal,
): Promise<Finding> {
  const answers = async (one: RpcCall): Promise<boolean> => {
    const reply = (await provider.send([one], signal))?.[0]
    return reply !== undefined && 'result' in reply
  }
  const isBatch = batch > 1 && provider.sizes.batch.best < batch
  const filter = rangeFilter(call)
  if (!filter) {
    if (!isBatch) return NOTHING
    return { tooLarge: (await answers(call)) ? 'batch' : null, tried: `${call.method} alone` }
  }
  const { address, fromBlock, toBlock } = filter
  const addresses: unknown[] = Array.isArray(address) ? address : []
  const isWide = fromBlock !== toBlock
  if (!isWide && addresses.length <= 1 && !isBatch) return NOTHING
  const oneBlock = { ...filter, fromBlock: toBlock }
  const smallest = addresses.length > 1 ? { ...oneBlock, address: [addresses[0]] } : oneBlock
  const ask = (one: Filter) => answers({ method: call.method, params: [one] })
  const tried = `${call.method} of one block${addresses.length > 0 ? ' and one address' : ''}, alone`
  if (!(await ask(smallest))) return { tooLarge: null, tried }
  if (addresses.length > 1 && !(await ask(oneBlock))) return { tooLarge: 'addresses', tried }
  // The calls above may be as large as this one is.
  if (isBatch && (!isWide || (await answers(call)))) return { tooLarge: 'batch', tried }
  return { tooLarge: isWide ? 'blocks' : null, tried }
}

/** The filter of a call for logs of a range by numbers; undefined for other calls. */
function rangeFilter({ method, params: [filter] }: RpcCall): Filter | undefined {
  if (method !== 'eth_getLogs' || typeof filter !== 'object' || filter === null) return undefined
  const { fromBlock, toBlock } = filter as Filter
  const isRange = parseQuantity(fromBlock) !== undefined && parseQuantity(toBlock) !== undefined
  return isRange ? filter : undefined
}
