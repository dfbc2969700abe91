import { assemble, type Bundle, FORMAT, serialize } from './bundle'
import type { Knowledge } from './knowledge'
import { ProofRefused } from './refused'

/** A bundle of the largest set has a few megabytes. */
const MAX_LENGTH = 64 * 1024 * 1024

/** A bundle that was verified. */
export interface Verified {
  bundle: Bundle
  /** What the figure rests on, beside mathematics. */
  assumed: string[]
  /** What the proofs leave open. */
  notProven: readonly string[]
}

/**
 * Verifies a bundle, without a network: makes it anew from its header and nodes, and compares the text. So no byte of it can
 * say anything that is not proven.
 *
 * @param blockHash hash of the block that the reader trusts; undefined: it is the reader's to compare
 * @throws ProofRefused if it is no bundle, or does not prove what it says
 */
export function verifyBundle(text: string, knowledge: Knowledge, blockHash?: string): Verified {
  const bundle = assemble(knowledge, evidenceOf(text))
  const expected = serialize(bundle)
  if (text !== expected) throw new ProofRefused(difference(text, expected))
  const { hash, number } = bundle.block
  if (blockHash !== undefined && blockHash.toLowerCase() !== hash)
    throw new ProofRefused(`it is proven for the block ${hash}, not for ${blockHash}`)
  return {
    bundle,
    assumed: assumptions(bundle, blockHash === undefined, number),
    notProven: bundle.figure.notProven,
  }
}

function evidenceOf(text: string) {
  if (text.length > MAX_LENGTH) throw new ProofRefused(`it has ${text.length} characters`)
  let json: Record<string, unknown>
  try {
    json = Object(JSON.parse(text))
  } catch {
    throw new ProofRefused('it is not JSON')
  }
  if (json.format !== FORMAT) throw new ProofRefused(`its format is not ${FORMAT}`)
  const { chainId, deployment, header, nodes } = json
  const figure = Object(json.figure) as Record<string, unknown>
  return { chainId, deployment, header, nodes, figure: figure.name, arguments: figure.arguments }
}

function assumptions(
  { block, chainId, contracts }: Bundle,
  isOpen: boolean,
  number: number,
): string[] {
  const canonical = `${block.hash} is the hash of block ${number} of the canonical chain ${chainId}`
  return [
    isOpen ? `${canonical}: compare it with a source that you trust` : canonical,
    ...contracts.map(
      ({ name, address, implementation, layout }) =>
        `${name} is at ${address}, and its implementation ${implementation} keeps its variables as in ${layout}`,
    ),
  ]
}

/** Where a text stops being the one that is proven. */
function difference(text: string, expected: string): string {
  let at = 0
  while (at < text.length && text[at] === expected[at]) at++
  const line = text.slice(0, at).split('\n').length
  const proven = expected.split('\n')[line - 1]?.trim().slice(0, 120) ?? 'the end'
  return `line ${line} is not what is proven there: ${proven}`
}
