import { STORAGE } from '../protocols/storage'
import { checkArguments } from '../state-proof/arguments'
import { figureOf } from '../state-proof/compute'
import type { Arguments } from '../state-proof/figure'
import { ProofRefused } from '../state-proof/refused'

/**
 * Arguments of a figure from a command line, in any case.
 * @param given in the order of the figure; items of a list are joined by commas
 * @throws ProofRefused for an unknown figure, or arguments that it does not take
 */
export function argumentsOf(name: string, given: readonly string[]): Arguments {
  if (!Object.hasOwn(STORAGE.figures, name)) {
    const known = Object.keys(STORAGE.figures).join(', ')
    throw new ProofRefused(`there is no figure ${name}; known: ${known}`)
  }
  const figure = figureOf(STORAGE, name)
  const named = Object.entries(figure.arguments).map(([key, kind], i) => {
    const value = given[i]?.toLowerCase() ?? ''
    if (kind !== 'addresses') return [key, value]
    const items = value.split(',').filter((one) => one !== '')
    return [key, [...new Set(items)].sort()]
  })
  const more = given.slice(named.length).map((value, i) => [`${i}`, value])
  return checkArguments(name, figure, Object.fromEntries([...named, ...more]))
}
