import type { ArgumentKind, Arguments, Figure } from './figure'
import { ProofRefused } from './refused'

const ADDRESS = /^0x[0-9a-f]{40}$/
const IS: Record<ArgumentKind, (value: unknown) => boolean> = {
  address: (value) => matches(ADDRESS, value),
  hash: (value) => matches(/^0x[0-9a-f]{64}$/, value),
  operatorSet(value) {
    if (!matches(/^0x[0-9a-f]{40}\/(0|[1-9]\d{0,9})$/, value)) return false
    return Number(String(value).split('/')[1]) < 2 ** 32
  },
  addresses: (value) =>
    Array.isArray(value) &&
    value.every((one, i) => matches(ADDRESS, one) && (i === 0 || value[i - 1] < one)),
}
const IN_WORDS: Record<ArgumentKind, string> = {
  address: 'an address in lower case',
  hash: '32 bytes in lower case',
  operatorSet: '<avs>/<set id> in lower case',
  addresses: 'a list of addresses in lower case, ascending, each once',
}

/** The arguments of a figure. @throws ProofRefused if one is missing, too many, or of another kind */
export function checkArguments(name: string, figure: Figure, given: unknown): Arguments {
  const wanted = Object.entries(figure.arguments)
  const args = Object(given) as Record<string, unknown>
  if (Object.keys(args).length !== wanted.length) throw wrong(name, wanted)
  const checked = wanted.map(([key, kind]) => {
    const value = Object.hasOwn(args, key) ? args[key] : undefined
    if (!IS[kind](value)) throw wrong(name, wanted)
    return [key, value as string | string[]] as const
  })
  return Object.fromEntries(checked)
}

function wrong(name: string, wanted: readonly (readonly [string, ArgumentKind])[]): ProofRefused {
  const list = wanted.map(([key, kind]) => `${key}: ${IN_WORDS[kind]}`)
  return new ProofRefused(`${name} takes ${list.join('; ')}`)
}

function matches(pattern: RegExp, value: unknown): boolean {
  return typeof value === 'string' && pattern.test(value)
}
