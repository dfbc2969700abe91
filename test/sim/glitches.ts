import type { Answer, Call } from './messages'

/** What a node says wrongly for a while. */
export interface Glitch {
  /** `leap`: the head that it reports is higher than its last block; `fall back`: it has lost its last blocks, and gets them again. */
  kind: 'null block' | 'zero parent' | 'leap' | 'fall back'
  /** Below the head, or blocks that the head is off. */
  blocks: number
  ms: number
}

/** A glitch that has begun. */
export interface ActiveGlitch extends Glitch {
  /** Block that it is about. */
  block: number
  until: number
}

/** The glitch, from now on. @param head of the chain */
export function begin(glitch: Glitch, head: number): ActiveGlitch {
  return { ...glitch, block: head - glitch.blocks, until: performance.now() + glitch.ms }
}

/** Changes the answers; false: it has no part in them. */
export function garble(glitch: ActiveGlitch, answers: readonly Answer[], calls: readonly Call[]) {
  if (performance.now() > glitch.until) return false
  let isGarbled = false
  for (const answer of answers) {
    const call = calls.find(({ id }) => id === answer.id)
    if (call && garbleOne(glitch, answer, call)) isGarbled = true
  }
  return isGarbled
}

function garbleOne({ kind, block, blocks }: ActiveGlitch, answer: Answer, { method }: Call) {
  const { result } = answer
  if (kind === 'leap' && method === 'eth_blockNumber' && typeof result === 'string') {
    answer.result = `0x${(Number(result) + blocks).toString(16)}`
    return true
  }
  if (!method.startsWith('eth_getBlockBy') || Number(Object(result).number) !== block) return false
  if (kind === 'null block') answer.result = null
  else if (kind === 'zero parent')
    answer.result = { ...Object(result), parentHash: `0x${'0'.repeat(64)}` }
  else return false
  return true
}
