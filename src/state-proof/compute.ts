import { cloneCodeHash } from './clone'
import type { Arguments, FigureReader, FigureValue, Instance } from './figure'
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
  /** By address. */
  private readonly opened = new Map<Hex, Opened>()
  private cloned: Map<Hex, Hex> | null = null
  /** Inputs of inputs are not listed. */
  private depth = 0

  constructor(
    private readonly knowledge: Knowledge,
    private readonly deployment: Deployment,
    readonly block: number,
    private readonly storage: Storage,
  ) {}

  variable(contract: string, name: string): Place {
    return this.instance(this.address(contract), [contract]).variable(name)
  }

  address(contract: string): Hex {
    const address = this.deployment.contracts[contract]
    if (address === undefined) throw new ProofRefused(`${this.deployment.name} has no ${contract}`)
    return address
  }

  instance(address: Hex, contracts: readonly string[]): Instance {
    if (BigInt(address) === 0n) throw new ProofRefused(`there is no ${contracts.join(' or ')}`)
    const { name, layout, slots } = this.open(address, contracts)
    const reader = this.readerOf(address, slots)
    return {
      contract: name,
      variable: (variable) => Place.of(layout, name, variable, reader),
    }
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

  private open(address: Hex, contracts: readonly string[]): Opened {
    const known = this.opened.get(address)
    if (known && contracts.includes(known.name)) return known
    const slots = known?.slots ?? new Map<bigint, ReadSlot>()
    const implementation = this.implementationOf(address, slots)
    const { implementations } = this.deployment
    const layout = this.knowledge.layouts.find(
      (one) => one.name === implementations[implementation],
    )
    const name = contracts.find((one) => layout && Object.hasOwn(layout.contracts, one))
    if (!layout || name === undefined) throw unknownLayout(implementation, contracts)
    const opened = { name, address, implementation, layout, slots }
    this.opened.set(address, opened)
    return opened
  }

  /** What a proxy keeps (EIP-1967); of a clone what its code names (EIP-1167); of any other contract itself. */
  private implementationOf(address: Hex, slots: Map<bigint, ReadSlot>): Hex {
    const reader = this.readerOf(address, slots)
    const word = reader(IMPLEMENTATION_SLOT, 'implementation (EIP-1967)', toAddress)
    if (word !== 0n) return toAddress(word)
    return this.clones().get(this.storage.codeHash(address)) ?? address
  }

  /** Implementations that are known, by the hash of the code of their clones. */
  private clones(): ReadonlyMap<Hex, Hex> {
    this.cloned ??= new Map(
      Object.keys(this.deployment.implementations).map((one) => [cloneCodeHash(one), one]),
    )
    return this.cloned
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

function unknownLayout(implementation: Hex, contracts: readonly string[]): UnknownLayout {
  const names = contracts.join(' or ')
  return new UnknownLayout(
    `the layout of ${implementation}, the implementation of ${names}, is unknown`,
  )
}
