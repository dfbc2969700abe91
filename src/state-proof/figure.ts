import type { Place } from './place'

/** A figure as bundles have it: numbers are decimal text. */
export type FigureValue =
  | string
  | boolean
  | readonly string[]
  | Readonly<Record<string, string | boolean>>

/** `address`: 0x and 40 digits; `addresses`: a list of them, ascending; `operatorSet`: `<avs>/<set id>`; `hash`: 32 bytes. */
export type ArgumentKind = 'address' | 'addresses' | 'operatorSet' | 'hash'

/** Arguments of a figure by name, in lower case. */
export type Arguments = Readonly<Record<string, string | readonly string[]>>

/** A contract at an address. */
export interface Instance {
  /** Which contract its implementation is. */
  readonly contract: string
  /** A variable, where the layout of the implementation has it. */
  variable(name: string): Place
}

/** What a figure is computed from. */
export interface FigureReader {
  /** Number of the block whose state it is. */
  readonly block: number
  /** Address of a contract of the deployment. */
  address(contract: string): string
  /** A contract at any address, which must be one of these. */
  instance(address: string, contracts: readonly string[]): Instance
  /** A variable of a contract, where the layout of its implementation has it. */
  variable(contract: string, name: string): Place
  /** Another figure, which becomes an input of this one. */
  input(name: string, args: Arguments): FigureValue
}

/** A figure that can be proven: which variables it is computed from, and how. */
export interface Figure {
  /** What it is, and which function of a contract returns it. */
  doc: string
  /** Kinds of its arguments by name, in their order. */
  arguments: Readonly<Record<string, ArgumentKind>>
  /** How it follows from the variables, or from its inputs. */
  formula: string
  /** What the proofs leave open. */
  notProven?: readonly string[]
  /** The same result for the same words, whoever reads them. */
  compute(reader: FigureReader, args: Arguments): FigureValue
}
