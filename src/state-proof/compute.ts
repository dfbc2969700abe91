import type { Arguments, FigureReader, FigureValue } from './figure'
import { type Hex, toAddress, wordHex } from './hex'
import type { Deployment, Knowledge } from './knowledge'
import type { Layout } from './layout'
import { Place, type ReadWord } from './place'
import type { Storage } from './proven-state'
import { ProofRefused } from './refused'

/** Slot of the implementation of a proxy: keccak256 of "eip1967.proxy.implementation", less 1 (EIP-1967). */
const IMPLEMENTATION_SLOT = 0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbcn

/** A word of storage, and what stands in it. */
export interface ReadSlot {
  slot: Hex
  word: Hex
  /** Values by variable. */
  holds: Record<string, string>
}

/** A contract that was read. */
export interface ReadContract {
  name: string
  address: Hex
  implementation: Hex
  layout: string
  slots: ReadSlot[]
}

/** Another figure that went into one. */
export interface Input {
  figure: string
  arguments: Arguments
  value: FigureValue
}

/** A figure, and what it was computed from. */
export interface Computed {
  value: FigureValue
  inputs: Input[]
  contracts: ReadContract[]
}

/** The implementation of a proxy has no layout that is known. */
export class UnknownLayout extends ProofRefused {}

/**
 * Computes a figure from storage.
 * @throws UnknownLayout if the implementation of a contract that it reads is not known
 */
export function computeFigure(
  knowledge: Knowledge,
  deployment: Deployment,
  name: string,
  args: Arguments,
  block: number,
  storage: Storage,
): Computed {
  const run = new Run(knowledge, deployment, block, storage)
  const value = figureOf(knowledge, name).compute(run, args)
  return { value, inputs: run.inputs, contracts: run.read() }
}

/** @throws ProofRefused if there is no such figure */
export function figureOf({ figures }: Knowledge, name: string) {
  const figure = Object.hasOwn(figures, name) ? figures[name] : undefined
  if (!figure) throw new ProofRefused(`there is no figure ${name}`)
  return figure
}

interface Opened extends Omit<ReadContract, 'layout' | 'slots'> {
  layout: Layout
  slots: Map<bigint, ReadSlot>
}

class Run implements FigureReader {
  readonly inputs: Input[] = []
  private readonly opened = new Map<string, Opened>()
  /** Inputs of inputs are not listed. */
  private depth = 0

  constructor(
    private readonly knowledge: Knowledge,
    private readonly deployment: Deployment,
    readonly block: number,
    private readonly storage: Storage,
  ) {}

  variable(contract: string, name: string): Place {
    const { layout, address, slots } = this.contract(contract)
    return Place.of(layout, contract, name, this.readerOf(address, slots))
  }

  input(name: string, args: Arguments): FigureValue {
    this.depth++
    const value = figureOf(this.knowledge, name).compute(this, args)
    this.depth--
    if (this.depth === 0) this.inputs.push({ figure: name, arguments: args, value })
    return value
  }

  read(): ReadContract[] {
    return [...this.opened.values()].map(({ layout, slots, ...contract }) => ({
      ...contract,
      layout: layout.name,
      slots: [...slots.values()],
    }))
  }

  private contract(name: string): Opened {
    const known = this.opened.get(name)
    if (known) return known
    const address = this.deployment.contracts[name]
    if (address === undefined) throw new ProofRefused(`${this.deployment.name} has no ${name}`)
    const slots = new Map<bigint, ReadSlot>()
    const reader = this.readerOf(address, slots)
    const word = reader(IMPLEMENTATION_SLOT, 'implementation (EIP-1967)', toAddress)
    const implementation = toAddress(word)
    const opened = {
      name,
      address,
      implementation,
      layout: this.layoutOf(name, implementation),
      slots,
    }
    this.opened.set(name, opened)
    return opened
  }

  private layoutOf(contract: string, implementation: Hex): Layout {
    const { implementations } = this.deployment
    const name = Object.hasOwn(implementations, implementation)
      ? implementations[implementation]
      : undefined
    const layout = this.knowledge.layouts.find((one) => one.name === name)
    if (layout && Object.hasOwn(layout.contracts, contract)) return layout
    throw new UnknownLayout(
      `the layout of ${implementation}, the implementation of ${contract}, is unknown`,
    )
  }

  private readerOf(address: Hex, slots: Map<bigint, ReadSlot>): ReadWord {
    return (slot, path, decode) => {
      const word = this.storage.word(address, slot)
      const read = slots.get(slot) ?? { slot: wordHex(slot), word: wordHex(word), holds: {} }
      read.holds[path] = decode(word)
      slots.set(slot, read)
      return word
    }
  }
}
