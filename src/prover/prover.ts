import { MalformedAnswer, toQuantity } from '../chain/normalize'
import type { Rpc } from '../chain/provider/rpc'
import { assemble, type Bundle } from '../state-proof/bundle'
import { type Computed, computeFigure } from '../state-proof/compute'
import type { Arguments } from '../state-proof/figure'
import { type Hex, wordHex } from '../state-proof/hex'
import type { Deployment, Knowledge } from '../state-proof/knowledge'
import { NoContract } from '../state-proof/proven-state'
import { ProofRefused } from '../state-proof/refused'
import type { SealedHeader } from './header'
import { PartialState } from './partial-state'
import { nodesOf } from './proof-answer'

/** Slots in one eth_getProof. */
const SLOTS = 50
/** Variables that name the next ones: a figure has fewer such steps. */
const MAX_ROUNDS = 20

/** A figure to prove. */
export interface Wanted {
  name: string
  arguments: Arguments
}

/** What proofs did cost. */
export interface ProofCost {
  /** eth_getProof calls. */
  calls: number
  /** Slots that were asked for. */
  slots: number
}

/** More than so many calls are not made. */
export interface ProverBounds {
  calls: number
  /** Hears how many calls were answered. */
  report(calls: number): void
}

/** A figure needs more calls than may be made. */
export class TooManyCalls extends ProofRefused {}

/** Proves figures of one block with the proofs of a provider, which are verified before anything is computed from them. */
export class Prover {
  readonly cost: ProofCost = { calls: 0, slots: 0 }
  private state: PartialState

  constructor(
    private readonly rpc: Rpc,
    private readonly knowledge: Knowledge,
    private readonly deployment: Deployment,
    readonly header: SealedHeader,
    private readonly bounds: ProverBounds | null = null,
  ) {
    this.state = new PartialState(header.stateRoot)
  }

  /**
   * Computes figures from proven storage; what several need is fetched once.
   * @throws UnknownLayout, TooManyCalls, ProofRefused, or LinchpinError LP2010 if no provider gives proofs that hold
   */
  async compute(wanted: readonly Wanted[]): Promise<Computed[]> {
    const results: (Computed | null)[] = wanted.map(() => null)
    for (let round = 0; round < MAX_ROUNDS; round++) {
      wanted.forEach((one, i) => {
        results[i] ??= this.tryCompute(one)
      })
      const { missing } = this.state
      if (missing.size === 0) return results.map((one) => one!)
      const slots = [...missing].map(([address, slots]) => [address, [...slots]] as const)
      missing.clear()
      await this.fetch(slots)
    }
    throw new ProofRefused(`the figures are not computed after ${MAX_ROUNDS} rounds of proofs`)
  }

  /** Proves a figure. @throws as `compute` */
  async bundle({ name, arguments: args }: Wanted): Promise<Bundle> {
    await this.compute([{ name, arguments: args }])
    const { chainId, name: deployment } = this.deployment
    const nodes = this.state.all()
    const evidence = { chainId, deployment, figure: name, arguments: args, nodes }
    return assemble(this.knowledge, { ...evidence, header: this.header.rlp })
  }

  /** Forgets the proofs at hand, which are many after some thousand figures. */
  forget(): void {
    this.state = new PartialState(this.header.stateRoot)
  }

  /** Null while words are missing: what follows from them is not known, not even whether it fails. */
  private tryCompute({ name, arguments: args }: Wanted): Computed | null {
    const { knowledge, deployment, header, state } = this
    state.isGuessed = false
    try {
      const computed = computeFigure(knowledge, deployment, name, args, header.number, state)
      return state.isGuessed ? null : computed
    } catch (error) {
      if (state.isGuessed) return null
      throw error
    }
  }

  private async fetch(slots: readonly (readonly [Hex, readonly bigint[]])[]): Promise<void> {
    const parts = slots.flatMap(([address, all]) => {
      // Without slots it is the account that is asked for.
      const count = Math.max(1, Math.ceil(all.length / SLOTS))
      return Array.from({ length: count }, (_, i) => ({
        address,
        slots: all.slice(i * SLOTS, (i + 1) * SLOTS),
      }))
    })
    const at = toQuantity(this.header.number)
    const calls = parts.map((part) => ({
      method: 'eth_getProof',
      params: [part.address, part.slots.map(wordHex), at],
    }))
    const { bounds, cost } = this
    if (bounds && cost.calls + calls.length > bounds.calls)
      throw new TooManyCalls(`the figure needs more than ${bounds.calls} calls of the provider`)
    cost.calls += calls.length
    cost.slots += parts.reduce((sum, part) => sum + part.slots.length, 0)
    await this.rpc.batch(calls, {
      parse: (result, call) => this.accept(result, parts[calls.indexOf(call as never)]!),
    })
    bounds?.report(cost.calls)
  }

  /** Adds the nodes of an answer. @throws MalformedAnswer unless they prove every slot: the provider is at fault */
  private accept(result: unknown, part: { address: Hex; slots: readonly bigint[] }): void {
    try {
      this.state.add(nodesOf(result))
      this.state.proveContract(part.address)
      for (const slot of part.slots) this.state.prove(part.address, slot)
    } catch (error) {
      // That is proven as well, and no fault of the provider.
      if (error instanceof NoContract) return
      if (!(error instanceof ProofRefused)) throw error
      throw new MalformedAnswer(`the proof does not hold: ${error.message}`)
    }
  }
}
