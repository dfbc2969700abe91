import { checkArguments } from './arguments'
import { type Computed, computeFigure, figureOf } from './compute'
import type { Arguments, FigureValue } from './figure'
import { readHeader } from './header'
import type { Hex } from './hex'
import type { Deployment, Knowledge } from './knowledge'
import { Nodes } from './nodes'
import { ProvenState } from './proven-state'
import { ProofRefused } from './refused'

/** Format of the bundles that this version writes and reads. */
export const FORMAT = 'linchpin-proof-1'

/** A figure with all that proves it against the hash of a block. */
export interface Bundle {
  format: typeof FORMAT
  chainId: number
  /** Name of the deployment, which the verifier must know. */
  deployment: string
  block: { number: number; hash: Hex; timestamp: number }
  figure: {
    name: string
    arguments: Arguments
    value: FigureValue
    /** What it is. */
    meaning: string
    formula: string
    /** Figures that went into it. */
    inputs: Computed['inputs']
    /** What the proofs leave open. */
    notProven: readonly string[]
  }
  /** Contracts whose storage was read, slot by slot. */
  contracts: Computed['contracts']
  /** RLP of the header. */
  header: Hex
  /** Nodes of the tries, from the state root to each slot, each once. */
  nodes: readonly Hex[]
}

/** What a bundle is made of; everything else in it follows. */
export interface Evidence {
  chainId: unknown
  deployment: unknown
  figure: unknown
  arguments: unknown
  header: unknown
  nodes: unknown
}

/**
 * Makes a bundle from its evidence: computes the figure from words that the nodes prove.
 * @throws ProofRefused if the evidence does not prove it
 */
export function assemble(knowledge: Knowledge, evidence: Evidence): Bundle {
  const deployment = deploymentOf(knowledge, evidence)
  const name = String(evidence.figure)
  const figure = figureOf(knowledge, name)
  const args = checkArguments(name, figure, evidence.arguments)
  const { hash, number, timestamp, stateRoot } = readHeader(evidence.header)
  const nodes = new Nodes()
  if (!Array.isArray(evidence.nodes)) throw new ProofRefused('it has no nodes')
  for (const node of evidence.nodes) nodes.add(node)
  const state = new ProvenState(stateRoot, nodes)
  const computed = computeFigure(knowledge, deployment, name, args, number, state)
  const { value, inputs, contracts } = computed
  const { doc: meaning, formula, notProven = [] } = figure
  return {
    format: FORMAT,
    chainId: deployment.chainId,
    deployment: deployment.name,
    block: { number, hash, timestamp },
    figure: { name, arguments: args, value, meaning, formula, inputs, notProven },
    contracts,
    header: evidence.header as Hex,
    nodes: nodes.usedNodes(),
  }
}

/** A bundle as text: the only one that it has. */
export function serialize(bundle: Bundle): string {
  return `${JSON.stringify(bundle, null, 1)}\n`
}

function deploymentOf({ deployments }: Knowledge, { chainId, deployment }: Evidence): Deployment {
  const found = deployments.find((one) => one.name === deployment && one.chainId === chainId)
  if (found) return found
  throw new ProofRefused(`the deployment ${deployment} on chain ${chainId} is not known here`)
}
