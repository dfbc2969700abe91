import type { ChainView } from '../../src/chain/recording/chain-view'
import { ExchangeableChain, ForeignChain } from './foreign'
import type { Down, OtherChain } from './hardships'
import { LaggingChain } from './lagging'
import type { Limit } from './limits'
import { type SimNode, startNode } from './node'
import type { Plan, Step } from './plan'
import { Random } from './random'
import type { Tally } from './tally'

/** A node, and the chain as it has it. */
interface OneNode {
  node: SimNode
  lagging: LaggingChain
  view: ExchangeableChain
}

/** The nodes of a seed: one or two. */
export class Nodes {
  private constructor(
    private readonly plan: Plan,
    private readonly tally: Tally,
    private readonly chain: ChainView,
    private readonly one: OneNode,
    private readonly second: OneNode | null,
  ) {}

  static async start(plan: Plan, chain: ChainView, random: Random, tally: Tally): Promise<Nodes> {
    const start = async (numbers: Random, faults: string): Promise<OneNode> => {
      const lagging = new LaggingChain(chain)
      const view = new ExchangeableChain(lagging)
      const count = (fault: string, group = faults) => tally.add(group, fault)
      const { finalizedTag, history } = plan
      const node = await startNode(view, finalizedTag, numbers, history.omissions, count)
      return { node, lagging, view }
    }
    const one = await start(random, 'RPC faults')
    if (!plan.second) return new Nodes(plan, tally, chain, one, null)
    const second = await start(new Random(plan.seed + 1), 'RPC faults of a second node')
    tally.add('nodes', 'two')
    return new Nodes(plan, tally, chain, one, second)
  }

  /** The node that disturbances count the calls of. */
  get first(): SimNode {
    return this.one.node
  }

  /** As RPC_ENDPOINT has them. */
  get urls(): string {
    const urls = this.all.map(({ node }) => node.url)
    return (this.plan.second?.isPreferred ? urls.reverse() : urls).join()
  }

  private get all(): OneNode[] {
    return this.second ? [this.one, this.second] : [this.one]
  }

  /** Sets the faults of a step; null: none. */
  disturb(step: Step | null): void {
    this.one.node.disturb(step?.rpc ?? null)
    this.second?.node.disturb(step ? (this.secondIn(step)?.rpc ?? null) : null)
  }

  /** The chain has grown or changed: begins what the nodes do wrong meanwhile. */
  moved(step: Step): void {
    this.second?.lagging.fallBehind(this.secondIn(step)?.lag ?? 0)
    const { hard, steps } = this.plan
    const index = steps.indexOf(step)
    const isNow = ({ from, until }: Limit) => from <= index && (until === null || index < until)
    const limits = hard?.limits.filter(isNow) ?? []
    this.one.node.limit(limits)
    this.second?.node.limit(limits.filter(({ nodes }) => nodes === 'both'))
    if (hard?.lateConstants) {
      const { from, before } = hard.lateConstants
      const silence = index < from && step !== steps.at(-1) ? before : null
      for (const { node } of this.all) node.answerContracts(silence)
    }
    const glitch = hard?.steps[index]?.glitch ?? null
    if (glitch === null || step === steps.at(-1)) return
    this.one.node.garble(glitch)
    if (glitch.kind !== 'fall back') return
    this.one.lagging.fallBehind(glitch.blocks, glitch.ms)
    this.tally.add('wrong heads and blocks', 'fall back')
  }

  /** Resolves when they take connections again. */
  async down({ ms, nodes }: Down): Promise<void> {
    const hit = nodes === 'both' ? this.all : [this.one]
    this.tally.add('nodes down at a start', hit.length === this.all.length ? 'all' : 'one of two')
    await Promise.all(hit.map(({ node }) => node.down(ms)))
  }

  /** Serves another chain; null: the right one again. */
  exchange(other: OtherChain | null): void {
    const { head } = this.chain
    const foreign =
      other && new ForeignChain(this.chain, other.above === null ? 3 : head + other.above)
    for (const { view } of this.all) view.exchange(foreign)
  }

  async close(): Promise<void> {
    for (const { node } of this.all) await node.close()
  }

  private secondIn(step: Step) {
    return this.plan.second?.steps[this.plan.steps.indexOf(step)]
  }
}
