import type { LayersQuery } from '../data/types.generated'
import { compared, percent } from '../format/decimal'
import { agreed, calledOf, counted } from '../format/text'

/** How far stake is stacked, and what that can cost. */
export function layersSentences({ exposure: { tokenLayers } }: LayersQuery): string[] {
  const { layers, wrapDepth, isComplete, cycles } = tokenLayers
  if (layers.length === 0) {
    return [
      'No pool holds a token that is itself a claim on stake, as far as shares of vaults and label files say.',
    ]
  }
  const tokens = new Set(layers.map(({ token }) => token.id))
  const [worst] = layers
    .filter(({ total }) => total !== null)
    .sort((a, b) => compared(b.total!, a.total!))
  const unknown = layers.filter(({ total }) => total === null).length
  return [
    `${counted(tokens.size, 'token')} that ${agreed(tokens.size, 'is a claim', 'are claims')} on stake ${agreed(tokens.size, 'lies', 'lie')} in pools again, by ${counted(layers.length, 'path')}; the deepest has ${counted(wrapDepth, 'layer')} around the stake.`,
    worst
      ? `If all is slashed that can be, holders of ${calledOf(worst.token)} in ${calledOf(worst.path[0]!)} lose the most: ${percent(worst.total!)}.`
      : 'What holders can lose by both layers is unknown.',
    ...(unknown > 0 && worst ? [`Of ${counted(unknown, 'path')} the loss is unknown.`] : []),
    ...(cycles.length > 0
      ? [
          `${counted(cycles.length, 'path')} ${agreed(cycles.length, 'comes', 'come')} back to a token.`,
        ]
      : []),
    ...(isComplete ? [] : ['Not all paths were followed to their end.']),
  ]
}
