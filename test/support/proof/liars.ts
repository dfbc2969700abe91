import { keccak_256 } from '@noble/hashes/sha3.js'
import { encodeHeader } from '../../../src/chain/verify/header-hash'

// biome-ignore lint/suspicious/noExplicitAny: answers of JSON-RPC
type Answer = any

/** A provider that lies: it changes the result of a call. */
export type Liar = (method: string, result: Answer) => Answer

/** The last digit of a number in hex is another one. */
const other = (hex: string) => hex.slice(0, -1) + (hex.endsWith('1') ? '2' : '1')

/** Values of slots that the provider names beside its proofs, and answers of contracts. */
export const liesInValues: Liar = (method, result) => {
  if (method === 'eth_call') return other(result)
  if (method !== 'eth_getProof') return result
  const storageProof = result.storageProof.map((one: Answer) => ({ ...one, value: '0x7' }))
  return { ...result, storageProof, storageHash: `0x${'12'.repeat(32)}` }
}

/** The same, and the leaves of the proofs. */
export const liesInProofs: Liar = (method, result) => {
  const lied = liesInValues(method, result)
  if (method !== 'eth_getProof') return lied
  const withLeaf = (nodes: string[]) => [...nodes.slice(0, -1), other(nodes.at(-1)!)]
  const storageProof = lied.storageProof.map((one: Answer) => ({
    ...one,
    proof: withLeaf(one.proof),
  }))
  return { ...lied, storageProof }
}

/** Zeros that it says of slots of which it keeps the leaves to itself. */
export const hidesLeaves: Liar = (method, result) => {
  if (method !== 'eth_getProof') return result
  const storageProof = result.storageProof.map((one: Answer) => ({
    ...one,
    value: '0x0',
    proof: one.proof.slice(0, -1),
  }))
  return { ...result, storageProof }
}

/** A header with another state root, under the hash of the true one. */
export const liesInHeaders: Liar = (method, result) =>
  method === 'eth_getBlockByNumber' ? { ...result, stateRoot: other(result.stateRoot) } : result

/** The same header with the hash that it has then: another chain. */
export const makesUpChains: Liar = (method, result) => {
  const lied = liesInHeaders(method, result)
  if (method !== 'eth_getBlockByNumber') return lied
  const hash = Buffer.from(keccak_256(encodeHeader(lied)!)).toString('hex')
  return { ...lied, hash: `0x${hash}` }
}

/** What a proxy does to an answer, single or a batch. */
export function tamperWith(lie: Liar): (request: string, answer: string) => { body: string } {
  return (request, answer) => {
    const calls = [JSON.parse(request)].flat()
    const answers = [JSON.parse(answer)].flat()
    const lied = answers.map((one) => {
      const { method } = calls.find(({ id }) => id === one.id)
      return one.result == null ? one : { ...one, result: lie(method, one.result) }
    })
    return { body: JSON.stringify(Array.isArray(JSON.parse(answer)) ? lied : lied[0]) }
  }
}
