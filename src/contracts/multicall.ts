import { address, array, bool, bytes, struct } from '@subsquid/evm-codec'
import type { Caller } from './calls'
import { view } from './view'

/** Address of Multicall3 on every chain that has it. */
export const MULTICALL3 = '0xca11bde05977b3631167028862be2a173976ca11'

export const aggregate3 = view(
  'aggregate3((address,bool,bytes)[])',
  { calls: array(struct({ target: address, allowFailure: bool, callData: bytes })) },
  array(struct({ success: bool, returnData: bytes })),
)

/** Calls per multicall: well below the gas limit of eth_call. */
const SIZE = 200

/** A caller that does many calls in one eth_call. If a multicall fails, its calls are sent one by one. */
export function throughMulticall(caller: Caller): Caller {
  return async (calls) => {
    const answers: (string | null)[] = []
    for (let from = 0; from < calls.length; from += SIZE) {
      const part = calls.slice(from, from + SIZE)
      const inside = part.map(({ to, data }) => ({
        target: to,
        allowFailure: true,
        callData: data,
      }))
      const data = aggregate3.encode({ calls: inside })
      const [answer] = await caller([{ to: MULTICALL3, data }])
      const inner = answer ? read(answer) : []
      answers.push(...(inner.length === part.length ? inner : await caller(part)))
    }
    return answers
  }
}

function read(answer: string): (string | null)[] {
  return aggregate3
    .decodeResult(answer)
    .map(({ success, returnData }) => (success && returnData !== '0x' ? returnData : null))
}
