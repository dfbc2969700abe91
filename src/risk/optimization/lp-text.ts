import type { LinearModel } from './linear-model'

/** Terms per line: parsers limit the length of a line. */
const TERMS_PER_LINE = 8

/**
 * A model in the CPLEX LP format: variables x0, x1, ..., constraints c0, c1, ... Numbers parse back
 * to the same doubles.
 */
export function lpText({ variables, constraints }: LinearModel): string {
  const all = variables.map((_, position) => position)
  const binary = all.filter((position) => variables[position]!.kind === 'BINARY')
  const continuous = all.filter((position) => variables[position]!.kind === 'CONTINUOUS')
  return [
    'Maximize',
    ` worth: ${terms(
      all,
      variables.map(({ worth }) => worth),
    )}`,
    'Subject To',
    ...constraints.map(
      ({ variables: positions, coefficients, relation, bound }, index) =>
        ` c${index}: ${terms(positions, coefficients)} ${relation} ${bound}`,
    ),
    'Bounds',
    ...continuous.map((position) => ` 0 <= x${position} <= 1`),
    'Binaries',
    ...lines(binary.map((position) => `x${position}`)),
    'End',
    '',
  ].join('\n')
}

function terms(positions: readonly number[], coefficients: readonly number[]): string {
  return lines(
    positions.map((position, index) => {
      const coefficient = coefficients[index]!
      return `${coefficient < 0 ? '-' : '+'} ${Math.abs(coefficient)} x${position}`
    }),
  ).join('\n')
}

function lines(words: readonly string[]): string[] {
  return Array.from({ length: Math.ceil(words.length / TERMS_PER_LINE) }, (_, line) =>
    [' ', ...words.slice(line * TERMS_PER_LINE, (line + 1) * TERMS_PER_LINE)].join(' '),
  )
}
