import type { Tool } from './tool'
import { operator } from './tools/operator'
import { overview } from './tools/overview'
import { position } from './tools/position'
import { query } from './tools/query'
import { series } from './tools/series'
import { services } from './tools/services'
import { simulate } from './tools/simulate'
import { slashings } from './tools/slashings'

/** All tools, in the order in which they are listed. */
export const TOOLS: readonly Tool[] = [
  overview,
  services,
  operator,
  position,
  simulate,
  slashings,
  series,
  query,
]
